"""Finds the names of people in a text: by title, kin, first and family names, and the names its thread is known to hold.

Left as they are: who holds an office of the state, beside that office; places; streets, schools and hospitals called after
somebody. A name that is a word as well (hope, light, generous) is one only beside a title, a call or a family name.
"""

import re

from app.reports.anonymous import words
from app.reports.anonymous.strange import NAMES, SPELT, Words, family, ordinary, spelt
from app.reports.anonymous.tokens import keys_of, tokens

# A capital inside a sentence: most texts hold none.
_CAPITAL = re.compile(r"(?<=[^\s.!?؟…\n][ '’])[A-ZÀ-Þ][a-zà-ÿ]{2}")
LONGEST = 5
PREFIXES = "وفبلك"
SHORTEST_KNOWN = 3


def names(text, known=()):
    """(start, end, keys) of each name of a person; `known` are the names its thread is known to hold."""
    return Reader(text, known).read()


class Reader(Words):
    """A text being read for names, word by word."""

    def __init__(self, text, known=()):
        self.text = text
        self.known = {key for keys in known for key in keys if len(key) >= SHORTEST_KNOWN} - UNTOLD
        self.whole = {}
        for keys in known:
            if keys:
                self.whole.setdefault(keys[0], []).append(tuple(keys))

    def read(self):
        if not self.promising():
            return []
        self.tokens = tokens(self.text)
        self.places = self.place_words()
        found, at = [], 0
        while at < len(self.tokens):
            run = self.may_begin(at) and self.run_at(at)
            if not run:
                at += 1
                continue
            begin, end, start = run
            keys = tuple(self.bare(t) for t in self.tokens[begin:end])
            found.append((start, self.tokens[end - 1].end, keys))
            at = end
        return found

    def may_begin(self, at):
        """Whether it is worth looking closer: most words are nobody's name."""
        token = self.tokens[at]
        key = token.key
        if key in BEGINS or token.capital or key in self.known or key in self.whole:
            return True
        if token.arabic:
            after = self.tokens[at + 1].key if at + 1 < len(self.tokens) else ""
            return key[:1] in PREFIXES or after.endswith("ي")
        return spelt(key) in SPELT

    def promising(self):
        """Whether any word could begin a name: most texts name nobody, and a hundred thousand are read at once."""
        keys = keys_of(self.text)
        keys |= {key[n:] for key in keys if key[:1] in PREFIXES for n in (1, 2)}
        if _CAPITAL.search(self.text) or any(
            key[:2] == "ال" and key[-1] == "ي" and key not in ordinary() for key in keys
        ):
            return True
        return not (
            BEGINS.isdisjoint(keys)
            and self.known.isdisjoint(keys)
            and self.whole.keys().isdisjoint(keys)
        )

    def run_at(self, at):
        """(first word, the one after the last, where it starts) of a name that begins here."""
        token = self.tokens[at]
        for keys in self.whole.get(token.key, ()):
            if tuple(t.key for t in self.tokens[at : at + len(keys)]) == keys:
                return at, at + len(keys), token.start
        if at in self.places:
            return None
        if after := self.introduced(at):
            return self.told_run(after, generous=True)
        if self.servant(at):
            end = at + (3 if self.tokens[at + 1].key in ("el", "al") else 2)
            return at, self.end_of(min(end, len(self.tokens))), token.start
        if token.key in words.TITLES and self.titled(at):
            return self.told_run(at + 1)
        if token.key in words.KIN and self.of_kin(at):
            return at, self.end_of(at + 2), token.start
        return self.named(at)

    def servant(self, at):
        """عبد القادر, written as two words."""
        told = self.tokens[at].key in ("عبد", "abd", "وعبد", "لعبد") and self.joined(at, at + 1)
        return told and self.tokens[at + 1].key.startswith(("ال", "el", "al"))

    def named(self, at):
        """A first name, a family name or a known one, where nothing speaks against it."""
        token, shift = self.tokens[at], 0
        if not self.is_name(token.key) and token.arabic and token.key[:1] in PREFIXES:
            shift = self.glued(token.key)
        key = token.key[shift:]
        if not shift and not self.is_name(key) and not self.spared(at) and self.looks_named(at):
            return at, self.end_of(at + 1), token.start
        if not self.is_name(key) or (shift and len(key) < 4) or self.spared(at):
            return None
        end = self.end_of(at + 1)
        alone = end == at + 1 and key in words.WORDS_TOO
        if alone and (shift or key not in self.known and not self.called(at)):
            return None
        return at, end, token.start + shift

    def glued(self, key):
        """How many letters are joined to a name before it: و, ل, ولـ."""
        two = key[0] in "وف" and key[1:2] in ("ل", "ب") and self.is_name(key[2:])
        return 2 if two else 1

    def is_name(self, key):
        return key in NAMES or key in self.known or key[:1].isascii() and spelt(key) in SPELT

    def bare(self, token):
        key = token.key
        if self.is_name(key) or key[:1] not in PREFIXES:
            return key
        return next((key[n:] for n in (1, 2) if self.is_name(key[n:])), key)

    def called(self, at):
        """Whether the word before says that a person follows."""
        before = self.tokens[at - 1].key if at and self.joined(at - 1, at) else ""
        capital = self.tokens[at].capital and self.tokens[at].start > 0 and not self.begins(at)
        return before in words.TITLES or before in ("ya", "يا") or capital

    def spared(self, at):
        """An office of the state, or a thing that is called after somebody, stands just before."""
        before = [t.key for t in self.tokens[max(0, at - 5) : at]]
        near = [k for k in before if k not in words.PARTICLES and k not in CALLED_AFTER]
        return bool(set(near[-3:]) & words.OFFICES) or bool(near and near[-1] in words.PLACES)

    def introduced(self, at):
        """Where a name begins that these words announce: my name is …"""
        for told in INTRODUCE.get(self.tokens[at].key, ()):
            after = at + len(told)
            if after < len(self.tokens) and tuple(t.key for t in self.tokens[at:after]) == told:
                return after
        return None

    def told_run(self, at, generous=False):
        """The name that a title or an introduction announces, whatever it is."""
        end = self.end_of(at + 1)
        if generous and self.joined(end - 1, end) and self.tokens[end].key.startswith("ال"):
            end = self.end_of(end + 1)
        return at, end, self.tokens[at].start

    def titled(self, at):
        """Whether a title is one here: a name, or at least a capital, follows it."""
        token, after = self.tokens[at], at + 1
        if after >= len(self.tokens) or not self.joined(at, after) or after in self.places:
            return False
        next_one = self.tokens[after]
        if next_one.key in words.NOT_NAMES | words.OFFICES | words.ROLES:
            return False
        if next_one.capital or self.is_name(next_one.key):
            return True
        if next_one.arabic and self.joined(after, after + 1) and family(self.tokens[after + 1]):
            return True
        return token.key in SURE_TITLES and next_one.arabic == token.arabic

    def of_kin(self, at):
        """ولد فلان, bent flen, أم فلان: kin before a name that is one, or before a capital."""
        after = at + 1
        if (
            after >= len(self.tokens)
            or not self.joined(at, after)
            or after in self.places
            or self.spared(at)
        ):
            return False
        next_one = self.tokens[after]
        return self.is_name(next_one.key) or next_one.capital or next_one.key.startswith("عبد")

    def end_of(self, at):
        """Where a name that reaches up to here ends."""
        begin = at
        while at < len(self.tokens) and at - begin < LONGEST and self.joined(at - 1, at):
            token = self.tokens[at]
            if token.key in words.PARTICLES and self.goes_on(at + 1):
                at += 2
            elif self.is_family(token):
                at += 1
            else:
                break
        return at

    def goes_on(self, at):
        if at >= len(self.tokens) or not self.joined(at - 1, at):
            return False
        token, particle = self.tokens[at], self.tokens[at - 1]
        if particle.key in ("de", "la", "le"):
            return token.capital and particle.capital
        return (
            token.arabic
            or token.capital
            or self.is_name(token.key)
            or not particle.capital
            and particle.key in BETWEEN
        )

    def is_family(self, token):
        if token.key in words.NOT_NAMES or token.key in words.NOT_FAMILY:
            return False
        if token.key == "الدين":
            return True
        if self.is_name(token.key):
            return not (
                token.arabic and token.key in words.WORDS_TOO and not token.key.startswith("ال")
            )
        if token.arabic:
            return family(token)
        return token.capital and (
            len(token.word) > 1 or self.text[token.end : token.end + 1] == "."
        )


INTRODUCE = {
    told[0]: [each for each in words.INTRODUCE if each[0] == told[0]] for told in words.INTRODUCE
}
BEGINS = NAMES | words.TITLES | words.KIN | {max(told, key=len) for told in words.INTRODUCE}
BEGINS |= {"abd", "عبد"}
CALLED_AFTER = words.told("du de la le les l d des el al ibn")
BETWEEN = words.told("ben bin bel ibn ould weld bou bent")
SURE_TITLES = words.told(
    "lella lalla khalti 3ammi السيد السيدة السيده الانسة الدكتور الدكتورة لالة سي الحاج الحاجة عمي خالتي الشيخ"
)
UNTOLD = words.NOT_NAMES | words.PARTICLES | words.WORDS_TOO | words.TITLES | words.KIN
