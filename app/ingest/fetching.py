"""Fetch by id what a platform only named, and look again at what may have changed."""

from sqlalchemy import insert, select

from app import jobs
from app.channels.models import Channel
from app.channels.speaking import speak
from app.channels.troubles import hold_back, trouble
from app.comments.arrive import arrive
from app.connectors.contract import Gone
from app.connectors.failures import GONE
from app.connectors.registry import connect, connector_of
from app.extensions import db
from app.ingest.storing import packed, store
from app.ingest.wanted import Wanted
from app.jobs import Task, enqueue, ring
from app.lib.clock import now
from app.lib.errors import HeldBack, PermanentError, TransientError
from app.lib.transaction import looking, transaction
from app.lib.upsert import insert_into

WANTED = Wanted.__table__


def want(channel_id, items):
    """Ask for comments that were only named, each once, with the change that names them."""
    if not items:
        return
    rows = {item.platform_id: item.hint for item in items}
    values = [
        {
            "channel_id": channel_id,
            "platform_id": name,
            "hint": hint,
            "state": "waiting",
            "asked_at": now(),
        }
        for name, hint in sorted(rows.items())
    ]
    put = insert_into(WANTED).values(values)
    again = {"state": "waiting", "hint": put.excluded.hint, "asked_at": put.excluded.asked_at}
    put = put.on_conflict_do_update(index_elements=["channel_id", "platform_id"], set_=again)
    ids = db.session.scalars(put.returning(WANTED.c.id)).all()
    tasks = [
        {
            "job": jobs.FETCH_COMMENT.name,
            "subject_id": each,
            "due_at": now(),
            "made_at": now(),
            "tries": 0,
        }
        for each in ids
    ]
    db.session.execute(insert(Task.__table__), tasks)
    ring(jobs.RUN_TASKS)


def fetch(wanted_id):
    """Fetch one comment by its id; one that is gone by now is known to be."""
    with looking():
        wanted = db.session.get(Wanted, wanted_id)
        if wanted is None or wanted.state != "waiting":
            return
        channel = db.session.get(Channel, wanted.channel_id)
        waits(channel)
        channel_id, name, hint = wanted.channel_id, wanted.platform_id, wanted.hint
    try:
        payloads = speak(channel_id, lambda connector: connector.fetch(name, hint))
    except PermanentError as error:
        settle(wanted_id, channel_id, error)
        return
    except TransientError as error:
        held_back(channel_id, error, "fetch")
        raise
    with transaction():
        channel = db.session.get(Channel, channel_id)
        take_in(channel, f"fetch {wanted_id} {now().isoformat()}", payloads)
        db.session.get(Wanted, wanted_id).state = "done"


def settle(wanted_id, channel_id, error):
    """It will not come: it is gone, or the platform does not give it to us."""
    with transaction():
        wanted = db.session.get(Wanted, wanted_id)
        channel = db.session.get(Channel, channel_id)
        if error.code == GONE:
            arrive(channel, [Gone(wanted.platform_id)])
            wanted.state = "gone"
            return
        wanted.state, wanted.reason = "failed", str(error)[:400]
        trouble(channel, error, "fetch")


def take_in(channel, mark, payloads):
    """Keep what was asked for beside the polls; says how many items it holds."""
    items = store(connect(channel), channel.id, mark, [packed(each) for each in payloads])
    if items:
        ring(jobs.PROCESS_EVENTS)
    return items


def waits(channel):
    """Raise when the whole channel is left alone for now."""
    if channel.not_before and channel.not_before > now():
        raise HeldBack("The platform asked for patience.", not_before=channel.not_before)


def held_back(channel_id, error, during):
    """One failure on the way: written down, and the channel is left alone for as long as the platform says."""
    with transaction():
        channel = db.session.get(Channel, channel_id, with_for_update=True)
        trouble(channel, error, during)
        error.not_before = hold_back(channel, error, channel.poll.failures if channel.poll else 1)


def failed(wanted_id, reason):
    """There are no more tries."""
    wanted = db.session.get(Wanted, wanted_id)
    if wanted and wanted.state == "waiting":
        wanted.state, wanted.reason = "failed", reason[:400]


def try_again(channel):
    """Fetch once more what could not be fetched, because a person says so; says how many."""
    rows = db.session.scalars(
        select(Wanted).where(Wanted.channel_id == channel.id, Wanted.state == "failed").limit(500)
    ).all()
    for row in rows:
        row.state, row.reason = "waiting", None
        enqueue(jobs.FETCH_COMMENT, row.id)
    return len(rows)


def can_fetch(channel):
    return hasattr(connector_of(channel), "fetch")
