"""Every kind of background work, and the tasks waiting."""

from dataclasses import dataclass

from sqlalchemy import Index, String, Text, text

from app.extensions import BigId, db
from app.lib.bell import bell
from app.lib.clock import UTCDateTime, now
from app.lib.transaction import after_commit


@dataclass(frozen=True)
class Job:
    """A kind of background work. `bulk` work is a list the database already holds; the rest is a Task each."""

    name: str
    bulk: bool = False
    repeatable: bool = True
    tries: int = 5


PROCESS_EVENTS = Job("process-events", bulk=True)
TRIAGE_COMMENTS = Job("triage-comments", bulk=True)
RUN_TASKS = Job("run-tasks", bulk=True)
SWEEP = Job("sweep", bulk=True)
POLL_CHANNELS = Job("poll-channels", bulk=True)
FETCH_COMMENT = Job("fetch-comment", tries=8)
CHECK_CHANNEL = Job("check-channel", tries=3)
ASK_HUB = Job("ask-hub", tries=4)
SETTLE_REPLY = Job("settle-reply", tries=8)
IMPORT_FILE = Job("import-file")
# Public answers are never tried twice without a person.
# A platform that is away for an afternoon is outlasted.
DELIVER_REPLY = Job("deliver-reply", repeatable=False, tries=12)
DELIVER_MEASURE = Job("deliver-measure", tries=12)
SEND_LETTER = Job("send-letter", tries=8)
SEND_ESCALATION = Job("send-escalation")
ASK_FOR_YES = Job("ask-for-yes")
REMIND_ESCALATION = Job("remind-escalation")
ACT_ON_WAVE = Job("act-on-wave")
ACT_ON_BATCH = Job("act-on-batch")
LOAD_DEMO = Job("load-demo")
MAKE_DOCUMENT = Job("make-document", tries=2)
DRAW_EVIDENCE = Job("draw-evidence", tries=3)
DRAFT_ISSUE = Job("draft-issue", tries=3)
SEND_ISSUE = Job("send-issue", tries=3)
PUBLISH_ISSUE = Job("publish-issue", tries=3)
TRAIN_TEAM_LAYER = Job("train-team-layer", tries=2)
REJUDGE_COMMENTS = Job("rejudge-comments")
UNDO_RULE_ACTS = Job("undo-rule-acts")
ANSWER_TOGETHER = Job("answer-together")
TRY_RULE = Job("try-rule", tries=2)
DRAW_CHART = Job("draw-chart", tries=3)
RECOUNT_DAYS = Job("recount-days", bulk=True)
LOOK_AT_WATCHES = Job("look-at-watches", bulk=True)
COUNT_TRENDS = Job("count-trends", bulk=True)
TELL_OF_ALERT = Job("tell-of-alert")
RECOUNT_DUES = Job("recount-dues")
LOOK_AT_DUES = Job("look-at-dues", bulk=True)
TELL_OF_NOTICES = Job("tell-of-notices")
TELL_DEVICES = Job("tell-devices", tries=6)
WRITE_DIGESTS = Job("write-digests", bulk=True)
FIND_LIKE = Job("find-like")

ALL = {job.name: job for job in list(globals().values()) if isinstance(job, Job)}


class Task(db.Model):
    """One piece of work, waiting or done."""

    __tablename__ = "tasks"
    id = db.Column(BigId, primary_key=True)
    job = db.Column(String(40), nullable=False)
    subject_id = db.Column(BigId, nullable=False)
    due_at = db.Column(UTCDateTime, nullable=False)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    claimed_at = db.Column(UTCDateTime)
    claimed_by = db.Column(String(80))
    done_at = db.Column(UTCDateTime)
    failed_at = db.Column(UTCDateTime)
    tries = db.Column(db.Integer, nullable=False, default=0)
    error = db.Column(Text)

    __table_args__ = (
        Index(
            "ix_tasks_due",
            "due_at",
            sqlite_where=text("done_at IS NULL AND failed_at IS NULL"),
            postgresql_where=text("done_at IS NULL AND failed_at IS NULL"),
        ),
        Index("ix_tasks_subject", "job", "subject_id"),
    )

    @property
    def waiting(self):
        return not (self.done_at or self.failed_at)


def enqueue(job, subject, *, due_at=None):
    """Ask for work as part of the change: kept with it, and the bell rings after the commit."""
    subject_id = subject if isinstance(subject, int) else flushed_id(subject)
    task = Task(job=job.name, subject_id=subject_id, due_at=due_at or now())
    db.session.add(task)
    ring(RUN_TASKS)
    return task


def ring(job):
    """Wake a worker for a kind of bulk work once the change is kept."""
    after_commit(lambda: bell().ring(job.name))


def flushed_id(row):
    if row.id is None:
        db.session.flush()
    return row.id
