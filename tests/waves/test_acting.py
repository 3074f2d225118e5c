"""Acting on a wave acts on all of it, each with its own trail; later ones too where somebody chose so; one click takes it back."""

from datetime import timedelta

import pytest

from app import jobs
from app.classifier.learning.models import Example
from app.comments.models import Comment
from app.comments.queries import history_of
from app.comments.story import by_whom, told
from app.extensions import db
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.transaction import transaction
from app.moderation.actions import hide, unhide
from app.rules.queries import all_rules
from app.search.query import Query
from app.search.sql import select_ids
from app.triage.figures import Figure, months, of_month
from app.waves.actions import AT_ONCE, act_on, stop, take_back
from app.waves.models import WaveAct, WaveDeed
from tests import cast
from tests.waves.conftest import SAID
from workers.runner import run_tasks

ADVERT = {"scores": {"spam": 0.99}, "sentiment": "pos", "lang": "fr"}


def kinds(comment):
    return [activity.kind for activity in comment.activities]


def act(comments, kind, by, **more):
    with transaction():
        done = act_on(comments[0].waving.wave, kind, by=by, comment=comments[0], **more)
    db.session.expire_all()
    return done


def work():
    """What the workers do until nothing is due."""
    while run_tasks():
        pass
    db.session.expire_all()


def test_hiding_one_of_them_hides_all_and_each_says_so(any_app, wave, leila):
    act(wave, "hide", leila, reason="Arnaque")

    assert [comment.state for comment in wave] == ["hidden"] * 5
    for comment in wave:
        activity = history_of(comment)[0]
        assert (by_whom(activity), activity.details["reason"]) == ("Leila", "Arnaque")
        assert told(activity) == "hidden: Arnaque, with all alike"


@pytest.mark.parametrize(
    ("kind", "more", "shows"),
    [
        ("spam", {}, lambda c: c.is_spam and c.status == "done"),
        ("done", {}, lambda c: c.status == "done"),
        ("tag", {"names": ["arnaque"]}, lambda c: [t.tag.name for t in c.taggings] == ["arnaque"]),
    ],
)
def test_every_verb_for_many_reaches_all_and_is_taken_back_from_all(
    any_app, wave, leila, kind, more, shows
):
    done = act(wave, kind, leila, **more)
    assert all(shows(comment) for comment in wave)

    with transaction():
        take_back(done, by=leila)
    db.session.expire_all()
    assert not any(shows(comment) for comment in wave)
    assert [comment.status for comment in wave] == ["open"] * 5


def test_what_was_done_already_is_left_as_it_is(any_app, wave, leila, nadia):
    hide(wave[2], by=nadia)
    db.session.commit()
    done = act(wave, "hide", leila)

    assert [len(comment.activities) for comment in wave] == [1] * 5
    with transaction():
        take_back(done, by=leila)
    db.session.expire_all()
    assert [comment.state for comment in wave] == [
        "visible",
        "visible",
        "hidden",
        "visible",
        "visible",
    ]


def test_taking_back_leaves_alone_what_somebody_changed_since(any_app, wave, leila, nadia):
    done = act(wave, "hide", leila)
    unhide(wave[1], by=nadia)
    hide(wave[1], by=nadia, reason="Je confirme")
    wave[3].status = "open"
    db.session.commit()
    with transaction():
        take_back(done, by=leila)
    db.session.expire_all()

    assert wave[3].state == "hidden"
    assert wave[0].state == "visible"


def test_what_a_platform_already_hid_is_shown_again(any_app, village, leila, arrive):
    channel = cast.channel("village")
    some = arrive(*(f"{SAID} {n}" for n in range(3)), channel=channel)
    done = act(some, "hide", leila)
    db.session.query(jobs.Task).update({"due_at": now() - timedelta(seconds=1)})
    db.session.commit()
    work()
    assert [what for what, _ in village.done] == ["hide"] * 3

    with transaction():
        take_back(done, by=leila)
    db.session.query(jobs.Task).update({"due_at": now() - timedelta(seconds=1)})
    db.session.commit()
    work()
    assert [what for what, _ in village.done] == ["hide"] * 3 + ["unhide"] * 3
    assert [comment.state for comment in some] == ["visible"] * 3


def test_a_great_wave_is_done_in_slices_and_the_open_comment_first(any_app, arrive, leila, waiting):
    some = arrive(*(f"{SAID} {n}" for n in range(3 * AT_ONCE)))
    opened = some[-1]
    with transaction():
        done = act_on(opened.waving.wave, "spam", by=leila, comment=opened)
    db.session.expire_all()
    assert sum(comment.is_spam for comment in some) == AT_ONCE and opened.is_spam
    assert waiting() == [("act-on-wave", done.id)]

    work()
    assert all(comment.is_spam for comment in some)
    assert waiting() == []
    with transaction():
        take_back(done, by=leila)
    work()
    assert not any(comment.is_spam for comment in some)
    assert all(comment.activities[0].undone_at for comment in some)


def test_later_ones_are_left_alone_unless_somebody_chose_so(any_app, wave, arrive, leila, waiting):
    act(wave, "spam", leila)
    (later,) = arrive(SAID + " encore")

    assert later.waving.wave_id == wave[0].waving.wave_id
    assert waiting() == []
    assert not later.is_spam


def test_later_ones_are_acted_on_while_it_lasts_and_say_by_whose_choice(
    any_app, wave, arrive, leila, waiting
):
    done = act(wave, "spam", leila, lasting=1)
    one, two = arrive(SAID + " encore", SAID + " et encore", **ADVERT)
    assert waiting() == [("act-on-wave", done.id)]
    work()

    assert one.is_spam and two.is_spam
    activity = history_of(one)[0]
    assert (activity.by, activity.rule) == (None, f"wave {done.wave_id}")
    assert by_whom(activity) == "what Leila chose for all alike"
    assert activity.details["wave"]["until"] == done.until.isoformat()

    with transaction():
        stop(db.session.get(WaveAct, done.id))
    (three,) = arrive(SAID + " toujours", **ADVERT)
    work()
    assert not three.is_spam


def test_what_is_civil_is_never_hidden_by_a_wave_and_what_is_hidden_is_counted(
    any_app, wave, arrive, leila
):
    done = act(wave, "hide", leila, lasting=1)
    complaint = {"scores": {"complaint": 0.95, "spam": 0.9}, "sentiment": "neg", "lang": "fr"}
    (civil,), (advert,) = arrive(SAID + " quelle honte", **complaint), arrive(SAID + " !", **ADVERT)
    work()
    assert (civil.state, advert.state) == ("visible", "hidden")
    assert civil.activities == [] and select_ids(Query.of("is:held-back")) == [advert.id]

    (figure,) = of_month(months()[0])["rule"]
    assert figure == Figure(f"wave {done.wave_id}", withheld=1, reversed=0, kept=1)
    with transaction():
        take_back(db.session.get(WaveAct, done.id), by=leila)
    assert (advert.state, of_month(months()[0])["rule"][0].reversed) == ("visible", 1)
    assert all_rules() == [], "nobody's list of rules grows by it"


def test_taking_back_reaches_the_later_ones_too(any_app, wave, arrive, leila):
    done = act(wave, "done", leila, lasting=3)
    (later,) = arrive(SAID + " encore")
    work()
    assert later.status == "done"

    with transaction():
        take_back(db.session.get(WaveAct, done.id), by=leila)
    db.session.expire_all()
    assert later.status == "open"
    (after,) = arrive(SAID + " toujours")
    work()
    assert after.status == "open"


def test_a_wave_teaches_the_classifier_one_thing_once(any_app, wave, leila):
    done = act(wave, "spam", leila)
    taught = db.session.query(Example).all()
    assert [(each.comment_id, each.label) for each in taught] == [(wave[0].id, "spam")]

    with transaction():
        take_back(done, by=leila)
    assert db.session.query(Example).one().withdrawn_at


def test_only_ones_own_act_is_taken_back_or_a_lead_anybodys(any_app, wave, leila, nadia):
    done = act(wave, "done", leila)
    rania = cast.person("Rania", "moderator")
    with pytest.raises(Refused):
        take_back(done, by=rania)
    take_back(done, by=nadia)
    with pytest.raises(Refused):
        take_back(done, by=nadia)


def test_an_act_that_is_over_cannot_be_stopped(any_app, wave, leila):
    with pytest.raises(Refused):
        stop(act(wave, "done", leila))


def test_a_deleted_comment_leaves_the_others_to_be_taken_back(any_app, wave, leila):
    done = act(wave, "done", leila)
    db.session.delete(db.session.get(Comment, wave[4].id))
    db.session.commit()
    with transaction():
        take_back(done, by=leila)
    db.session.expire_all()

    assert [comment.status for comment in wave[:4]] == ["open"] * 4
    assert db.session.query(WaveDeed).count() == 4
