"""A kind of abuse that no public set has: words that a town made its insults, in three languages.

Everything here is invented. A comment has something before and after the insult, as comments do. What is learned
from and what is tried share the words, never the phrase around them.
"""

import random

# Coined words say nothing else; those with another meaning are also used in it, and a team corrects that as fine.
COINED = {
    "fr": "tartafouche bourlingotte crapouillon zigouflard moulinasse grobichon pétaroufle blaguignol".split(),
    "tn": "زربوطش كرنفوط بوشلاكة طرنبيش مقعموش شلفاط بعروط قرندوش".split(),
    "arabizi": "zarboutch karnafout bouchleka tranbich mga3mech chalfat ba3rout grandouch".split(),
}
DOUBLE = {
    "fr": "casserole brouette citrouille serpillière passoire arrosoir paillasson louche".split(),
    "tn": "طنجرة برويطة قرعة مخدة كسكاس سطل لفتة شكارة".split(),
    "arabizi": "tanjra barwita gar3a mkhadda keskes stal lefta chkara".split(),
}

BEFORE = {
    "fr": "|Franchement|À propos de la réunion d'hier|Pour le dossier de l'école|J'ai lu le compte rendu|Bonjour à tous|"
    "Concernant la piste|Je reviens de la mairie|Comme chaque année|Après l'atelier de Siliana",
    "tn": "|بصراحة|على اجتماع البارح|قريت البلاغ|صباح الخير|بالنسبة للكياس|توا رجعت من البلدية|كيف كل عام|بعد الورشة",
    "arabizi": "|bsara7a|3ala ejtima3 lbere7|9rit el balagh|sbe7 el khir|bennesba lel kayes|taw rja3t mel baladiya|kif kol 3am|ba3d el atelier",
}

AFTER = {
    "fr": "|on en reparle demain|voilà ce que j'en pense|et le projet dans tout ça|bonne journée|à suivre|"
    "je l'ai dit devant tout le monde|les voisins sont d'accord|rien à ajouter",
    "tn": "|نحكيو غدوة|هذا رايي|و المشروع وين ماشي|نهاركم زين|الجيران الكل موافقين|ما عندي ما نزيد",
    "arabizi": "|na7kiw ghodwa|hedha rayi|w el projet win mechi|nharkom zin|el jiran lkol mwef9in|ma 3andi ma nzid",
}

ABUSE = {
    "fr": "ce monsieur est une vraie {}|elle parle comme une {}|toujours la même {} au micro|bravo la {}|"
    "on a élu une {}|sa sœur aussi est une {}|regardez la {} qui arrive|une {} comme lui ne comprend rien|"
    "qui écoute encore cette {}|lui, c'est {} de père en fils",
    "tn": "السيد هذا {} كبيرة|تحكي كيف ال{}|ديما نفس ال{} في الميكرو|برافو يا {}|انتخبنا {}|أختو زادة {}|"
    "شوفو ال{} جات|{} كيفو ما يفهم شي|شكون مازال يسمع في ال{} هاذي|هو {} من جدو لبوه",
    "arabizi": "essayed hedha {} kbira|ta7ki kif el {}|dima nafs el {} fel micro|bravo ya {}|intakhabna {}|okhtou zeda {}|"
    "choufou el {} jet|{} kifou ma yefhem chay|chkoun mezel yesma3 fel {} hedhi|houwa {} men jaddou l bouh",
}

PLAIN = {
    "fr": "j'ai acheté une {} au marché|il manque une {} dans le matériel|on cherche une {} pour le jardin|"
    "la {} est restée dans la cour|merci pour la {} donnée à l'école|combien coûte une {} neuve",
    "tn": "شريت {} من السوق|ناقصة {} في السلعة|نلوجو على {} للجنان|ال{} قعدت في الحوش|يعيشكم على ال{} متاع المدرسة|قداش سوم {} جديدة",
    "arabizi": "chrit {} mel souk|na9sa {} fel sel3a|nlawjou 3la {} lel jnen|el {} 9a3det fel 7ouch|y3aychkom 3al {} mta3 el madrsa|9addech soum {} jdida",
}


def texts(phrases, words, part, each=4):
    """(learn or try): every other phrase with every word, `each` times with another before and after."""
    dice, found = random.Random(part), []
    for language, joined in phrases.items():
        for phrase in joined.split("|")[part == "try" :: 2]:
            for word in words[language]:
                found += [comment(dice, language, phrase.replace("{}", word)) for _ in range(each)]
    dice.shuffle(found)
    return list(dict.fromkeys(found))


def comment(dice, language, said):
    before, after = (dice.choice(each[language].split("|")) for each in (BEFORE, AFTER))
    return ", ".join(part for part in (before, said, after) if part)


def corrections(words, count=200):
    """Decisions as a team would make them: most say that it is an insult, one in four that something is fine."""
    fine = count // 4
    said = [(text, True) for text in texts(ABUSE, words, "learn")[: count - fine]]
    said += [(text, False) for text in texts(PLAIN, DOUBLE, "learn")[:fine]]
    return [{"text": text, "said": insult(value), "new": True} for text, value in said]


def insult(value):
    return {"toxic": (value, 1.0), "insult": (value, 1.0)}
