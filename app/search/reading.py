"""What a person typed, read into a tree. Nothing typed is an error: what is odd becomes a problem."""

import re

from app.lib.text import normalise
from app.search.grammar import QUALIFIERS, named
from app.search.problems import Odd, Problem, nearest
from app.search.tree import All, Filter, Not, Words, both, either, leaves, unquoted

LONGEST = 2000
MOST = 60
DEEPEST = 10

QUOTES = str.maketrans("“”«»„‟＂", '"' * 7)
TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<open>-?\((?=.)) | (?P<close>\))
    | (?P<or>(?:OR|\|+)(?=[\s()]|$)) | (?P<and>AND(?=[\s()]|$))
    | (?P<term>-?(?:[^\W\d_]+(?:-by)?:|[#@])?(?:"(?:\\.|[^"\\])*\\?"?|[^\s()"|]+|\|))""",
    re.VERBOSE,
)
TERM = re.compile(
    r"(?P<no>-?)(?:(?P<name>[^\W\d_]+(?:-by)?):|(?P<sign>[#@]))?(?P<value>.*)", re.DOTALL
)
SIGNS = {"#": "tag", "@": "author"}


def read(text):
    """(tree, problems) of a typed text."""
    if len(text) > LONGEST:
        return All(), (Problem("long"),)
    reader = Reader(text.translate(QUOTES))
    tree = reader.group()
    if sum(1 for _leaf in leaves(tree)) > MOST:
        reader.problems.append(Problem("long"))
    return tree if isinstance(tree, All) else All((tree,)), tuple(dict.fromkeys(reader.problems))


class Reader:
    """Goes through the tokens once, a group at a time."""

    def __init__(self, text):
        self.tokens = [(m.lastgroup, m[0]) for m in TOKEN.finditer(text) if m.lastgroup != "space"]
        self.at, self.problems, self.depth = 0, [], 0

    def group(self):
        """Parts up to the closing parenthesis; `OR` joins the two parts beside it."""
        parts, joined = [], False
        while self.at < len(self.tokens):
            kind, token = self.tokens[self.at]
            self.at += 1
            if kind == "close" and self.depth:
                break
            if kind == "or":
                joined = bool(parts)
            elif kind in ("open", "term"):
                part = self.part(kind, token)
                if part is None:
                    continue
                parts.append(either(parts.pop(), part) if joined else part)
                joined = False
        return both(*parts) if parts else All()

    def part(self, kind, token):
        if kind == "term":
            return self.term(token)
        if self.depth == DEEPEST:
            self.problems.append(Problem("long"))
            return None
        self.depth += 1
        part = self.group()
        self.depth -= 1
        if part == All():
            return None
        return opposite(part) if token[0] == "-" else part

    def term(self, token):
        """One word or filter, or nothing when there is nothing to look for."""
        said = TERM.fullmatch(token)
        name, value = said["name"] or SIGNS.get(said["sign"], ""), said["value"]
        quoted = value.startswith('"')
        value = " ".join(unquoted(value).split())
        if not name or not (quoted or is_filter(said["name"], value)):
            part = self.words(token.removeprefix("-") if not quoted else value)
        else:
            part = self.filter(name, value)
        return Not(part) if part and said["no"] else part

    def words(self, text):
        text = " ".join(text.replace('"', " ").split())
        words = Words(text)
        if words.terms:
            return words
        if text and any(char.isalnum() or ord(char) > 0x2000 for char in text):
            self.problems.append(Problem("words", value=text))
        return None

    def filter(self, name, value):
        qualifier = named(name)
        if not qualifier:
            near = tuple(f"{word}:" for word in nearest(name, QUALIFIERS))
            self.problems.append(Problem("qualifier", name, value, near))
            return None
        if not value:
            self.problems.append(Problem("empty", qualifier.name))
            return None
        try:
            return Filter(qualifier.name, qualifier.read(value))
        except Odd as odd:
            near = tuple(f"{qualifier.name}:{word}" for word in odd.near)
            self.problems.append(Problem(odd.kind, qualifier.name, value, near))
            return None


def is_filter(name, value):
    """Whether `name:value` is meant as a filter: an address or a word before a colon is not."""
    if name is None:
        return bool(value)
    return bool(named(name)) or (
        bool(value) and not value.startswith("/") and bool(normalise(name))
    )


def opposite(part):
    return part.part if isinstance(part, Not) else Not(part)
