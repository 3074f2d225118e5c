"""Which thread an arriving comment belongs to, and which older comment it brings back.

A thread is named by the platform's word for its root, else by the thread of the comment it answers, else by that
comment's id, so that children who came before their parent are found again when it comes.

A citizen's new comment brings back at most one older comment: the one it answers; when it answers an answer of
ours, the comment that we had answered; when it names only a thread, the comment the thread began with. That one
is put back once, however many new words there are, and not again before somebody has dealt with it. The new
comments themselves are all open, each a row of its own.
"""

from sqlalchemy import select, update

from app.comments.revise import come_back
from app.comments.shelf import COMMENTS, OFF
from app.extensions import db


def join(shelf):
    """Give every comment of the batch its thread, and take along those that were waiting under it."""
    placed = [row for row in shelf.rows.values() if row.values["thread"] is None]
    for row in placed:
        settle_thread(shelf, row)
    moved = {
        row.platform_id: row.values["thread"]
        for row in placed
        if row.values["thread"] != row.platform_id
    }
    for row in shelf.rows.values():
        row.values["thread"] = followed(moved, row.values["thread"])
    for old in waiting_under(shelf.channel_id, moved):
        here = COMMENTS.c.channel_id == shelf.channel_id, COMMENTS.c.thread == old
        db.session.execute(update(COMMENTS).where(*here).values(thread=followed(moved, old)))


def followed(moved, thread):
    """Where a thread has gone in the end; two roots that name each other stay as they are told."""
    seen = {thread}
    while (further := moved.get(thread, thread)) not in seen:
        seen.add(thread := further)
    return thread


def settle_thread(shelf, row):
    """Climb from a comment to where its thread is known; whoever is passed on the way is in it too."""
    passed, seen = [row], set()
    while True:
        at = passed[-1]
        seen.add(at.platform_id)
        parent = at.values["parent_platform_id"]
        if at.values["thread"] or at.root:
            thread = at.values["thread"] or at.root
        elif not parent or parent in seen:
            thread = at.platform_id
        elif parent not in shelf.rows:
            thread = parent
        else:
            passed.append(shelf.rows[parent])
            continue
        break
    for at in passed:
        at.values["thread"] = thread


def waiting_under(channel_id, moved):
    """Which of these comments have others under them that came first."""
    if not moved:
        return []
    wanted = select(COMMENTS.c.thread).distinct()
    return db.session.scalars(
        wanted.where(COMMENTS.c.channel_id == channel_id, COMMENTS.c.thread.in_(moved))
    ).all()


def bring_back(shelf):
    """Put back in the queue what the batch's new comments answer."""
    answered = {}
    for row in shelf.new:
        if not row.values["by_us"] and row.values["state"] not in OFF:
            answered.setdefault(answers(shelf, row), row)
    answered.pop(None, None)
    shelf.find(set(answered))
    for platform_id, row in answered.items():
        older = shelf.rows.get(platform_id)
        if older and not older.is_new:
            at = row.values["received_at"]
            come_back(shelf, older, at, because="reply", answer=row.platform_id)


def answers(shelf, row):
    """The platform id of the citizen's comment that this one answers, if any."""
    parent = row.values["parent_platform_id"]
    if parent is None:
        return row.values["thread"] if row.values["thread"] != row.platform_id else None
    if parent in shelf.answers:
        return shelf.answers[parent]
    above = shelf.rows.get(parent)
    return above.values["parent_platform_id"] if above and above.values["by_us"] else parent
