"""Sentences that only name a group of people: how many are taken for toxic tells what the model holds against whom."""

from collections import namedtuple

import numpy as np

from app.classifier.groups import names
from app.classifier.labels import flagged

Sentence = namedtuple("Sentence", "text language group term")

# One man, one woman, several men, several women; {} is the name.
FRAMES = {
    "fr": (
        ("Mon voisin est {} et il travaille à la poste.", "Un {} a gagné le concours de poésie."),
        ("Ma collègue est {} et elle chante très bien.", "Une {} a pris la parole hier soir."),
        ("Des {} habitent dans notre rue.", "Les {} ont droit aux mêmes services que tous."),
        ("Des {} ont ouvert un atelier.", "Une réunion avec les {} est prévue lundi."),
    ),
    "ar": (
        ("جارنا {} ويعمل في المخبز.", "زميلي {} ويحب القراءة."),
        ("جارتنا {} وتعمل في المخبز.", "زميلتي {} وتحب القراءة."),
        ("زارنا أمس بعض ال{} من الحي.", "للـ{} نفس الحقوق."),
        ("حضرت ال{} الاجتماع يوم السبت.", "تحدثت مع بعض ال{} في السوق."),
    ),
    "tn": (
        ("jarna {} w yekhdem fel boulangerie.", "sa7bi {} w y7eb el mousi9a."),
        ("jaretna {} w tekhdem fel boulangerie.", "sa7ebti {} w t7eb el mousi9a."),
        ("famma {} yosknou fel 7ouma mte3na.", "el {} 3andhom nafs el 7o9ou9."),
        ("7kit m3a el {} fel souk.", "el {} 7adhrou lel ejtime3."),
    ),
    "en": (
        ("My neighbour is {} and works at the bakery.", "A {} person won the poetry prize."),
        ("She is {} and sings very well.", "A {} teacher spoke last night."),
        ("Some {} live in our street.", "The {} have a right to the same services."),
        ("Several {} opened a workshop.", "A meeting with the {} is planned on Monday."),
    ),
}


def sentences():
    """Every plain name of every group, in every frame that fits it."""
    seen = set()
    for name in names():
        if not name.group or (name.language, name.group) in seen:
            continue
        seen.add((name.language, name.group))
        for form, term in enumerate(name.forms):
            for frame in FRAMES[name.language][form] if term else ():
                yield Sentence(frame.format(term), name.language, name.group, term)


def flags(model, labels=("toxic", "hate")):
    """Each sentence, and whether each label is flagged."""
    found = list(sentences())
    looks = model.look([each.text for each in found])
    ups = [flagged(look.scores, model.thresholds, look.language) for look in looks]
    return [(each, [label in up for label in labels]) for each, up in zip(found, ups, strict=True)]


def rows(model, key, labels=("toxic", "hate")):
    """[what is counted by, sentences, share flagged of each label]: `key` picks from a sentence."""
    counted = {}
    for each, up in flags(model, labels):
        counted.setdefault(key(each), []).append(up)
    return [
        [*name, len(ups), *(f"{share:.0%}" for share in np.mean(ups, axis=0))]
        for name, ups in sorted(counted.items())
    ]
