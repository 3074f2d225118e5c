"""A watch hears what stands out, tells each story once, and its counts are what the list shows."""

from datetime import timedelta

import pytest

from app.alerts.actions import make_watch, review, snooze
from app.alerts.counting import counts_of
from app.alerts.models import LEAST, MOST, START
from app.alerts.queries import list_of
from app.comments.models import Comment
from app.extensions import db
from app.letters.models import Letter
from app.search.query import Query
from app.search.sql import count, select_ids
from tests import cast
from tests.alerts.conftest import AT

BURST = [f"Le barrage de Zouarine fuit depuis ce matin, secours {n}" for n in range(70)]


def test_an_ordinary_day_is_no_alert(app, quiet_town, watch, looked, alerts):
    assert looked(watch) == [] == alerts()


def test_a_burst_is_one_alert_that_says_what_it_is_about(
    any_app, quiet_town, crowd, watch, looked, alerts
):
    ids = crowd(BURST, AT)
    looked(watch)
    (alert,) = alerts()

    assert alert.count >= 70 and alert.authors == 25 and alert.channels == 1
    assert {"barrage", "zouarine"} & set(alert.terms)
    assert alert.first_id <= ids[0]
    assert set(ids) <= set(select_ids(list_of(alert), limit=500))


def test_a_story_is_told_once_while_it_lasts(
    app, quiet_town, crowd, watch, looked, alerts, waiting
):
    crowd(BURST[:40], AT)
    looked(watch)
    crowd(BURST, AT + timedelta(minutes=20), over=15)
    looked(watch, AT + timedelta(minutes=20))
    looked(watch, AT + timedelta(minutes=24))

    assert len(alerts()) == 1
    assert [job for job, _ in waiting() if job == "tell-of-alert"] == ["tell-of-alert"]
    assert alerts()[0].count >= 100


def test_a_worker_that_dies_midway_has_told_nobody(app, quiet_town, crowd, watch, alerts, waiting):
    from app.alerts.looking import look

    crowd(BURST, AT)
    for _ in range(40):
        look(watch, AT)
        if alerts():
            break
    assert alerts()
    db.session.rollback()
    assert alerts() == [] and waiting() == []


def test_the_clock_looks_and_tells_once(
    app, quiet_town, crowd, watch, alerts, waiting, monkeypatch
):
    from app.search import asking
    from workers.alerts import look_at_watches

    monkeypatch.setattr(asking, "now", lambda: AT)
    monkeypatch.setattr("app.alerts.looking.now", lambda: AT)
    crowd(BURST, AT)
    while look_at_watches():
        pass
    assert len(alerts()) == 1
    watch.looked_at = None
    db.session.commit()
    assert look_at_watches() and not look_at_watches()
    assert len(alerts()) == 1 and len(waiting()) == 1


def test_counts_are_those_of_the_list_after_edits_and_deletes(any_app, crowd, leila, looked):
    watch = make_watch(by=leila, name="Eau", query="eau", kinds=["volume"])
    ids = crowd(["coupure d'eau"] * 9 + ["autre chose"] * 5, AT)
    looked(watch)
    assert sum(counts_of(watch)[0].values()) == 9 == count(Query.of("eau"))

    comment = db.session.get(Comment, ids[0])
    comment.state = "deleted"
    db.session.commit()
    looked(watch, AT + timedelta(minutes=4))
    assert sum(counts_of(watch)[0].values()) == 8 == count(Query.of("eau"))


def test_anger_is_heard_without_more_comments(app, quiet_town, crowd, leila, looked, alerts):
    watch = make_watch(by=leila, name="Colère", query="", kinds=["mood"])
    crowd(["honte à vous"] * 25, AT, over=60, sentiment="neg")
    looked(watch)
    assert [alert.kinds for alert in alerts()] == [["mood"]]


def test_a_word_that_nobody_wrote_before_is_heard(app, quiet_town, crowd, leila, looked, alerts):
    watch = make_watch(by=leila, name="Mots", query="", kinds=["word"])
    crowd(["bravo pour le projet Texaflor"] * 6, AT)
    looked(watch)
    assert ["word", "texaflor"] in alerts()[0].keys
    assert all(key[1] != "passant1" for key in alerts()[0].keys)


def test_a_silent_channel_that_wakes_up_is_heard(app, quiet_town, crowd, leila, looked, alerts):
    watch = make_watch(by=leila, name="Sources", query="", kinds=["source"])
    other = cast.channel(name="Radio Kef")
    crowd(["belle initiative", "bravo pour le travail"] * 5, AT, channel=other)
    looked(watch)
    assert alerts()[0].keys == [["source", str(other.id)]]


def test_one_word_of_danger_is_enough(app, quiet_town, crowd, leila, looked, alerts):
    watch = make_watch(
        by=leila, name="Danger", query="incendie OR حريق", kinds=["any"], urgent=True
    )
    crowd(["يا ناس حريق في الجبل"], AT, over=2)
    looked(watch)
    assert alerts()[0].count == 1


@pytest.mark.parametrize("useful", [True, False])
def test_verdicts_move_the_threshold_within_limits(
    app, watch, leila, crowd, looked, quiet_town, alerts, useful
):
    crowd(BURST, AT)
    looked(watch)
    alert = alerts()[0]
    review(alert, useful, by=leila)
    assert (watch.strictness < START) is useful
    review(alert, not useful, by=leila)
    assert (watch.strictness < START) is not useful
    for _ in range(50):
        alert.useful = None
        review(alert, useful, by=leila)
    assert watch.strictness == (LEAST if useful else MOST)


def test_a_snoozed_story_is_not_told_again(app, quiet_town, crowd, watch, looked, alerts):
    crowd(BURST, AT)
    looked(watch)
    snooze(alerts()[0], 24 * 365)
    crowd(["tout autre chose du tout"] * 90, AT + timedelta(hours=5))
    looked(watch, AT + timedelta(hours=5))
    assert len(alerts()) == 1


def test_letters_say_it_in_the_readers_language_and_mask_rude_words(
    app, quiet_town, crowd, watch, leila, looked, alerts
):
    from workers.alerts import tell_of_alert

    leila.locale = "fr"
    crowd([f"connard de barrage {n}" for n in range(70)], AT)
    looked(watch)
    tell_of_alert(alerts()[0].id)
    tell_of_alert(alerts()[0].id)

    (letter,) = db.session.query(Letter).all()
    assert letter.to == leila.email and letter.locale == "fr"
    assert "connard" not in letter.subject + letter.text and "barrage" in letter.text
    assert "/inbox?q=" in letter.text


def test_letters_wait_for_the_morning_unless_it_is_urgent(app, watch):
    from app.alerts.quiet import letters_leave_at

    night = AT.replace(hour=23)
    assert letters_leave_at(watch, AT) == AT
    assert letters_leave_at(watch, night).hour == 7
    watch.urgent = True
    assert letters_leave_at(watch, night) == night
