"""The page of one person: all they wrote, what was done, what the team knows; trust, mute and links by hand."""

from contextlib import contextmanager
from itertools import count

import pytest
from sqlalchemy import event, select

from app.authors.linking import link, linked_ids, part, unlink
from app.authors.models import AuthorNote
from app.authors.standing import stand
from app.comments.actions import resolve
from app.comments.arrive import arrive as came
from app.comments.models import Comment
from app.comments.undo import undo
from app.connectors.contract import Incoming, IncomingAuthor
from app.extensions import db
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.transaction import transaction
from app.search.query import Query
from app.search.sql import select_ids
from app.triage.guard import may_withhold
from tests import cast

numbers = count(1)


def arrive(page, *said):
    """Comments with these texts by these authors, arrived in one batch."""
    names = [f"new-{next(numbers)}" for _each in said]
    items = [
        Incoming(
            platform_id=name,
            text=text,
            author=IncomingAuthor(author.platform_id, name=author.name),
            created_at=now(),
        )
        for name, (text, author) in zip(names, said, strict=True)
    ]
    with transaction():
        came(page, items)
    db.session.expire_all()
    wanted = select(Comment).where(Comment.platform_id.in_(names))
    found = {one.platform_id: one for one in db.session.scalars(wanted)}
    return [found[name] for name in names]


@pytest.fixture
def asked(the_app):
    """How many statements something asks: `with asked() as statements: …`."""

    @contextmanager
    def listen():
        heard = []

        def hear(connection, cursor, statement, *more):
            heard.append(statement)

        event.listen(db.engine, "before_cursor_execute", hear)
        try:
            yield heard
        finally:
            event.remove(db.engine, "before_cursor_execute", hear)

    return listen


@pytest.fixture
def sami(any_app):
    """Somebody with one comment on a page."""
    page = cast.channel(name="Page de PACT")
    author = cast.author(page, "Sami")
    author.page, author.leila = page, cast.person("Leila", "moderator")
    author.first = cast.comment(page, "ya 7mar", author=author, toxic=True, scores={"insult": 0.95})
    return author


def test_what_a_muted_person_writes_is_done_as_it_arrives_and_can_be_brought_back(sami):
    with transaction():
        stand(sami, "muted", by=sami.leila)
    other = cast.author(sami.page, "Olfa")
    theirs, olfas = arrive(sami.page, ("Encore moi", sami), ("Bonjour", other))

    assert (theirs.status, olfas.status) == ("done", "open")
    assert select_ids(Query.of("is:muted")) == [theirs.id, sami.first.id]
    (activity,) = theirs.activities
    assert (activity.kind, activity.by_id) == ("muted", None)
    with transaction():
        undo(activity.id, by=sami.leila)
    assert theirs.status == "open"

    with transaction():
        stand(sami, None, by=sami.leila)
    (again,) = arrive(sami.page, ("Et encore", sami))
    assert again.status == "open"


def test_no_machine_hides_what_a_trusted_person_writes(sami):
    assert may_withhold(sami.first, ["insult"])
    with transaction():
        stand(sami, "trusted", by=sami.leila)
    assert not may_withhold(sami.first, ["insult"])


def test_names_of_one_person_are_linked_and_unlinked_by_hand(sami):
    elsewhere = cast.channel(name="YouTube")
    youtube, third = cast.author(elsewhere, "Sami"), cast.author(elsewhere, "Sami B")
    said = cast.comment(elsewhere, "Bonjour", author=youtube)
    with transaction():
        link(sami, youtube, by=sami.leila)
        link(third, youtube, by=sami.leila)

    everybody = sorted(one.id for one in (sami, youtube, third))
    assert all(linked_ids(number) == everybody for number in everybody)
    assert set(select_ids(Query.of(f"person:{third.id}"))) == {said.id, sami.first.id}
    with pytest.raises(Refused):
        link(sami, sami, by=sami.leila)

    with transaction():
        part(third, sami, by=sami.leila)
    assert linked_ids(sami.id) == [sami.id]
    decided = db.session.scalars(select(AuthorNote).order_by(AuthorNote.id)).all()
    assert [(one.deed, one.author_id, one.other_id, one.by.name) for one in decided] == [
        ("linked", sami.id, youtube.id, "Leila"),
        ("linked", third.id, youtube.id, "Leila"),
        ("unlinked", third.id, sami.id, "Leila"),
    ]
    assert linked_ids(youtube.id) == sorted([youtube.id, third.id])
    with transaction():
        unlink(third)
    assert linked_ids(youtube.id) == [youtube.id]


def test_the_page_tells_it_all_at_a_cost_that_does_not_grow(sign_in, leila, page, asked):
    author = cast.author(page, "Amira")
    elsewhere = cast.channel(name="Site")
    twin = cast.author(elsewhere, "Amira")
    comment = cast.comment(page, "Merci à l'équipe", author=author)
    resolve(comment, by=leila)
    db.session.commit()
    browser, here = sign_in(leila), f"/authors/{author.id}"

    browser.post(f"{here}/notes", data={"text": "Présidente de l'association"})
    browser.post(f"{here}/standing", data={"standing": "trust"})
    browser.post(f"{here}/links", data={"other": twin.id})
    text = browser.get(here).text
    for words in ("Merci à l", "Présidente", "Trusted", "marked as done", "Somebody else"):
        assert words in text
    cast.comment(page, "Un mot", author=author)
    with asked() as few:
        browser.get(here)
    for number in range(40):
        cast.comment(page, f"Mot {number}", author=author)
    with asked() as many:
        longer = browser.get(here).text
    assert len(few) == len(many)
    assert longer.count("author__wrote") == 1 and "before=" in longer
    assert f'href="{here}"' in browser.get(f"/inbox/{comment.id}").text

    assert browser.post(f"{here}/standing", data={"standing": "king"}).status_code == 400
    assert browser.post(f"{here}/notes", data={"text": " "}).status_code >= 400
    assert browser.get("/authors/99999").status_code == 404
