"""Feedbacks: what several comments ask for, with whom it is, and what became of it."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from sqlalchemy import JSON, Index, String, Text

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now
from app.territories.models import Territory

HEARD, PASSED_ON, ANSWERED, DONE, DECLINED = "heard", "passed-on", "answered", "done", "declined"
KINDS = {
    "proposal": _l("Proposal"),
    "complaint": _l("Complaint"),
    "question": _l("Question"),
    "rumour": _l("Rumour"),
    "thanks": _l("Thanks"),
}
STATES = {
    HEARD: _l("Heard"),
    PASSED_ON: _l("Passed on"),
    ANSWERED: _l("Answered"),
    DONE: _lp("feedback", "Done"),
    DECLINED: _l("Declined"),
}
STEPS = STATES | {
    "added": _l("More comments"),
    "taken-out": _l("A comment taken out"),
    "taken-back": _l("Took a step back"),
    "has-it": _l("They have it"),
    "replied": _l("Answered together"),
}
OPEN = (HEARD, PASSED_ON, ANSWERED)


class PlanAction(db.Model):
    """One action of the team's plan, which feedbacks can be about."""

    __tablename__ = "plan_actions"
    id = db.Column(db.Integer, primary_key=True)
    code = db.Column(String(40), nullable=False, unique=True)
    title = db.Column(String(300), nullable=False)
    owner = db.Column(String(120), nullable=False, default="")
    place = db.Column(String(120), nullable=False, default="")
    changed_at = db.Column(UTCDateTime, nullable=False, default=now)


class Feedback(db.Model):
    """What one or many comments say: a proposal, a complaint, a question, a rumour or thanks."""

    __tablename__ = "feedbacks"
    id = db.Column(BigId, primary_key=True)
    kind = db.Column(String(12), nullable=False)
    subject = db.Column(String(300), nullable=False)
    # The subject as it is searched.
    key = db.Column(String(300), nullable=False)
    place_id = db.Column(db.ForeignKey("territories.id", ondelete="SET NULL"), index=True)
    action_id = db.Column(db.ForeignKey("plan_actions.id", ondelete="SET NULL"), index=True)
    state = db.Column(String(12), nullable=False, default=HEARD)
    # Why it was declined, or what was done.
    outcome = db.Column(Text)
    # {language: words} of the one answer, and the lead who said yes to it as it is.
    answer = db.Column(JSON, nullable=False, default=dict)
    answer_yes_by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    answer_yes_at = db.Column(UTCDateTime)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    place = db.relationship(Territory)
    action = db.relationship(PlanAction)
    by = db.relationship("User", foreign_keys=[by_id])
    answer_yes_by = db.relationship("User", foreign_keys=[answer_yes_by_id])
    __table_args__ = (
        Index("ix_feedbacks_state", "state", "id"),
        Index("ix_feedbacks_key", "key"),
    )

    @property
    def is_open(self):
        return self.state in OPEN


class Saying(db.Model):
    """That a comment says what a feedback is about, and the reply it was answered with together with the others."""

    __tablename__ = "feedback_comments"
    feedback_id = db.Column(db.ForeignKey("feedbacks.id", ondelete="CASCADE"), primary_key=True)
    comment_id = db.Column(
        BigId, db.ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    added_at = db.Column(UTCDateTime, nullable=False, default=now)
    reply_id = db.Column(BigId, db.ForeignKey("replies.id", ondelete="SET NULL"), index=True)
    feedback = db.relationship(Feedback, backref=db.backref("sayings", passive_deletes=True))
    comment = db.relationship("Comment", backref=db.backref("sayings", passive_deletes=True))
    reply = db.relationship("Reply")


class Step(db.Model):
    """One thing that happened to a feedback: what, when, by whom."""

    __tablename__ = "feedback_steps"
    id = db.Column(BigId, primary_key=True)
    feedback_id = db.Column(
        db.ForeignKey("feedbacks.id", ondelete="CASCADE"), nullable=False, index=True
    )
    kind = db.Column(String(16), nullable=False)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at = db.Column(UTCDateTime, nullable=False, default=now)
    details = db.Column(JSON, nullable=False, default=dict)
    undone_at = db.Column(UTCDateTime)
    feedback = db.relationship(
        Feedback, backref=db.backref("steps", order_by="Step.id.desc()", passive_deletes=True)
    )
    by = db.relationship("User")


class Passing(db.Model):
    """That a feedback was passed on by mail to somebody, with an account or without, and what they said to it."""

    __tablename__ = "feedback_passings"
    id = db.Column(BigId, primary_key=True)
    feedback_id = db.Column(
        db.ForeignKey("feedbacks.id", ondelete="CASCADE"), nullable=False, index=True
    )
    name = db.Column(String(120), nullable=False)
    email = db.Column(String(254), nullable=False)
    locale = db.Column(String(4), nullable=False)
    # Names and handles are in the letter too.
    full = db.Column(db.Boolean, nullable=False, default=False)
    word = db.Column(Text, nullable=False, default="")
    at = db.Column(UTCDateTime, nullable=False, default=now)
    has_it_at = db.Column(UTCDateTime)
    answer = db.Column(Text)
    answered_at = db.Column(UTCDateTime)
    feedback = db.relationship(
        Feedback, backref=db.backref("passings", order_by="Passing.id", passive_deletes=True)
    )


class Round(db.Model):
    """That those who spoke are answered together: how far it has come, and why some are left out."""

    __tablename__ = "feedback_rounds"
    id = db.Column(BigId, primary_key=True)
    feedback_id = db.Column(
        db.ForeignKey("feedbacks.id", ondelete="CASCADE"), nullable=False, index=True
    )
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at = db.Column(UTCDateTime, nullable=False, default=now)
    # The comment up to which everybody was come to.
    reached_id = db.Column(BigId, nullable=False, default=0)
    total = db.Column(db.Integer, nullable=False)
    answered = db.Column(db.Integer, nullable=False, default=0)
    # {why: how many} of those who were not answered.
    left = db.Column(JSON, nullable=False, default=dict)
    finished_at = db.Column(UTCDateTime)
    feedback = db.relationship(
        Feedback,
        backref=db.backref("rounds", order_by=lambda: Round.id.desc(), passive_deletes=True),
    )
    by = db.relationship("User")


class Refusal(db.Model):
    """That a comment is not about a feedback it looked like, so that nobody is asked again."""

    __tablename__ = "feedback_refusals"
    feedback_id = db.Column(db.ForeignKey("feedbacks.id", ondelete="CASCADE"), primary_key=True)
    comment_id = db.Column(
        BigId, db.ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at = db.Column(UTCDateTime, nullable=False, default=now)


class Like(db.Model):
    """That a comment seems to make the claim of a rumour, in other words or letters; a person says whether it does."""

    __tablename__ = "feedback_likes"
    feedback_id = db.Column(db.ForeignKey("feedbacks.id", ondelete="CASCADE"), primary_key=True)
    comment_id = db.Column(
        BigId, db.ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    # How far above the least that is worth a look.
    over = db.Column(db.Float, nullable=False)
    at = db.Column(UTCDateTime, nullable=False, default=now)
