"""Load the gazetteer, and write down the places that comments name."""

from sqlalchemy import delete, func, insert, select

from app.extensions import db
from app.lib.text import normalise
from app.territories.gazetteer import entries, lineage
from app.territories.models import Place, Territory
from app.territories.recognise import places_in


def load_gazetteer(country="tn"):
    """Bring the territories up to date with the gazetteer, keeping their numbers; says how many there are."""
    kept = {row.code: row for row in db.session.scalars(select(Territory))}
    for entry in entries(country).values():
        row = kept.setdefault(entry.code, Territory(code=entry.code))
        row.kind, row.name_fr, row.name_ar = entry.kind, entry.name_fr, entry.name_ar
        row.key = normalise(entry.name_fr)
        row.parent = kept.get(entry.parent)
        db.session.add(row)
    db.session.flush()
    return len(kept)


def load_missing(country="tn"):
    """Load the gazetteer where it was never loaded, or a new version has more places."""
    if db.session.scalar(select(func.count()).select_from(Territory)) < len(entries(country)):
        load_gazetteer(country)


def note_places(pairs):
    """Write down the places named by each (comment id, text), replacing what was noted before."""
    pairs = list(pairs)
    numbers = territory_numbers()
    if not pairs or not numbers:
        return
    ids = [comment_id for comment_id, _ in pairs]
    rows = [
        row for comment_id, text in pairs for row in places_of(comment_id, places_in(text), numbers)
    ]
    db.session.execute(delete(Place).where(Place.comment_id.in_(ids)))
    if rows:
        db.session.execute(insert(Place), rows)


def places_of(comment_id, codes, numbers):
    """The rows of one comment: the places it names, and those they lie in."""
    named = {code: True for code in codes if code in numbers}
    carried = {
        parent: False for code in named for parent in list(lineage(code))[1:] if parent in numbers
    }
    for code, is_named in {**carried, **named}.items():
        yield {"territory_id": numbers[code], "comment_id": comment_id, "named": is_named}


def territory_numbers():
    return dict(db.session.execute(select(Territory.code, Territory.id)).all())
