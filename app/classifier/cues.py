"""The words by which a question or an urgent need is recognised, in every language written here."""


def _each(words):
    return [word.strip() for word in words.split("|")]


QUESTION = {
    0.7: _each("?|؟"),
    0.65: _each(
        "est-ce que|est ce que|qu'est-ce|y a-t-il|y a t il|savez-vous|pouvez-vous|pourriez-vous|"
        "avez-vous|je voudrais savoir|j'aimerais savoir|je veux savoir|"
        "هل|متى|في أي|بأي|ما شروط|مع قداش|كيف يمكن|كيف يمكنني|أريد أن أعرف|إلى متى|ما هي|ما هو|من هو|من هي|"
        "وقتاش|وقتاه|شكون|كيفاش|علاش|علاه|شنوة|شنوا|نحب نعرف|زعمة|ولا لا|عندكمش|فماش|"
        "wa9tech|m3a 9addech|waktech|wa9teh|chkoun|chkun|kifech|kifach|3lech|3leh|3lach|"
        "chnowa|chnouwa|chneya|chnia|chniya|ech nowa|n7eb na3ref|nheb naaref|za3ma|wala le|wala la|"
        "famma chi|fammechi|3andkomch|wala mezel|wala mazel|ولا مازال|يا تري|could you tell|can you tell|i would like to know|"
        "i'd like to know|does anyone know|do you know|who is in charge|how do i|how can i"
    ),
    0.3: _each(
        "comment|pourquoi|combien|quand|quel est|quelle est|où|لماذا|أين|كيف|وين|كم|win|why|how"
    ),
}

QUESTION_FIRST = {
    0.65: _each(
        "قداش|9addech|comment|pourquoi|combien|quand|à quelle heure|à quel|à qui|de quoi|qui|où|peut-on|puis-je|c'est quand|"
        "c'est où|c'est combien|أين|كيف|لماذا|كم|ماذا|وين|فين|كيف|win|fin|where|when|what|which|who|"
        "why|how|can i|can we|is there|are there|could i|does|do i"
    ),
}

URGENT = {
    0.75: _each(
        "urgent|urgente|évacuez|évacuer|mordu|mordue|piqué|piquée|électrocuté|électrocutée|craquements|brûle|en feu|coincés sous|noyade|attentat|prise d'otage|explosion|hémorragie|urgence|au secours|à l'aide|sos|danger de mort|en danger|pompiers|"
        "protection civile|c'est très grave|incendie|s'effondrer|se suicider|suicide|se noie|noyé|"
        "fuite de gaz|journaliste à|suis journaliste|demain dernier délai|dernier délai|"
        "عاجل|أخلوا|إخلاء|لدغ|لدغت|لدغها|لدغة|خرجو الناس|النجدة|النجده|يحترق|تحترق|انفجار|غرق طفل|اختناق|نزيف|أنا صحفي|أنا صحفية|مستعجل|مستعجلة|نجدة|أنقذونا|انقذوا|الحماية المدنية|للحماية|حريق|بالانتحار|انتحار|يحتضر|"
        "إلحقونا|باش يموت|باش تموت|إنجدونا|الحقونا|في خطر|خطر الموت|مهددة|بالانهيار|آخر أجل|النار شاعلة|شاعلة|يقتل روحو|"
        "3ajel|ladgha|ladghou|kharjou el nes|ennajda|najda|tet7ra9|bech ymout|bech tmout|ana sa7feya|ana sa7afi|3ajil|mesta3jla|mosta3jel|el79ouna|elhakouna|fi khatar|khatar|nar cha3la|cha3la|"
        "lel 7imeya|7imeya|yo9tel rou7ou|ekher ajal|"
        "emergency|evacuate|bitten|electrocuted|on fire|is burning|are burning|drowning|bleeding|explosion|trapped|life or death|i am a journalist|i'm a journalist|urgently|help us|rescue|gas leak|fire brigade|kill himself|kill herself|"
        "suicidal|in danger|need help now|could kill"
    ),
    0.5: _each(
        "bloqués|coincé|coincés|accident|perdu connaissance|évanoui|empoisonné|saigne|mourir|enceinte|disparu|disparue|le feu|au feu|vite|tout de suite|immédiatement|ambulance|blessé|blessés|"
        "attaquent|agression|frappe sa femme|bat sa femme|violence|malaise|insuline|dialysés|"
        "vomissent|intoxication|déborde|inondation|câble électrique|tombé dans|plus d'eau|"
        "plus une goutte|coupure d'eau|eau coupée|sans eau|l'eau du robinet|évacue|armés|secours|"
        "journaliste|délai demain|aujourd'hui avant|effondrement|menace|danger|dangereux|crie|"
        "حادث|يتسرب|يسرب|أفعى|حنش|عقرب|تشققات|الحادث|مفقود|ضاع|حامل|أرسلوا|ابعثو|ابعثوا|الاسعاف|الاكسيدون|اكسيدون|مجروح|محاصرون|تسرب الغاز|تحرق|في حالة خطيرة|يموت|أسرعوا|الإسعاف|إسعاف|سقط طفل|سقط|جريح|يضرب زوجته|يضرب في مرتو|يضرب|تصرخ|فاض|فيضان|"
        "أنسولين|ماء الحنفية|متاع السبالة|يتقيؤون|تسمم|سلك كهربائي|فيل ضو|الماء مقطوع|بلا ماء|انقطاع الماء|خطر|"
        "ساعدونا|عاونونا|توا|إلحقو|طاح في البير|طاح|باش يطيح|الواد حمل|حمل|يردو|الصغار يردو|يموتو|الامبيلانس|والامبيلانس|"
        "أجريو|عركة|سكاكن|بالسكاكن|بالعصي|سيتيرنة|صهريجا|الآن|يتدخل|تدخلوا|أخرجوا|خرجوهم|غدا|غدوة|"
        "accident|majrou7|ab3thou|eb3thou|ta7ra9|ta7ra9et|7ala khtira|ymout|bsra3|ambulance|ta7 fel bir|tayeh|yodhrob|yodhreb|t3ayet|3awnouna|ejriw|ijri|"
        "el wed 7mal|7mal|yroddou|insuline|bla ma|el ma ma9tou3|ma9tou3|skaken|3arka|"
        "fil dhaw|ymoutou|citerne|ghodwa|tawa|"
        "stuck|unconscious|missing|accident|help|collapsed|dying|send an ambulance|ambulance|right now|fell into|injured|beating|flooding|flood|there is a fire|insulin|vomiting|"
        "electric cable|no water|without water|deadline is tomorrow|tap water is brown|poisoning|"
        "attacked|please help|nobody is coming"
    ),
    0.25: _each(
        "aidez-nous|appelez|prévenez|enfant|enfants|école|hôpital|dispensaire|élèves|malades|"
        "personne ne vient|demain|ce soir|"
        "تعبان برشا|طفل|الأطفال|التلاميذ|المدرسة|المستوصف|المستشفى|المرضى|الصغار|اتصلوا|عيطو|من فضلكم|"
        "sghar|el sghar|tfol|el madrsa|dispensaire|sbitar|3aytou|el mardha|"
        "tanker|child|children|school|clinic|patients|call the|warn|tonight|water"
    ),
}
