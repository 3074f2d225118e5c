"""How promises were kept, as the report on service says it."""

from datetime import timedelta

from app.comments.actions import resolve
from app.comments.models import Comment
from app.extensions import db
from app.levels.figures import kept
from app.levels.models import Due
from app.lib.clock import ago, microseconds, moment_of, now
from app.lib.transaction import transaction
from app.reports.making import document
from app.reports.period import latest, zone_of_team
from app.search.query import Query
from app.search.sql import select_ids


def test_what_was_due_is_counted_once_with_its_share_and_times(any_app, level, arrive, leila):
    level("Eau", "eau", 2, always=True)
    minutes = (10, 20, 30, 119, 600)
    some = [arrive(f"eau {n}", received_at=ago(minutes=n)) for n in minutes]
    arrive("eau claire", received_at=ago(minutes=5))  # not due yet
    arrive("eau lente", received_at=ago(hours=9))  # late, and waits
    with transaction():
        for comment in some:
            resolve(comment, by=leila)
    low, high = microseconds(now() - timedelta(days=2)), microseconds(now()) + 10**6
    (one,) = kept(low, high)
    assert (one.name, one.due, one.in_time, one.waiting) == ("Eau", 6, 4, 1)
    assert (one.within(0.5), one.within(0.9)) == (30, 600)
    (narrow,) = kept(low, high, Comment.text.contains("119"))
    assert (narrow.due, narrow.share) == (1, 1.0)
    assert len(select_ids(Query.of("is:late"))) == 1


def test_the_report_on_service_tells_of_levels(app, level, arrive, leila):
    level("Eau", "eau", 2, always=True)
    period = latest("month", zone_of_team())
    came = moment_of(period.ids[0]) + timedelta(days=3)
    comment = arrive("eau", received_at=came)
    told = {block.key: block for block in document("service", period, "").blocks}
    assert [figure.value for figure in told["levels"].figures] == [0]
    db.session.query(Due).filter_by(comment_id=comment.id).update(
        {"met_at": came + timedelta(hours=1), "took": 60}
    )
    db.session.commit()
    (row,) = {b.key: b for b in document("service", period, "").blocks}["levels"].table.rows
    assert row.cells == ("Eau", 1, 1, 1.0, 0, 3600, 3600)
