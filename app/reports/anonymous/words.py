"""The words by which people are named, in Latin and in Arabic letters; normalised, one spelling each."""

from pathlib import Path

from app.lib.text import normalise

MORE = Path(__file__).with_name("more_names.txt")


def told(text):
    return frozenset(normalise(text).split())


def more_names():
    lines = MORE.read_text(encoding="utf-8").splitlines()
    return told(" ".join(line for line in lines if not line.startswith("#")))


FIRST = told(
    "fethi aycha 3aycha 3icha 3abdallah 3amer 3ali 3omar 3othmen mohamed mohammed mohammad mouhamed muhammad med ahmed ali hassen hassan houssem houcine hussein hossein hsin youssef yousef youcef ibrahim brahim ismail "
    "khaled khalil walid ridha rida slim salim sélim salem salah mourad moncef monsef mongi mondher mounir montassar mehdi marwen marwan "
    "nabil naceur nasser nizar nejib najib oussama omar othmen othman rachid rami ramzi riadh riad sabri sadok sofien sofiene soufiane taoufik taher tahar "
    "tarek wael wassim yassine yassin zied ziad zouhair zoubeir abdallah abdelkader abdelaziz abderrahmen abderrahman abdessalem abdelhamid abdelmajid "
    "adel adnen aymen ayman anis anouar ayoub bilel bilal bechir béchir chedli chokri elyes ilyes fadhel fathi faouzi fares fehmi ferid farid firas ghazi ghassen "
    "habib haithem hamadi hamdi hamma hamza hatem hedi hichem hicham imed iheb ihab issam issa jalel jamel jilani kais kaïs kamel karim lassaad lassad lotfi "
    "maher mahmoud mahmoud majdi malek mokhtar mustapha mustafa moustapha moez mouadh sami samir seif sghaier skander tijani zakaria zine aziz amine amin nidhal nidal hafedh "
    "fatma fatima fatouma amina aicha aïcha khadija khadouja meriem mariem maryam myriam zeineb zaineb zainab samira samia salma selma sana sarra sara leila leïla lilia "
    "mouna mona monia nadia najet najoua nejia nesrine nisrine noura olfa rania rim ryma rym sabrine saida saïda safa saloua sihem souad soumaya souhir "
    "wafa wided yasmine yosra zohra zouhra asma asmaa emna boutheina bochra bouchra chaima chayma chiraz dalila donia dorra dorsaf faten faiza fadhila fethia "
    "ghofrane habiba hajer hager hanen hanene hayet hela henda hiba houda ibtissem ikram ines inès insaf jamila jihene jihen kaouther karima khaoula lamia lamis latifa "
    "lobna maha maissa malek manel mabrouka mbarka mahbouba mehrezia monjia manoubia nabiha naima najla nawel nejla oumayma radhia raja rahma rawdha rihab rabeb sonia sinda thouraya turkia wahiba wissal zakia "
    "jean pierre jacques michel philippe nicolas françois laurent thomas julien marie nathalie isabelle sophie catherine françoise camille céline émilie claire jérôme "
    "john mary james robert david sarah peter paul "
    "محمد امحمد احمد علي حسن حسين يوسف ابراهيم اسماعيل خالد خليل وليد رضا سليم سالم مراد المنصف منصف المنجي منجي منذر مهدي المهدي مروان نبيل الناصر ناصر نزار "
    "اسامة عمر عثمان رامي رمزي رياض صبري سفيان توفيق الطاهر طارق وائل وسيم ياسين زياد زهير الزبير عبدالله عبدالقادر عبدالعزيز عبدالرحمان عبدالرحمن عبدالسلام عبدالحميد "
    "عدنان ايمن انور ايوب بلال البشير الشاذلي شكري الياس فتحي فوزي فراس فاروق غازي غسان هيثم حمادي حمدي حمزة حاتم الهادي هشام عماد ايهاب عصام عيسى جمال الجيلاني قيس كمال الاسعد لسعد لطفي "
    "ماهر محمود مختار مصطفى معز معاذ سامي سمير اسكندر التيجاني زكرياء زين العابدين الحبيب نضال حافظ "
    "فاطمة فطومة عائشة عيشة خديجة مريم زينب سميرة سامية سلمى سارة ليلى منى منية نادية نجاة نجوى نسرين نورة الفة رانية ريم سعيدة سلوى سهام سعاد سمية وفاء وداد ياسمين يسرى زهرة اسماء امنة امينة بثينة بشرى شيماء "
    "شيراز دليلة درة فاتن فائزة فضيلة فتحية غفران حبيبة هاجر حنان هالة هندة هدى ابتسام ايناس جميلة جيهان كوثر كريمة خولة لمياء لطيفة لبنى مها منال مبروكة امباركة محبوبة محرزية منوبية نبيهة نعيمة نوال نجلاء اميمة راضية رجاء رحمة روضة رحاب رباب سنية صونية ثريا تركية وهيبة زكية "
)  # fmt: skip

# Names that are words as well: a person only beside a title, a call, or a family name.
WORDS_TOO = told(
    "amal nour salem fares malek aziz karim jamel adel said saïd wissem ghada rim hela paul pierre claire marie amira med zine hamma raja insaf rahma hedi sana "
    "hayet safa donia farid hiba mona manel amine aymen fadhel hafedh sabri issa issam dorra "
    "امل نور سالم فارس مالك عزيز كريم جمال عادل سعيد صالح منير جميل صابر مبروك حبيب الحبيب شريف الشريف رشيد امين الامين هادي الهادي المهدي مهدي وفاء رضا رجاء رحمة هدى بشرى ريم حياة هناء صفاء دنيا اسماء "
    "كمال توفيق عمر علي خالد ناصر الناصر سلام نضال غفران ايمان الايمان احلام مختار محمود حافظ زين بلال نجاة زهرة جميلة كريمة سعيدة لطيفة حبيبة فضيلة راضية رياض البشير الطاهر خليل سليم ثريا درة روضة هالة "
)  # fmt: skip

FAMILY = told(
    "trabelsi traboulsi mejri jlassi hammami gharbi ayari dridi ferchichi nefzi khemiri mathlouthi bouazizi abidi saidi sassi zouari riahi ouerghi guesmi "
    "chebbi chaabane jaziri karoui mabrouk marzouki mzoughi oueslati rezgui saadaoui selmi tlili yahyaoui zaidi amri baccouche belhaj benali bensalah "
    "jendoubi ghannouchi hamdi kefi laabidi labidi mansouri msakni nasri rebai sghaier souissi toumi weslati zribi bejaoui cherif chérif dhaouadi ghribi haddad hajji khelifi maaloul manai rahmani dupont durand martin moreau smith johnson boukadida "
    "الطرابلسي الماجري الجلاصي الهمامي الغربي العياري الدريدي الفرشيشي النفزي الخميري المثلوثي البوعزيزي العبيدي السعيدي الساسي الزواري الرياحي الورغي القاسمي الشابي الجزيري القروي المرزوقي المزوغي الوسلاتي الرزقي السعداوي السالمي التليلي اليحياوي الزايدي العمري بكوش الجندوبي الغنوشي المنصوري المساكني النصري الرباعي السويسي التومي الزريبي البجاوي الضاوي الحداد الحاجي الخليفي معلول المناعي الرحماني بوقديدة "
)  # fmt: skip

TITLES = told(
    "m mr mme mlle mrs ms monsieur madame mademoiselle dr docteur doctor maître maitre me pr prof professeur si ssi essi lella lalla elhaj hadj haj hajj hajja 3am 3ammi khalti oustedh ostedh ustedh ustaz sayed esayed cheikh chikh imam sheikh "
    "سي السيد السيدة سيد السيده الانسة استاذ الاستاذ الاستاذة استاذة دكتور الدكتور الدكتورة دكتورة الحاج الحاجة حاج حاجة لالة للا عم عمي خالتي خالة خال الشيخ المعلم المعلمة الاخ الاخت مدام "
    "infirmier infirmière chauffeur voisin voisine cousin cousine tante oncle ingénieur gardien collègue feu engineer nurse driver neighbour aunt uncle "
    "المهندس المهندسة الممرض الممرضة المرحوم المرحومة جاري جارتي"
)  # fmt: skip
KIN = told(
    "ould weld wled bent bint oum omm abou abu ummu om ولد بنت ام ابو بو ابي وليد_ اخو اخت اخ خو مرت زوجة زوج"
)
CALLS = told(
    "ya يا monsieur madame merci bravo courage saluer par de avec chez contre appelé nommé named called voisin voisine جاري جارتي جارنا المواطن المواطنة المسمى المدعو المدعوة اسمه اسمها شكرا بلغ كلم"
)
PARTICLES = told(
    "ben bin bel ibn bou ould bent el al de la le bni بن ابن ولد بنت ابو بو ام ال عبد ابي بالحاج"
)
INTRODUCE = (
    ("je", "m", "appelle"), ("mon", "nom", "est"), ("m", "appelle"), ("il", "s", "appelle"), ("elle", "s", "appelle"), ("my", "name", "is"),
    ("esmi",), ("ismi",), ("esmou",), ("esmha",), ("isma",), ("اسمي",), ("اسمو",), ("اسموا",), ("ismou",), ("اسمه",), ("اسمها",), ("المدعو",), ("المدعوة",), ("المسمي",), ("المسماة",), ("نتسمي",), ("signe",), ("nomme",), ("nommee",), ("denomme",),
)  # fmt: skip
# Whoever holds an office of the state is named in public life; so are those that streets are called after.
OFFICES = told(
    "président presidente président ministre gouverneur wali president minister رئيس الرئيس وزير الوزير وزيرة والي الوالي الرييس رييس"
)
PLACES = told(
    "rue avenue av boulevard bd place lycée lycee collège college école ecole ecoles hôpital hopital mosquée mosquee stade cité cite aéroport maison_ université complexe salle théâtre dispensaire zaouia mausolée sbitar fac barrage oued jebel djebel pont "
    "شارع نهج ساحة معهد مدرسة اعدادية مستشفى جامع مسجد ملعب حي مطار جامعة قاعة مسرح مستوصف زاوية سد وادي واد جبل قنطرة دار_ المدرسة المعهد المستشفى"
)  # fmt: skip
# Adjectives and months that stand after a name without being one.
NOT_FAMILY = told(
    "البلدي الجهوي الوطني المحلي الحالي الرئيسي الدولي العمومي المدني الصحي البيئي الفلاحي الثقافي الرياضي الماضي العربي التونسي الاجتماعي الاقتصادي الريفي السياسي الشخصي الليلي اليومي التي الذي اللي الى الثاني الاساسي الفني المهني"
)  # fmt: skip
# Latin words that begin with a capital after a name, and end it.
NOT_NAMES = told(
    "le la les l un une et ou mais il elle je on nous vous c est the and is a à au aux du des en dans pour par sur avec qui que quand merci bonjour bonsoir facebook tunisie tunis "
    "lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre i he she we they you please svp hello salam"
)  # fmt: skip
# Who is addressed by an office has no name after the title.
ROLES = told(
    "الرئيس رئيس الوزير وزير المدير مدير المديرة مديرة الوالي والي المعتمد معتمد العمدة عمدة النائب نائب كاتب الكاتب عضو مندوب المندوب المسؤول المسؤولة مسؤول المحترم المحترمة المواطن المواطنة ضابط قاضي القاضي الوكيل وكيل القائم "
    "president ministre directeur directrice maire délégué gouverneur secrétaire député omda wali mou3tamed modir modira"
)
