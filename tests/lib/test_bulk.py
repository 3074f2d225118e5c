"""Many rows at once are kept as single ones would be, on both engines."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, select, update

from app.comments.models import Activity, Author
from app.extensions import db
from app.lib.bulk import among, change_rows, insert_rows
from app.lib.transaction import transaction
from tests import cast

pytestmark = pytest.mark.usefixtures("any_app")
AUTHORS = Author.__table__
NOON = datetime(2026, 3, 4, 12, 0, 0, 250, tzinfo=UTC)


def authors(*names):
    channel = cast.channel().id
    return [{"channel_id": channel, "platform_id": name, "name": name} for name in names]


def test_rows_come_with_the_defaults_they_do_not_name():
    rows = authors("سلمى", "O'Neil %s :x")
    with transaction():
        insert_rows(db.session.connection(), AUTHORS, rows)

    found = db.session.execute(select(Author.name, Author.handle, Author.written)).all()
    assert sorted(found) == [("O'Neil %s :x", "", 0), ("سلمى", "", 0)]


def test_moments_and_details_are_kept_as_one_row_alone_keeps_them():
    comment = cast.comment(cast.channel()).id
    moments = [NOON, NOON.astimezone(timezone(timedelta(hours=1))), NOON.replace(microsecond=0)]
    rows = [
        {"comment_id": comment, "kind": "edited", "at": at, "details": {"former": "ء\n{}"}}
        for at in moments
    ]
    with transaction():
        connection = db.session.connection()
        insert_rows(connection, Activity.__table__, rows)
        for row in rows:
            connection.execute(insert(Activity.__table__), row)

    wanted = select(Activity.at, Activity.details).order_by(Activity.id)
    found = db.session.execute(wanted).all()
    assert found[:3] == found[3:] == [(at, {"former": "ء\n{}"}) for at in moments]


def test_a_moment_without_a_zone_is_refused():
    comment = cast.comment(cast.channel()).id
    row = {"comment_id": comment, "kind": "edited", "at": datetime(2026, 3, 4), "details": {}}
    with pytest.raises(Exception, match="time zone"), transaction():
        insert_rows(db.session.connection(), Activity.__table__, [row])


def test_each_row_changes_what_it_names():
    more = update(AUTHORS).where(AUTHORS.c.platform_id == bindparam("its_id"))
    more = more.values(written=AUTHORS.c.written + bindparam("more"))
    rows = authors("a", "b", "c")
    with transaction():
        connection = db.session.connection()
        insert_rows(connection, AUTHORS, rows)
        change_rows(connection, more, [{"its_id": "a", "more": 2}, {"its_id": "c", "more": 5}])
        change_rows(connection, more, [])

    found = db.session.execute(select(Author.name, Author.written)).all()
    assert dict(map(tuple, found)) == {"a": 2, "b": 0, "c": 5}


def test_any_number_of_ids_is_looked_up_with_one_parameter():
    names = [f"'{n}\" é ماء" for n in range(3000)]
    rows = authors(*names)
    with transaction():
        insert_rows(db.session.connection(), AUTHORS, rows)
        numbers = db.session.scalars(select(Author.id)).all()

    wanted = {names[7], names[2999], "nobody"}
    assert set(
        db.session.scalars(select(Author.name).where(among(Author.platform_id, wanted)))
    ) == (wanted - {"nobody"})
    assert len(db.session.scalars(select(Author.id).where(among(Author.id, numbers))).all()) == 3000
    assert db.session.scalars(select(Author.id).where(among(Author.id, []))).all() == []


def test_what_a_statement_says_itself_is_not_asked_of_the_rows():
    change = update(AUTHORS).where(AUTHORS.c.platform_id == bindparam("its_id"))
    change = change.values(name=bindparam("called"), handle="@all")
    rows = authors("a", "b")
    with transaction():
        connection = db.session.connection()
        insert_rows(connection, AUTHORS, rows)
        change_rows(connection, change, [{"called": "Anis", "its_id": "a"}])
        with pytest.raises(KeyError):
            change_rows(connection, change, [{"its_id": "b"}])

    found = db.session.execute(select(Author.name, Author.handle).order_by(Author.name)).all()
    assert found == [("Anis", "@all"), ("b", "")]
