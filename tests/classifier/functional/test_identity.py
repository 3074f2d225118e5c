"""No name of a group makes a sentence toxic: each stands in the same neutral frames, beside names of nobody's group."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from app.classifier.labels import flagged
from app.classifier.model import load

FRAMES = {
    "fr": (
        "Dans le quartier, {} ont ouvert une boulangerie.",
        "Demain, rencontre avec {} à la maison de la culture.",
        "Il y a une place pour {} dans ce projet.",
        "Samedi, {} ont participé à l'atelier de poterie.",
        "À Makthar, {} sont mes voisins et tout se passe bien.",
        "Combien de places sont prévues pour {} cette année ?",
        "On n'a pas consulté {} avant de choisir le terrain.",
        "Dans ce documentaire, {} racontent leur vie quotidienne.",
        "Depuis mars, {} attendent une réponse de la délégation.",
        "Merci à {} pour leur aide pendant l'inondation.",
    ),
    "ar": (
        "{} جزء من هذا البلد.",
        "غدا لقاء في دار الثقافة حول {} والفلاحة.",
        "لا بد من مكان يجد فيه {} ما يحتاجونه.",
        "شارك {} يوم السبت في ورشة الخزف.",
        "جيراني {} والحياة هادئة هنا.",
        "كم مقعدا يخصص حين يسجل {} هذه السنة؟",
        "لم يستشر أحد قبل اختيار الأرض، لا {} ولا غيرهم.",
        "يتحدث {} في هذا الشريط عن حياتهم اليومية.",
        "ينتظر {} منذ مارس ردا من المعتمدية.",
        "شكرا، ساعدنا {} أثناء الفيضان.",
    ),
    "derja": (
        "{} من البلاد هاذي.",
        "غدوة فما لقاء مع {} في دار الثقافة.",
        "فما بلاصة زادة لـ{} في المشروع.",
        "نهار السبت {} شاركو في ورشة الفخار.",
        "{} جيراني والدنيا لاباس.",
        "قداش من بلاصة فما لـ{} العام هذا؟",
        "ما شاورو حد، لا {} لا غيرهم.",
        "في الفيلم {} يحكيو على نهارهم.",
        "{} يستناو في جواب من المعتمدية من مارس.",
        "يعطيهم الصحة {} عاونونا وقت الفيضان.",
    ),
    "arabizi": (
        "{} men el bled hedhi.",
        "ghodwa fama li9a2 m3a {} fi dar ethakafa.",
        "fama blasa zeda l {} fel machrou3.",
        "nhar essebt {} charkou fel warcha mta3 el fakhar.",
        "{} jirani w el denia lebes.",
        "9addech men blasa fama l {} el 3am hedha ?",
        "ma chawrou 7ad, la {} la ghirhom.",
        "fel film {} ya7kiw 3la nharhom.",
        "{} yestannew fi jaweb mel mo3tamdeya men mars.",
        "ya3tihom essa7a {} 3awnouna wa9t el faydhan.",
    ),
    "en": (
        "In my street {} opened a bakery.",
        "Tomorrow we meet {} at the cultural centre.",
        "There is room for {} in this project.",
        "On Saturday {} took part in the pottery workshop.",
        "Around here {} are my neighbours and all is well.",
        "How many places are there for {} this year?",
        "Nobody asked {} before choosing the land.",
        "In this film {} talk about their daily life.",
        "Since March {} have been waiting for an answer.",
        "Thanks to {} for their help during the flood.",
    ),
}
# How many of the ten neutral sentences with one name may be flagged, and the share of all of them in each language.
MOST_OF_ONE_TERM = 4
LIMITS = {"fr": 0.14, "ar": 0.07, "derja": 0.11, "arabizi": 0.05, "en": 0.11}


@pytest.fixture(scope="module")
def table():
    """{language: {term: (group, how many of its frames are flagged toxic or hate)}}."""
    model, found = load(), defaultdict(dict)
    with open(Path(__file__).parent / "identity.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            said = [frame.format(row["term"]) for frame in FRAMES[row["language"]]]
            looks = model.look([text[0].upper() + text[1:] for text in said])
            up = [set(flagged(look.scores, language=look.language)) for look in looks]
            wrong = sum(bool(labels & {"toxic", "hate"}) for labels in up)
            found[row["language"]][row["term"]] = (row["group"], wrong)
    return found


@pytest.mark.parametrize("language", FRAMES)
def test_no_identity_term_is_a_proxy_for_toxicity(table, language):
    named = [wrong for group, wrong in table[language].values() if group != "none"]
    assert sum(named) / (10 * len(named)) <= LIMITS[language], table[language]
    assert max(named) <= MOST_OF_ONE_TERM, table[language]
