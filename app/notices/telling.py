"""What happens to a comment becomes a line for whom it concerns, as part of the same change."""

from sqlalchemy import delete, func, select

from app.accounts.models import User
from app.comments.activity import Kind, given
from app.comments.hooks import hears, hears_arrivals, hears_lots
from app.comments.models import Comment
from app.extensions import db
from app.lib.bulk import among
from app.lib.clock import microseconds, now
from app.lib.live import announce
from app.lib.upsert import insert_into
from app.notices.following import follow_by_itself
from app.notices.mailing import ask_for_letter
from app.notices.models import (
    ASSIGNED,
    ESCALATED,
    FOLLOWED,
    FOUND,
    MANY,
    MENTIONED,
    UNREAD,
    Following,
    Notice,
)
from app.notices.queries import followers_of

# What those who follow a comment hear of; tags and marks are not worth a bell.
TOLD = frozenset(
    map(
        str,
        (
            Kind.REPLIED, Kind.REPLY_HELD, Kind.REPLY_APPROVED, Kind.REPLY_SENT_BACK, Kind.REPLY_FAILED, Kind.REPLY_UNSURE,
            Kind.NOTED, Kind.ASSIGNED, Kind.ESCALATED, Kind.TAKEN, Kind.SETTLED, Kind.RESOLVED, Kind.REOPENED,
            Kind.MARKED_SPAM, Kind.HIDDEN, Kind.UNHIDDEN, Kind.REMOVED, Kind.MEASURE_FAILED, Kind.EDITED, Kind.DELETED,
            Kind.BROUGHT_BACK,
        ),
    )
)  # fmt: skip
GIVEN = {
    Kind.ASSIGNED: ASSIGNED, Kind.ESCALATED: ESCALATED, Kind.PASSED_ON: ESCALATED, Kind.TOLD: FOUND,
}  # fmt: skip
ARRIVED = "arrived"


@hears
def tell(comment, activity):
    """Tell whom it names first, then who follows the comment; nobody of what they did themselves."""
    kind, details, told = activity.kind, activity.details, {activity.by_id}
    take_away(comment, activity)
    if details.get("mentions") and kind == Kind.NOTED:
        named = set(details["mentions"]) - told
        line(named, activity, MENTIONED, f"note:{details['note_id']}")
        told |= named
    if (whom := details.get("to_id")) and kind in GIVEN:
        line({whom} - told, activity, GIVEN[kind], f"{GIVEN[kind]}:{comment.id}")
        told.add(whom)
    if kind in TOLD:
        line(followers_of(comment.id) - told, activity, FOLLOWED, f"comment:{comment.id}")
    follow_by_itself(comment, activity)


def line(users, activity, why, bundle):
    """One line for each; those of one bulk act, of one wave or of one rule are one."""
    together = shared(activity.details) if why != MENTIONED else None
    if together:
        bundle = f"{together}:{why}:{activity.kind}"
    write(
        dict.fromkeys(users, 1), why=why, what=activity.kind, bundle=bundle,
        comment_id=activity.comment_id, by_id=activity.by_id, rule=activity.rule,
    )  # fmt: skip


def shared(details):
    """The one decision that an activity is part of, if it is part of any."""
    wave = details.get("wave")
    known = {"batch": details.get("batch"), "rule": details.get("rule_id"),
             "wave": wave.get("id", "all") if isinstance(wave, dict) else wave}  # fmt: skip
    return next((f"{name}:{number}" for name, number in known.items() if number), None)


def write(counts, **told):
    """A line for each of these people, or one more in the unread line that it belongs to."""
    if not counts:
        return
    place = microseconds(now())
    rows = [
        {"user_id": user, "count": count, "place": place, **told} for user, count in counts.items()
    ]
    new = insert_into(Notice)
    newer = ("why", "what", "comment_id", "by_id", "rule", "place")
    statement = new.on_conflict_do_update(
        index_elements=["user_id", "bundle"],
        index_where=UNREAD,
        set_={name: new.excluded[name] for name in newer}
        | {"count": Notice.count + new.excluded["count"]},
    )
    db.session.execute(statement, rows)
    announce("notice-told", counts)
    ask_for_letter(counts, told["why"])


def take_away(comment, activity):
    """What was taken back before anybody read it is not worth a word any more."""
    gone = []
    if activity.kind == Kind.NOTE_TAKEN_BACK and activity.details.get("note_id"):
        gone.append(f"note:{activity.details['note_id']}")
    if activity.kind == Kind.ASSIGNED:
        gone.append(f"{ASSIGNED}:{comment.id}")
    if activity.kind == Kind.ESCALATION_WITHDRAWN:
        gone.append(f"{ESCALATED}:{comment.id}")
    if gone:
        unread = delete(Notice).where(Notice.bundle.in_(gone), Notice.read_at.is_(None))
        db.session.execute(unread.where(Notice.comment_id == comment.id))


@hears_lots
def tell_of_many(numbers, kind, by):
    """One act on hundreds is one line for each person it concerns."""
    about = given.get() or {}
    bundle = f"{shared(about) or f'lot:{microseconds(now())}'}:{kind}"
    more = {"what": str(kind), "comment_id": None, "by_id": by and by.id, "rule": None}
    if kind == Kind.ASSIGNED:
        theirs = counted(Comment.assignee_id, among(Comment.id, numbers), by)
        write(theirs, why=ASSIGNED, bundle=f"{bundle}:{ASSIGNED}", **more)
    elif kind in TOLD:
        of = among(Following.comment_id, numbers) & Following.wanted
        write(counted(Following.user_id, of, by), why=MANY, bundle=bundle, **more)


def counted(whose, of, by):
    """How many of these comments concern each person, but for whoever did it."""
    wanted = select(whose, func.count()).join(User, User.id == whose).where(of, User.active)
    if by:
        wanted = wanted.where(whose != by.id)
    return dict(db.session.execute(wanted.group_by(whose)).all())


@hears_arrivals
def tell_of_answers(numbers):
    """Somebody wrote again in a thread that is followed."""
    met = (
        (Following.channel_id == Comment.channel_id)
        & (Following.thread == Comment.thread)
        & (Following.comment_id != Comment.id)
    )
    wanted = select(Following.user_id, Following.comment_id, func.count()).join(Comment, met)
    wanted = wanted.where(among(Comment.id, numbers), Following.wanted, Comment.by_us.is_(False))
    for user, followed, count in db.session.execute(
        wanted.group_by(Following.user_id, Following.comment_id)
    ):
        write({user: count}, why=FOLLOWED, what=ARRIVED, bundle=f"comment:{followed}",
              comment_id=followed, by_id=None, rule=None)  # fmt: skip
