"""The team's plan from a sheet of its own: which column is what, what each line says, and what is new in it."""

from dataclasses import dataclass
from itertools import islice

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.extensions import db
from app.feedback.models import PlanAction
from app.ingest.files.opening import look, rows_of
from app.ingest.files.tables import BadRow
from app.lib.clock import now
from app.lib.text import clean, search_words

FIELDS = {
    "code": _l("Code"),
    "title": _l("Title"),
    "owner": _l("Who does it"),
    "place": _l("Place"),
}
LONGEST = {"code": 40, "title": 300, "owner": 120, "place": 120}
MOST = 1000
# What people call each column, folded as searches are.
_WORDS = {
    "code": "code no num numero n ref reference id رمز رقم معرف",
    "title": "title titre action intitule activite activity project projet name nom عنوان نشاط مشروع عمل",
    "owner": "owner responsable who porteur charge pilote lead مسوول مكلف",
    "place": "place lieu territoire territory commune delegation zone where مكان بلديه معتمديه منطقه",
}
_NAMED = {word: field for field, words in _WORDS.items() for word in words.split()}


@dataclass(frozen=True)
class Sheet:
    """The lines of a file under its head: `lines` is [(number, cells)], `bad` [(number, why)]."""

    head: tuple
    lines: tuple
    bad: tuple


@dataclass(frozen=True)
class Taken:
    """What a sheet changed: how many actions are new, changed or as they were, and which lines were refused."""

    new: int
    changed: int
    same: int
    bad: tuple


def read_sheet(path):
    """The first thousand lines of a CSV, JSON or XLSX file; raises NotReadable."""
    form = look(path)
    lines, bad = [], []
    with rows_of(path, form) as rows:
        for number, (row, _position) in enumerate(islice(rows, MOST + 1), 1):
            if isinstance(row, BadRow):
                bad.append((number, _("This line cannot be read.")))
            else:
                cells = [row.get(name) for name in form.headers] if isinstance(row, dict) else row
                lines.append((number, ["" if cell is None else str(cell) for cell in cells]))
    head = tuple(form.headers) if form.headers else tuple(lines.pop(0)[1] if lines else ())
    return Sheet(head, tuple(lines), tuple(bad))


def guess(head):
    """{field: column} by what the columns are called; the first two where nothing tells."""
    found = {}
    for column, name in enumerate(head):
        field = next((_NAMED[word] for word in search_words(name) if word in _NAMED), None)
        if field and field not in found:
            found[field] = column
    if "title" not in found:
        free = [column for column in range(len(head)) if column not in found.values()]
        found |= {"title": free[-1]} if free else {}
    return found


def take(sheet, mapping):
    """Keep what is new or different; a code that is there already is that action, so a file twice adds nothing."""
    known = {one.code: one for one in db.session.scalars(select(PlanAction))}
    new = changed = same = 0
    bad, seen = list(sheet.bad), set()
    for number, cells in sheet.lines:
        said = said_by(cells, mapping)
        if why := refused(said, seen, known):
            bad.append((number, why))
            continue
        seen.add(said["code"])
        one = known.get(said["code"])
        if one is None:
            known[said["code"]] = one = PlanAction(**said)
            db.session.add(one)
            new += 1
        elif all(getattr(one, name) == value for name, value in said.items()):
            same += 1
        else:
            change(one, said)
            changed += 1
    return Taken(new, changed, same, tuple(sorted(bad)))


def said_by(cells, mapping):
    cell = {
        name: cells[column] if 0 <= column < len(cells) else "" for name, column in mapping.items()
    }
    return {name: clean(cell.get(name, ""), LONGEST[name]) for name in FIELDS}


def refused(said, seen, known):
    """Why a line is not taken, or nothing."""
    if not said["code"] or not said["title"]:
        return _("A code and a title are needed.")
    if said["code"] in seen:
        return _("The code %(code)s stands in the file twice.", code=said["code"])
    if said["code"] not in known and len(known) >= MOST:
        return _("A plan has at most %(most)s actions.", most=MOST)
    return None


def change(one, said):
    for name, value in said.items():
        setattr(one, name, value)
    one.changed_at = now()
