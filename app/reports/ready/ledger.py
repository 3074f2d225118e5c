"""You said, we did: of what people asked for, how much was answered, and what came of it."""

from collections import Counter

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.comments.models import Comment
from app.extensions import db
from app.feedback.models import DONE, KINDS, PASSED_ON, STATES, Feedback, Saying
from app.lib.bulk import among
from app.reports.blocks import TEXT, Block, Column, Figure, Row, Table
from app.search.asking import ask
from app.search.plan import condition

SHOWN = 25


def asked_and_done(told):
    """The sentence, its figures, and the feedbacks with the most comments behind them."""
    now, before = Ledger(told.now), Ledger(told.before)
    if not now.sayings and not before.sayings:
        nobody = _("No comment of the period was made into feedback.")
        return Block("ledger", _("You said, we did"), words=(nobody,))
    figures = tuple(
        Figure(title, len(now.of(name)), before=len(before.of(name)), query=told.now.list_of(query))
        for title, name, query in (
            (_("Requests"), "any", "feedback:any"),
            (_("Passed on"), PASSED_ON, f"feedback:{PASSED_ON}"),
            (_("Requests answered"), "answer", "feedback:any is:answered"),
            (_("Led to something"), DONE, f"feedback:{DONE}"),
        )
    )
    words = (now.sentence,) if now.of("any") else ()
    table = now.table(told.now)
    return Block("ledger", _("You said, we did"), words=words, figures=figures, table=table)


class Ledger:
    """The feedbacks that the counted comments of a period are in."""

    def __init__(self, counts):
        found = sayings_of(counts)
        self.sayings = [(comment, number) for comment, number, _answered in found]
        self.answered = {comment for comment, _number, answered in found if answered}
        numbers = {number for _comment, number in self.sayings}
        wanted = select(Feedback).options(joinedload(Feedback.place))
        found = db.session.scalars(wanted.where(among(Feedback.id, sorted(numbers))))
        self.feedbacks = {one.id: one for one in found}

    def of(self, name):
        """The comments whose feedback stands so; `any` of them, or those that have an `answer`."""
        if name == "answer":
            return self.answered
        return {
            comment
            for comment, number in self.sayings
            if name in ("any", self.feedbacks[number].state)
        }

    @property
    def sentence(self):
        count = len(self.of("any"))
        return ngettext(
            "Of %(num)s request, %(answered)s answered, %(done)s led to something.",
            "Of %(num)s requests, %(answered)s answered, %(done)s led to something.",
            count,
            answered=len(self.answered),
            done=len(self.of(DONE)),
        )

    def table(self, counts):
        sizes = Counter(number for _comment, number in self.sayings)
        head = (
            Column("subject", _("Subject"), TEXT), Column("kind", _("Kind"), TEXT),
            Column("place", _("Place"), TEXT), Column("count", _("Comments")),
            Column("state", _("State"), TEXT), Column("outcome", _("What came of it"), TEXT),
        )  # fmt: skip
        rows = tuple(
            Row(line(self.feedbacks[number], count), counts.list_of(f"feedback:{number}"))
            for number, count in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN]
        )
        return Table(head, rows, _("Feedbacks, by how many comments of the period are in them."))


def line(feedback, count):
    place = feedback.place.named(str(get_locale())[:2]) if feedback.place else ""
    kind, state = str(KINDS[feedback.kind]), str(STATES[feedback.state])
    return (feedback.subject, kind, place, count, state, feedback.outcome or "")


def sayings_of(counts):
    """[(comment id, feedback id, whether it was answered)] of the comments that the counts are about."""
    query = counts.query
    if query.problems:
        return []
    low, high = counts.period.ids
    wanted = select(Saying.comment_id, Saying.feedback_id, Comment.answered_at.is_not(None))
    wanted = wanted.join(Comment, Comment.id == Saying.comment_id)
    wanted = wanted.where(Saying.comment_id >= low, Saying.comment_id < high)
    wanted = wanted.where(condition(query.scoped, ask(query, counts.user)))
    return [tuple(row) for row in db.session.execute(wanted)]
