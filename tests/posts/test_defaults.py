"""Comments take tags and a place from the post they arrive under."""

import pytest
from sqlalchemy import select

from app.comments.arrive import arrive
from app.comments.lots import Lot
from app.comments.many import VERBS
from app.comments.models import Comment, Post
from app.comments.undo import undo
from app.connectors.contract import Incoming, IncomingAuthor, IncomingPost
from app.extensions import db
from app.lib.clock import now
from app.tags.of_posts import give_tags, tags_of_post
from app.territories.actions import give_place, load_gazetteer, place_of_post
from app.territories.queries import territory_named
from app.triage.actions import triage
from tests import cast
from tests.connectors.platforms import run_tasks
from workers import batches  # noqa: F401


def said(number, text="Bonjour", **more):
    author = IncomingAuthor(f"a{number}", name="Ali")
    post = IncomingPost("p1", title="La piste de Nebeur")
    return Incoming(
        platform_id=f"c{number}", text=text, author=author, post=post, created_at=now(), **more
    )


@pytest.fixture
def post(any_app, page):
    arrive(page, [said(0)])
    db.session.commit()
    return db.session.scalar(select(Post).where(Post.platform_id == "p1"))


@pytest.mark.usefixtures("any_app")
class TestWhatComesUnderAPost:
    def test_it_has_the_posts_tags_from_its_arrival_and_the_trail_says_so(self, post, page, leila):
        give_tags(post, ["Piste", "Travaux"], by=leila)
        db.session.commit()
        arrive(page, [said(1), said(2, tags=("Piste",)), said(3, by_us=True)])
        db.session.commit()

        assert tags_on("c1") == tags_on("c2") == {"Piste", "Travaux"}
        assert tags_on("c3") == tags_on("c0") == set()
        assert comment("c1").activities[0].details["from_post"] is True

    def test_it_is_about_the_posts_place_unless_it_names_one_itself(self, post, page):
        load_gazetteer()
        give_place(post, territory_named("Gafsa"))
        db.session.commit()
        arrive(page, [said(1, "Merci beaucoup"), said(2, "Et à Kasserine, rien ?")])
        db.session.commit()
        while triage():
            pass
        db.session.expire_all()

        assert places_of("c1") == {"Gafsa"} and places_of("c2") == {"Kasserine"}

    def test_a_place_is_found_by_its_arabic_name_too(self, any_app):
        load_gazetteer()
        assert territory_named("قفصة") == territory_named("gafsa") is not None
        assert territory_named("Nulle part du tout") is None


def comment(platform_id):
    return db.session.scalar(select(Comment).where(Comment.platform_id == platform_id))


def tags_on(platform_id):
    return {tagging.tag.name for tagging in comment(platform_id).taggings}


def places_of(platform_id):
    return {each.territory.name_fr for each in comment(platform_id).places if each.named}


def test_the_page_shows_a_post_and_keeps_what_comments_take(app, sign_in, leila, page):
    load_gazetteer()
    cast.comment(page, "Ici")
    arrive(page, [said(0)])
    db.session.commit()
    number = db.session.scalar(select(Post.id).where(Post.platform_id == "p1"))
    client = sign_in(leila)

    assert "La piste de Nebeur" in client.get(f"/posts/{number}").text
    answer = client.post(f"/posts/{number}/defaults", data={"tags": "Piste, eau", "place": "Gafsa"})
    assert answer.status_code == 303
    post = db.session.get(Post, number)
    assert {tag.name for tag in tags_of_post(post)} == {"Piste", "eau"}
    assert place_of_post(post).name_fr == "Gafsa"
    assert "Piste, eau" in client.get(f"/posts/{number}").text


def test_a_place_nobody_knows_is_said_and_changes_nothing(app, sign_in, leila, page):
    arrive(page, [said(0)])
    db.session.commit()
    number = db.session.scalar(select(Post.id).where(Post.platform_id == "p1"))
    answer = sign_in(leila).post(
        f"/posts/{number}/defaults", data={"tags": "x", "place": "Atlantis"}
    )

    assert answer.status_code == 422 and "We know no place of that name." in answer.text
    assert tags_of_post(db.session.get(Post, number)) == []


def test_those_already_here_take_it_as_one_and_give_it_back_as_one(app, sign_in, leila, page):
    load_gazetteer()
    other = cast.comment(page, "Ailleurs")
    arrive(page, [said(n, "Merci beaucoup") for n in range(130)])
    arrive(page, [said(200, "Et à Kasserine ?"), said(201, by_us=True)])
    db.session.commit()
    while triage():
        pass
    db.session.expire_all()
    number, client = db.session.scalar(select(Post.id).where(Post.platform_id == "p1")), sign_in(leila)  # fmt: skip
    assert "already here" not in client.get(f"/posts/{number}").text
    client.post(f"/posts/{number}/defaults", data={"tags": "Piste", "place": "Gafsa"})
    assert "Give it to those already here (131)" in client.get(f"/posts/{number}").text
    asked = client.post("/batches", data={"all": "1", "query": f"post:{number}", "kind": "from-post"})  # fmt: skip
    assert asked.status_code == 303
    asks = client.get(asked.location).text
    assert "131 comments" in asks
    batch = asked.location.split("?")[0]
    client.post(batch, data={"kind": "from-post", "sent": "1"})
    assert "progress" in client.get(batch).text, "the rest is done by a job"
    run_tasks("act-on-batch")

    assert tags_on("c0") == tags_on("c129") == tags_on("c200") == {"Piste"}
    assert tags_on("c201") == set() and not other.taggings
    assert places_of("c0") == {"Gafsa"} and places_of("c200") == {"Kasserine"}
    assert "from its post" in client.get(f"/inbox/{comment('c0').id}").text
    client.post(f"{batch}/undo")
    run_tasks("act-on-batch")
    db.session.expire_all()
    assert tags_on("c0") == tags_on("c200") == set()
    assert places_of("c0") == set() and places_of("c200") == {"Kasserine"}


def test_one_comment_gives_back_what_it_took(app, leila, page):
    arrive(page, [said(0)])
    db.session.commit()
    post = db.session.scalar(select(Post).where(Post.platform_id == "p1"))
    give_tags(post, ["Piste"], by=leila)
    lot = Lot([comment("c0").id], by=leila)
    VERBS["from-post"].lot(lot)
    (activity,) = lot.activities.values()
    db.session.expire_all()
    assert tags_on("c0") == {"Piste"}
    undo(activity, by=leila)
    assert tags_on("c0") == set()
