"""A subject line that can be read on a phone in public: its rude words keep their first letter."""

import re

from app.lib.text import normalise

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
MARKS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Masked even where the classifier had nothing to say; normalised, one spelling each.
RUDE = frozenset(
    normalise(
        "con connard connasse conne salope pute putain encule enfoire batard merde merdique ordure "
        "voleur voleurs idiot imbecile cretin abruti debile fdp ntm pd "
        "idiot stupid asshole bitch bastard fuck fucking shit thief moron "
        "7mar hmar 7mir kalb kelb klab sorra9 sare9 9a7ba kahba zebi zab nayek miboun mnayek 7aloof "
        "حمار حمير كلب كلاب سارق سراق قحبة عاهرة زبي نيك منيك ميبون حلوف خنزير حقير تافه غبي"
    ).split()
)


def masked(text, spans=()):
    """The text without its rude words: those the classifier marked, and those on the list."""
    marked = [(start, end) for start, end, *_ in spans or ()]

    def mask(word):
        hit = any(start < word.end() and word.start() < end for start, end in marked)
        return hidden(word[0]) if hit or normalise(word[0]) in RUDE else word[0]

    return WORD.sub(mask, text)


def spared(comment):
    """What somebody wrote as a letter or a notification may show it: abuse without its rude words."""
    if not comment.toxic or comment.by_us:
        return comment.text
    kinds = ("toxic", "hate", "threat", "insult", "obscene")
    reasons = comment.reasons or {}
    return masked(comment.text, [span for kind in kinds for span in reasons.get(kind, ())])


def hidden(word):
    return word[0] + "•" * (len(word) - 1)


def first_words(text, most=60):
    """The beginning of a text on one line, cut at a word, without marks that turn a line around."""
    line = " ".join(MARKS.sub("", text).split())
    if len(line) <= most:
        return line
    whole_words = line[: most + 1].rpartition(" ")[0] or line[:most]
    return whole_words.rstrip(" ,;:") + "…"


def subject_words(comment):
    """The first words of a comment as a subject may show them."""
    spans = (comment.reasons or {}).get("toxic", ())
    return first_words(masked(comment.text, spans))
