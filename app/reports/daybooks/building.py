"""Makes a daybook from the comments themselves: the one place that says what a day is counted by."""

from array import array
from collections import defaultdict

from sqlalchemy import and_, select

from app.classifier.labels import ANY
from app.comments.activity import Kind
from app.comments.models import Activity, Comment, Prediction
from app.escalations.models import Escalation
from app.extensions import db
from app.levels.hours import current_hours, working_seconds
from app.lib.bulk import among
from app.replies.models import Reply
from app.reports.daybooks.book import Daybook, numbered
from app.reports.period import zone_of_team
from app.search.qualifiers.hours import hour_of
from app.search.qualifiers.labels import every_sure
from app.tags.models import Tagging
from app.territories.models import Place
from app.waves.models import WaveComment

C = Comment.__table__.c
COLUMNS = (
    C.id, C.channel_id, C.post_id, C.lang, C.script, C.state, C.status, C.by_us, C.is_spam,
    C.toxic, C.priority, C.sentiment, C.answered_at, C.resolved_at, C.assignee_id,
    C.edited_at, C.triaged_at, C.parent_platform_id, C.created_at, C.author_id,
)  # fmt: skip
GONE = ("deleted", "gone")
FEW = 2000  # comments that are asked for by their ids rather than by the stretch they lie in


def books(ends, condition=None):
    """A daybook for each stretch between two of these ids, of the comments that match."""
    low, high = ends[0], ends[-1]
    where = and_(C.id >= low, C.id < high, *([condition] if condition is not None else []))
    rows = db.session.execute(select(*COLUMNS).where(where).order_by(C.id)).all()
    makers = makers_of(rows, ends)
    places = {row.id: (maker, place) for maker in makers for place, row in enumerate(maker.rows)}
    only = None if condition is None or len(rows) > FEW else [row.id for row in rows]
    for read in () if not rows else (tags, territories, labels, waves, escalated, answers, acts):
        read(places, low, high, only)
    return [maker.book() for maker in makers]


def makers_of(rows, ends):
    makers, at, zone, hours = [], 0, zone_of_team(), current_hours()
    for end in ends[1:]:
        start = at
        while at < len(rows) and rows[at].id < end:
            at += 1
        makers.append(Making(rows[start:at], zone, hours))
    return makers


class Making:
    """One day while it is read."""

    def __init__(self, rows, zone, hours):
        self.zone, self.hours, self.rows, self.hidden = zone, hours, rows, set()
        self.found, self.spans = defaultdict(set), defaultdict(list)
        for place, row in enumerate(rows):
            self.take(place, row)

    def take(self, place, row):
        found = self.found
        for kind, key in (("channel", row.channel_id), ("lang", row.lang), ("script", row.script),
                          ("sentiment", row.sentiment or ""), ("is", row.status),
                          ("hour", hour_of(row.id, self.zone))):  # fmt: skip
            found[kind, key].add(place)
        for kind, key in (("post", row.post_id), ("assignee", row.assignee_id)):
            if key is not None:
                found[kind, key].add(place)
        for state in states(row):
            found["is", state].add(place)
        for name, until in (("answer", row.answered_at), ("resolve", row.resolved_at)):
            if until is not None:
                self.took(name, place, until, row)
        if row.answered_at is not None:
            worked = working_seconds(row.created_at, row.answered_at, self.hours)
            self.spans["worked"].append((place, float(worked)))

    def took(self, name, place, until, row):
        self.spans[name].append((place, (until - row.created_at).total_seconds()))

    def book(self):
        book = Daybook(len(self.rows))
        for kind, key in sorted(self.found, key=lambda pair: (pair[0], str(pair[1]))):
            book.bits.setdefault(kind, {})[key] = numbered(self.found[kind, key])
        for name, pairs in sorted(self.spans.items()):
            places, seconds = zip(*sorted(pairs), strict=True)
            book.spans[name] = array("I", places), array("d", seconds)
        return book


def states(row):
    """The values of `is:` that a comment's own row tells, beside its status."""
    return [
        name
        for name, so in (
            ("answered", row.answered_at), ("assigned", row.assignee_id), ("toxic", row.toxic),
            ("priority", row.priority), ("spam", row.is_spam or row.state == "spam"),
            ("hidden", row.state == "hidden"), ("deleted", row.state in GONE),
            ("edited", row.edited_at), ("new", row.triaged_at is None), ("ours", row.by_us),
            ("reply", row.parent_platform_id is not None), ("author", row.author_id is not None),
        )
        if so
    ]  # fmt: skip


def beside(columns, model, low, high, only, *where):
    """Rows of another table that name comments of the stretch."""
    table = model.__table__.c
    ours = [table.comment_id >= low, table.comment_id < high]
    if only is not None:
        ours = [among(table.comment_id, only)]
    return db.session.execute(select(*columns).where(*ours, *where))


def put(places, kind, pairs):
    for comment_id, key in pairs:
        if found := places.get(comment_id):
            found[0].found[kind, key].add(found[1])


def tags(places, low, high, only):
    put(places, "tag", beside((Tagging.comment_id, Tagging.tag_id), Tagging, low, high, only))


def territories(places, low, high, only):
    rows = beside((Place.comment_id, Place.territory_id), Place, low, high, only)
    put(places, "territory", rows)


def labels(places, low, high, only):
    """The labels that count by today's thresholds, of comments that were looked at."""
    sure = every_sure()
    columns = (Prediction.comment_id, Prediction.label, Prediction.score)
    rows = beside(columns, Prediction, low, high, only)
    put(
        places, "label",
        ((number, label) for number, label, score in rows
         if label in sure and score >= least(sure[label], places.get(number))),
    )  # fmt: skip


def least(sure, place):
    """From which score a label counts for one comment: never for one that nobody looked at yet."""
    row = place and place[0].rows[place[1]]
    if not row or row.triaged_at is None:
        return 1001
    return sure.get(row.lang, sure[ANY])


def waves(places, low, high, only):
    put(
        places,
        "wave",
        beside((WaveComment.comment_id, WaveComment.wave_id), WaveComment, low, high, only),
    )


def escalated(places, low, high, only):
    waiting = (Escalation.settled_at.is_(None), Escalation.withdrawn_at.is_(None))
    rows = beside((Escalation.comment_id,), Escalation, low, high, only, *waiting)
    put(places, "is", ((number, "escalated") for (number,) in rows))


def answers(places, low, high, only):
    columns = (Reply.comment_id, Reply.by_id)
    rows = beside(columns, Reply, low, high, only, Reply.state == "sent").all()
    put(places, "answered-by", ((number, by) for number, by in rows if by is not None))


def acts(places, low, high, only):
    """Who did something, who hid it, and what was said of it after."""
    A = Activity
    columns = (A.comment_id, A.kind, A.by_id, A.rule, A.at, A.details, A.undone_at)
    rows = beside(columns, A, low, high, only).all()
    for number, kind, by_id, rule, at, details, undone_at in sorted(rows, key=lambda row: row.at):
        found = places.get(number)
        if not found:
            continue
        maker, place = found
        who = [key for key in (by_id, rule and f"rule:{rule}") if key]
        note(maker, "acted-by", who, place)
        if kind == Kind.HIDDEN and who:
            if place not in maker.hidden:
                maker.hidden.add(place)
                maker.took("hide", place, at, maker.rows[place])
            note(maker, "hidden-by", who, place)
        elif kind == Kind.UNHIDDEN:
            maker.found["is", "shown"].add(place)
        elif kind == Kind.CORRECTED and not undone_at and "undo_of" not in details:
            maker.found["is", "corrected"].add(place)


def note(maker, kind, who, place):
    for key in who:
        maker.found[kind, key].add(place)
