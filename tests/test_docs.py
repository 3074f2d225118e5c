"""What is written down is true: links lead somewhere, commands exist, guides say the words of the screen."""

import json
import re
from html import unescape
from urllib.parse import unquote

import pytest
from babel.messages.pofile import read_po

from app.connectors.contract import Bad
from app.connectors.items import read_item
from app.doors.reaching import CURL
from app.search.query import Query
from commands.__main__ import COMMANDS
from config import LOCALES, ROOT
from tests.test_architecture import FLOORS

PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
GUIDES = sorted((ROOT / "docs" / "guides").rglob("*.md"))
READERS = ("administrator", "lead", "moderator", "policy")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
BOLD = re.compile(r"\*\*([^*]+?)\*\*")


def each(paths):
    return pytest.mark.parametrize("page", paths, ids=lambda path: str(path.relative_to(ROOT)))


def prose(page):
    return FENCE.sub("", page.read_text("utf-8"))


@each(PAGES)
def test_every_link_leads_to_a_file(page):
    for link in LINK.findall(CODE.sub("", prose(page))):
        if re.match(r"\w+:", link):
            continue
        path, _, heading = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} leads nowhere"
        assert not heading or heading in headings(target), f"{link}: there is no such heading"


def headings(page):
    """The names that headings have in an address."""
    said = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in said}


@each(PAGES)
def test_every_command_that_is_named_exists(page, app):
    known = {*COMMANDS, "help"}
    text = page.read_text("utf-8")
    for name, rest in re.findall(r"(?:^|`)\./run ([a-z]+)((?: [a-z][a-z-]*)*)", text, re.MULTILINE):
        assert name in known, f"./run {name}"
        words = rest.split()
        group = app.cli
        for word in words if name == "flask" else ():
            group = getattr(group, "commands", {}).get(word)
            assert group, f"./run flask {rest}"


def test_every_guide_is_there_in_every_language_with_the_same_parts():
    names = {(page.parent.name, page.stem) for page in GUIDES}
    assert names == {(language, reader) for language in LOCALES for reader in READERS}
    for reader in READERS:
        shapes = {language: shape_of(language, reader) for language in LOCALES}
        assert shapes["ar"] == shapes["fr"] == shapes["en"], reader


def shape_of(language, reader):
    """The levels of a guide's headings, in order, and how many rows its tables have."""
    text = prose(ROOT / "docs" / "guides" / language / f"{reader}.md")
    return [len(hashes) for hashes in re.findall(r"^(#+) ", text, re.MULTILINE)], len(
        re.findall(r"^\|", text, re.MULTILINE)
    )


@each(GUIDES)
def test_guides_say_the_words_of_the_screen(page):
    said = words_of(page.parent.name)
    for words in BOLD.findall(prose(page)):
        words = " ".join(unescape(words).split())
        if words not in AMONG_US[page.parent.name]:
            assert words.strip(" .:") in said, f"**{words}** is not on any screen"


def test_the_glossary_says_each_term_as_the_screens_do():
    table = (ROOT / "docs" / "glossary.md").read_text().split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    rows = [row[:3] for row in rows[1:]]
    catalogues = {}
    for language in ("fr", "ar"):
        with open(ROOT / "translations" / language / "LC_MESSAGES" / "messages.po", "rb") as file:
            catalogues[language] = read_po(file, locale=language)

    def said(language, term):
        found = catalogues[language].get(term).string
        return found if isinstance(found, str) else found[0]

    assert len(rows) > 30
    assert rows == [[term, said("fr", term), said("ar", term)] for term, _fr, _ar in rows]


# Bold in a guide without being on a screen.
AMONG_US = {
    "fr": {
        "en gras", "Une erreur ?", "Critiquer n’est pas être toxique.", "Un système à vous",
        "Un fichier", "Un formulaire", "Restaurer",
    },
    "ar": {
        "بخط غليظ", "أخطأت؟", "النقد ليس إساءة.", "نظام لكم", "ملف", "استمارة", "الاسترجاع",
    },
    "en": {
        "in bold", "A wrong click?", "Criticism is not toxic.", "A system of yours", "A file",
        "A form", "Restore",
    },
}  # fmt: skip


def words_of(language):
    """Every sentence that the screens say in a language; skips while some are not said yet."""
    from commands.catalogues import asked_for, names, unfinished

    path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
    with open(path, "rb") as file:
        catalogue = read_po(file, locale=language)
    missing = asked_for() - names(catalogue)
    if language == "en":
        return {plain(words) for _, words in asked_for()} | spoken(catalogue)
    if missing or any(unfinished(catalogue, language)):
        pytest.skip(f"the catalogue of {language} is not complete")
    return spoken(catalogue)


def spoken(catalogue):
    forms = (m.string if isinstance(m.string, tuple) else (m.string,) for m in catalogue if m.id)
    return {plain(form) for each in forms for form in each if form}


def plain(words):
    return " ".join(words.split()).strip(" .:")


@each([page for page in GUIDES if page.stem == "moderator"])
def test_searches_in_the_guides_are_understood(page):
    rows = re.findall(r"^\| `([^`]+)` \| [^|]+ \|$", page.read_text("utf-8"), re.MULTILINE)
    searches = [row for row in rows if len(row) > 1]

    assert len(searches) >= 12
    for text in searches:
        assert Query.of(text).problems == (), text


def test_the_map_has_the_floors_that_are_kept():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = text[text.index("| floor |") : text.index("A foreign key")]
    rows = [line.split("|")[2] for line in table.splitlines()[2:] if line.startswith("|")]
    rooms = [[word for word in CODE.findall(row) if word.isidentifier()] for row in rows]

    assert [sorted(floor) for floor in rooms[2:]] == [sorted(floor) for floor in FLOORS]


def test_the_map_names_files_that_are_there():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = re.findall(r"`((?:app|workers|tests|templates|docs|bench|lib)/[\w./]+)`", text)

    assert len(named) > 10
    for path in named:
        path = path if not path.startswith("lib/") else f"app/{path}"
        assert (ROOT / path).exists(), path


def test_the_examples_of_the_map_are_cut_out_of_their_files():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    example = r"^\*\*[^\n]+\*\* — `([^`]+)`[^\n]*\n\n```\w+\n(.*?)^```$"
    examples = re.findall(example, text, re.MULTILINE | re.DOTALL)

    assert len(examples) >= 6
    for path, code in examples:
        lines = set((ROOT / path).read_text("utf-8").splitlines())
        assert [line for line in code.splitlines() if line not in lines] == [], path


def test_what_a_system_may_send_is_understood_as_it_is_written():
    text = (ROOT / "docs" / "webhook.md").read_text("utf-8")
    blocks = [json.loads(code) for kind, code in FENCE.findall(text) if kind == "json"]
    lines = [json.loads(code) for code in CODE.findall(text) if code.startswith('{"event"')]

    assert len(blocks) == 1 and len(lines) == 3
    for item in blocks + lines:
        assert not isinstance(read_item(item), Bad), item
    assert CURL.format(address="https://SADA/webhooks/TOKEN") in text


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text("utf-8")
    for page in folder.glob("2*.md"):
        assert f"({page.name})" in listed, page.name
