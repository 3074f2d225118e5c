"""Look at what arrived: language, scores, places, rules. It is in the inbox before, and stays there if this fails."""

from sqlalchemy import JSON, bindparam, delete, func, select, update

from app import jobs
from app.classifier.in_force import judge
from app.comments.hooks import tell_triaged
from app.comments.models import Comment, Prediction
from app.extensions import db
from app.jobs import ring
from app.lib.bulk import among, change_rows, insert_rows
from app.lib.clock import now
from app.lib.live import announce
from app.lib.transaction import looking, transaction
from app.push.queries import any_device
from app.push.telling import tell_of_urgent
from app.rules.queries import any_in_force
from app.territories.actions import note_places
from app.triage.judging import judged
from app.triage.running import apply_rules
from app.waves.gathering import gather
from app.waves.likeness import sketched

AT_ONCE = 500
WITH_RULES = 50
UNTRIAGED = Comment.triaged_at.is_(None)


def triage(limit=AT_ONCE):
    """Look at some of the comments nobody looked at yet, the newest first; says whether more may wait."""
    look = on_sqlite if db.engine.dialect.name == "sqlite" else on_postgresql
    return look(limit) == limit


def on_sqlite(limit):
    """Read and judge without the only write lock there is; then write in one go what still holds."""
    with looking():
        comments, judging = untriaged(limit), judge()
        # What rules do takes its time, and whoever else writes has their turn in between.
        ruled = any_in_force()
    found = judged(judging, comments)
    for some in batched(found, WITH_RULES if ruled else limit):
        alike = sketches_of(some)
        with transaction():
            keep(still_so(some), alike, ruled)
    return len(comments)


def on_postgresql(limit):
    """Claim rows that no other worker holds, so that several share the work."""
    with transaction():
        comments = untriaged(limit, claim=True)
        found = judged(judge(), comments)
        keep(found, sketches_of(found))
    return len(comments)


def sketches_of(found):
    """By which the waves of what others wrote are found; our own answers were not judged."""
    return sketched((one.comment_id, one.text) for one in found if one.scores or one.error)


def batched(found, most):
    return [found[start : start + most] for start in range(0, len(found), most)]


def untriaged(limit, claim=False):
    """(id, text, by us) of comments to look at."""
    wanted = select(Comment.id, Comment.text, Comment.by_us).where(UNTRIAGED)
    wanted = wanted.order_by(Comment.id.desc()).limit(limit)
    if claim:
        wanted = wanted.with_for_update(skip_locked=True, key_share=True)
    return db.session.execute(wanted).all()


def still_so(found):
    """Without what another worker was faster with, or what its author edited meanwhile."""
    ids = [judgement.comment_id for judgement in found]
    wanted = select(Comment.id, Comment.text).where(among(Comment.id, ids), UNTRIAGED)
    texts = dict(db.session.execute(wanted).all())
    return [one for one in found if texts.get(one.comment_id) == one.text]


def keep(found, alike, ruled=True):
    """Write down what was found, and tell the screens."""
    if not found:
        return
    ids = write(found)
    note_places((one.comment_id, one.text) for one in found if one.scores is not None)
    gather(alike, ids)
    if ruled:
        apply_rules([one.comment_id for one in found if one.scores or one.error])
    if any_device():
        tell_of_urgent([one.comment_id for one in found if "urgent" in one.labels])
    tell_triaged(ids)
    announce("comment-changed", ids)


def write(found):
    """Scores, flags and reasons, in few statements whatever their number; gives the comments' ids."""
    connection, ids = db.session.connection(), [one.comment_id for one in found]
    change_rows(connection, SET, [columns(one) for one in found])
    connection.execute(delete(Prediction.__table__).where(among(Prediction.comment_id, ids)))
    rows = [
        {"comment_id": one.comment_id, "label": label, "score": score}
        for one in found
        for label, score in one.predictions
    ]
    insert_rows(connection, Prediction.__table__, rows)
    return ids


def columns(one):
    """One judgement as the columns of its comment."""
    return {
        "number": one.comment_id,
        "found_lang": one.lang,
        "found_scores": one.scores,
        "found_reasons": one.why,
        "found_model": one.model,
        "found_sentiment": one.sentiment,
        "found_error": one.error,
        "at": now(),
        **{f"found_{name}": value for name, value in one.flags.items()},
    }


def set_statement():
    """The update of one comment; a language that the platform told stays when we found none."""
    table = Comment.__table__
    lang = func.coalesce(
        func.nullif(bindparam("found_lang", type_=table.c.lang.type), ""), table.c.lang
    )
    kinds = {name: table.c[name].type for name in ("toxic", "priority", "model", "sentiment")}
    kinds |= dict.fromkeys(("scores", "reasons"), JSON(none_as_null=True))
    found = {name: bindparam(f"found_{name}", type_=kind) for name, kind in kinds.items()}
    more = {
        "lang": lang,
        "triage_error": bindparam("found_error", type_=table.c.triage_error.type),
        "triaged_at": bindparam("at", type_=table.c.triaged_at.type),
    }
    return update(table).where(table.c.id == bindparam("number")).values(**found, **more)


SET = set_statement()


def ring_for_untriaged():
    """Wake a worker when anything waits to be looked at."""
    if db.session.scalar(select(Comment.id).where(UNTRIAGED).limit(1)) is not None:
        ring(jobs.TRIAGE_COMMENTS)
