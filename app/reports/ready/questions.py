"""The questions asked most, each once however it was written, with the answer that was given."""

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.comments.models import Comment
from app.extensions import db
from app.lib.bulk import among
from app.replies.models import Reply
from app.reports.blocks import TEXT, Block, Column, Row, Table
from app.reports.parts import figure, share
from app.waves.models import WaveComment

MOST, LONGEST, FEWEST = 12, 180, 2


def asked(told):
    """What says nearly the same is one question: waves are what the classifier's letters find alike."""
    questions = told.of("label:question")
    counted = questions.now.by("wave")
    waves = sorted((w for w in counted if counted[w] >= FEWEST), key=lambda w: (-counted[w], w))[
        :MOST
    ]
    done = questions.now.of("is:answered").by("wave")
    texts, answers = first_of(waves, questions.period), answers_to(waves)
    rows = tuple(
        Row(
            (texts.get(w, ""), counted[w], done[w], answers.get(w, _("No answer yet"))),
            questions.now.list_of(f"wave:{w}"),
        )
        for w in waves
    )
    head = (
        Column("question", _("Question"), TEXT), Column("count", _("Comments")),
        Column("answered", _("Answered")), Column("answer", _("Our answer"), TEXT),
    )  # fmt: skip
    figures = (
        figure(_("Questions"), told, "label:question"),
        share(_("Share of all comments"), told, "label:question"),
        figure(_("Questions without an answer"), told, "label:question is:unanswered"),
    )
    return Block("questions", _("What was asked most"), figures=figures, table=Table(head, rows))


def first_of(waves, period):
    """The words of the first comment of each wave in the period."""
    low, high = period.ids
    first = (
        select(func.min(WaveComment.comment_id))
        .where(
            among(WaveComment.wave_id, waves),
            WaveComment.comment_id >= low,
            WaveComment.comment_id < high,
        )
        .group_by(WaveComment.wave_id)
    )
    rows = db.session.execute(
        select(WaveComment.wave_id, Comment.text)
        .join(Comment)
        .where(WaveComment.comment_id.in_(first))
    )
    return {wave: short(text) for wave, text in rows}


def answers_to(waves):
    """The latest answer that was sent to a comment of each wave."""
    last = (
        select(WaveComment.wave_id, func.max(Reply.id))
        .join(Reply, Reply.comment_id == WaveComment.comment_id)
        .where(among(WaveComment.wave_id, waves), Reply.state == "sent")
        .group_by(WaveComment.wave_id)
    )
    found = {number: wave for wave, number in db.session.execute(last)}
    rows = db.session.execute(select(Reply.id, Reply.text).where(among(Reply.id, list(found))))
    return {found[number]: short(text) for number, text in rows}


def short(text):
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
