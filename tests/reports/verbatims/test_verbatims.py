"""Quotes are chosen to differ, one a person, without names; only what a person approved enters a document."""

import pytest

from app.extensions import db
from app.lib.clock import ago
from app.reports.period import calendar, zone_of_team
from app.reports.verbatims.actions import propose
from app.reports.verbatims.choosing import fit, spread
from app.reports.verbatims.models import Quote
from app.reports.verbatims.queries import with_approved
from app.search.query import Query
from tests import cast
from tests.reports.drawing.samples import sample

SAID = (
    "L'eau est coupée depuis lundi matin dans tout le quartier",
    "L'eau est coupée depuis lundi soir dans tout le quartier",
    "L'eau est coupée depuis mardi matin dans tout le quartier",
    "La route du village est pleine de trous et dangereuse",
    "علاش الحافلة متاع المدرسة ما تجيش في الوقت كل يوم",
)


def test_the_most_ordinary_comes_first_and_each_differs():
    chosen = spread(list(SAID), 4)

    assert chosen[0] in (0, 1, 2) and sorted(chosen[1:]) == [3, 4]


def test_too_short_too_long_and_bare_links_do_not_stand_alone():
    assert (
        not fit("ok merci")
        and not fit("x" * 900)
        and not fit("https://example.org/a/b/c/d/e/f/g/h 123456")
    )
    assert fit(SAID[0])


@pytest.fixture
def period(app):
    return calendar("month", ago(days=2).astimezone(zone_of_team()).date(), zone_of_team())


@pytest.fixture
def town(app, period):
    channel = cast.channel()
    people = [cast.author(channel, name) for name in ("Sami Boukadida", "Wajdi", "Hela")]
    texts = (*SAID, "Boukadida ne répond jamais au 22 123 456 depuis un mois")
    for number, text in enumerate(texts):
        cast.comment(
            channel, text, author_id=people[number % 3].id, lang="fr", visibility="public",
            created_at=ago(days=2, minutes=number), thread="one",
        )  # fmt: skip
    cast.comment(
        channel, "Espèce d'idiots, dégagez tous de ce bureau", toxic=True, created_at=ago(days=2)
    )
    linkedin = cast.channel("linkedin", name="LinkedIn")
    cast.comment(linkedin, "Un membre demande quand le projet commence", created_at=ago(days=2))
    return channel


def test_quotes_are_one_a_person_and_name_nobody(app, leila, town, period):
    quotes = propose(Query.of(""), period, user=leila, locale="fr")
    db.session.commit()

    people = [quote.comment.author_id for quote in quotes]
    assert 2 <= len(people) == len(set(people))
    told = " ".join(quote.text + quote.who for quote in quotes)
    assert "Boukadida" not in told and "22 123" not in told
    assert "idiots" not in told and "membre" not in told


def test_only_what_a_person_approved_enters_the_document(app, leila, sign_in, town, period):
    browser, asked = sign_in(leila), {**period.args, "locale": "fr"}
    browser.post("/reports/quotes", data=asked)
    first, second, *_rest = db.session.query(Quote).order_by(Quote.id)
    made = sample("fr")
    made = type(made)(**{**made.__dict__, "query": ""})
    assert with_approved(made, period) == made

    told = {"state": "approved", "text": "L'eau est coupée.", "translation": "الماء مقطوع"}
    browser.post(f"/reports/quotes/{first.id}", data={**asked, **told})
    browser.post(f"/reports/quotes/{second.id}", data={**asked, **told, "state": "removed"})

    (said,) = with_approved(made, period).blocks[-1].verbatims
    assert (said.text, said.translation) == ("L'eau est coupée.", "الماء مقطوع")
    browser.post("/reports/quotes", data=asked)
    db.session.expire_all()
    assert (first.state, second.state) == ("approved", "removed"), "choosing again leaves them"
    assert "Choose again" in browser.get("/reports/quotes", query_string=asked).text

    first.comment.state = "deleted"
    db.session.commit()
    assert with_approved(made, period) == made


def test_a_quote_without_words_is_refused(app, leila, sign_in, town, period):
    sign_in(leila).post("/reports/quotes", data={**period.args, "locale": "fr"})
    quote = db.session.query(Quote).first()

    answer = sign_in(leila).post(
        f"/reports/quotes/{quote.id}", data={"state": "approved", "text": " "}
    )

    assert answer.status_code == 409
