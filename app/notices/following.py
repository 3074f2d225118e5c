"""Follow a comment: by a button, or by itself once it is one's own business."""

from app.comments.activity import Kind
from app.extensions import db
from app.lib.upsert import insert_into
from app.notices.models import Following
from app.notices.queries import wishes_of

WROTE = {
    Kind.NOTED: "follow_noted",
    Kind.REPLIED: "follow_replied",
    Kind.REPLY_HELD: "follow_replied",
}


def follow(comment, user):
    """From now on they are told of what happens to it."""
    keep(comment, user.id, wanted=True)


def unfollow(comment, user):
    """They are told no more, and nothing makes them follow it again but they themselves."""
    keep(comment, user.id, wanted=False)


def keep(comment, user_id, wanted):
    kept = db.session.get(Following, (user_id, comment.id))
    if kept:
        kept.wanted = wanted
    else:
        begin(comment, user_id, wanted)


def follow_by_itself(comment, activity):
    """Who wrote about it, was given it or was named follows it from now on, unless they said no."""
    details = activity.details
    asked = []
    if activity.by_id and (wish := WROTE.get(activity.kind)):
        asked.append((activity.by_id, wish))
    if activity.kind == Kind.ASSIGNED and details.get("to_id"):
        asked.append((details["to_id"], "follow_assigned"))
    asked += [(number, "follow_mentioned") for number in details.get("mentions", ())]
    for number, wish in asked:
        if getattr(wishes_of(number), wish):
            begin(comment, number)


def begin(comment, user_id, wanted=True):
    """Follow, unless something was said about that before."""
    row = {"user_id": user_id, "comment_id": comment.id, "channel_id": comment.channel_id,
           "thread": comment.thread, "wanted": wanted}  # fmt: skip
    db.session.execute(insert_into(Following).values(row).on_conflict_do_nothing())
