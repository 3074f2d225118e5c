"""Learn which words speak for which language, and write it as the bytes that language.py reads."""

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from app.classifier.examples import Example
from app.classifier.language import BUCKETS, CHOICES, SCALE, marks_of, words_of

MAGHREBI = {"tn": "tn", "dz": "tn", "ma": "tn"}
# Words that belong to one language alone, where the public sets are all of one subject or tone.
_OWN = {
    (
        "ar",
        "arab",
    ): "لم لن ليس ليست سوف هذه هؤلاء الذي التي الذين يمكن يمكنني يجب أين متى لماذا هل ماذا منذ كانت كان "
    "أيضا لأن لكن حيث إلى حتى عندما الآن جدا كثيرا نريد أريد نحتاج عليكم ينبغي فقط خلال بعد قبل شكرا جميعا لا يوجد "
    "يتم تم سيتم أن إن قد كما بين تحت فوق لقد هناك غدا مساء صباحا الأطفال المواطنين",
    (
        "tn",
        "arab",
    ): "برشا موش مش متاع متاعي متاعكم توا باش شنوة شنية شكون وقتاش قداش علاش كيفاش وين فما فمة مافماش ماكش "
    "إلي اللي كي هكا هكاكا زادا ياسر باهي خاطر يزي يعيشك عندوش نحب نحبو نجم ينجم خدمة ماشي حاجة بركا ديما كان "
    "نهار غدوة البارح إنتوما هاذوما هاذي هالناس صحيت عسلامة بالله الكل زعمة ولا مازال",
    (
        "fr",
        "latn",
    ): "bonjour bonsoir salut oui non je tu il nous vous ils est sont avec pour dans sur mais donc merci "
    "beaucoup c'est pas plus très bien quand comment pourquoi le la les des du une un notre votre cette depuis "
    "rien tout être avoir fait faire aussi toujours encore jamais personne leur",
    (
        "en",
        "latn",
    ): "hello yes no the is are was were with for and but this that there when where how why what not very "
    "our your their they we you never always nobody nothing please thank thanks since from have has",
    (
        "tn",
        "latn",
    ): "barcha mouch mouche mch mta3 mte3 taw tawa bech chnowa chkoun wa9tech 9addech 3lech kifech win famma "
    "fammech elli eli kif hakka zeda behi 5ater khater yezzi y3aychek 3andouch n7eb najjem 7aja dima ghodwa bellehi "
    "kol za3ma wala mezel aslema 3aslema inchallah rabbi ya wled bled",
}
_BLENDED = ("tsac", "darija_offensive", "dziriofn")
_MOST = 12_000  # of one set: a large set must not speak for its language alone
_SEED = 10  # a seed row counts as so many: few, and the only formal Arabic and plain French here
_STRENGTH = 30.0


def learn_languages(examples):
    """The bytes of the weights, from examples that know their language and script."""
    parts = [_learn(examples, script, CHOICES[script]) for script in ("latn", "arab")]
    return b"".join(part.tobytes() for part in parts)


def _learn(examples, script, languages):
    known = [each for each in examples if each.script == script and name_of(each) in languages]
    chosen = _plain(known, languages) + _own(script)
    return _stored(_fit(chosen, languages).coef_, len(languages))


def _plain(examples, languages):
    """Without the French comments of Maghrebi sets, which are called Maghrebi throughout."""
    if "fr" not in languages:
        return examples
    others = [each for each in examples if each.set not in _BLENDED]
    blended = [each for each in examples if each.set in _BLENDED]
    if not blended:
        return others
    taken_for = _fit(others, languages).predict(_matrix(_rows(blended)))
    derja = languages.index("tn")
    pairs = zip(blended, taken_for, strict=True)
    return others + [each for each, language in pairs if language == derja]


def _fit(examples, languages):
    numbers = np.array([languages.index(name_of(each)) for each in examples])
    model = LogisticRegression(C=_STRENGTH, max_iter=200)
    return model.fit(_matrix(_rows(examples)), numbers, sample_weight=_balance(examples, numbers))


def _rows(examples):
    return [_marks(words_of(each.text)) for each in examples]


def _own(script):
    return [
        Example("seed", word, language, script, {})
        for (language, own), words in _OWN.items()
        for word in words.split()
        if own == script
    ]


def name_of(example):
    return MAGHREBI.get(example.language, example.language)


def _marks(words):
    row = {}
    for word in words:
        marks = marks_of(word)
        for mark in marks:
            row[mark] = row.get(mark, 0) + 1 / len(marks)
    return row


def _matrix(rows):
    ends = np.cumsum([0, *map(len, rows)])
    columns = [mark for row in rows for mark in row]
    values = [value for row in rows for value in row.values()]
    return sp.csr_matrix((values, columns, ends), shape=(len(rows), BUCKETS))


def _balance(examples, numbers):
    """Each set at most `_MOST` strong, and each language as strong as the others."""
    sets = np.array([each.set for each in examples])
    weights = np.ones(len(examples))
    for name in sorted(set(sets)):
        weights[sets == name] = min(1.0, _MOST / (sets == name).sum())
    weights[sets == "seed"] = _SEED
    for number in range(numbers.max() + 1):
        weights[numbers == number] /= weights[numbers == number].sum() / 10_000
    return weights


def _stored(coefficients, size):
    if size == 2:
        coefficients = np.vstack([-coefficients[0] / 2, coefficients[0] / 2])
    centred = coefficients - coefficients.mean(axis=0)
    return np.clip(np.rint(centred * SCALE), -127, 127).astype(np.int8).T.copy()
