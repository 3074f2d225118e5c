"""`is:` how a comment stands: in the inbox, on the platform, for the classifier."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, literal_column, or_

from app.authors.standing import is_muted, muted
from app.comments.activity import Kind
from app.comments.models import Activity, Comment
from app.escalations.models import Escalation
from app.replies.models import Reply
from app.rules.models import RuleAct
from app.search.leads import ROWS, by_status, flagged, listed, rows_of
from app.search.qualifiers import dues
from app.search.qualifiers.choice import Choice, Choices
from app.search.qualifiers.labels import counted, counts, is_counted

C = Comment
GONE = ("deleted", "gone")


@dataclass(frozen=True)
class State(Choice):
    """One value of `is:`."""

    clause: Callable = field(kw_only=True)  # asking → condition
    test: Callable = field(kw_only=True)  # (comment, asking) → bool
    lead: Callable = field(kw_only=True, default=lambda asking, statuses: None)


def status(name, about, *aliases):
    return State(
        name,
        about,
        aliases,
        clause=lambda asking: C.status == name,
        test=lambda c, asking: c.status == name,
        lead=lambda asking, statuses: by_status([s for s in statuses if s == name]),
    )


def platform_state(name, about, *aliases, states):
    return State(
        name,
        about,
        aliases,
        clause=lambda asking: C.state.in_(states),
        test=lambda c, asking: c.state in states,
        lead=lambda asking, statuses: off(*states),
    )


def off(*states):
    """Comments that are not simply visible, by the index of those."""
    return tuple(arm for s in states for arm in flagged("state <> 'visible'", ROWS.c.state == s))


def label(name, about, *aliases):
    return State(
        name,
        about,
        aliases,
        clause=lambda asking: counts(name),
        test=lambda c, asking: is_counted(c, name),
        lead=lambda asking, statuses: counted(name),
    )


def was(kind):
    """Comments to which this happened, and was not itself the taking back of something."""
    return C.activities.any(
        and_(
            Activity.kind == str(kind),
            Activity.undone_at.is_(None),
            Activity.details["undo_of"].as_integer().is_(None),
        )
    )


def has_been(comment, kind):
    return any(
        act.kind == kind and not act.undone_at and "undo_of" not in act.details
        for act in comment.activities
    )


def open_escalation():
    return C.escalations.any(
        and_(Escalation.settled_at.is_(None), Escalation.withdrawn_at.is_(None))
    )


STATES = Choices(
    status("open", _l("waiting for someone"), "ouvert", "مفتوح"),
    status("done", _l("nothing more to do"), "terminé", "fini", "منته", "منتهي"),
    status("snoozed", _l("asleep until later"), "en-veille", "veille", "مؤجل"),
    State(
        "escalated", _l("with someone who decides"), ("escaladé", "مصعد"),
        clause=lambda asking: open_escalation(),
        test=lambda c, asking: any(e.is_open for e in c.escalations),
        lead=lambda asking, statuses: rows_of(
            Escalation, lambda e: e.settled_at.is_(None), lambda e: e.withdrawn_at.is_(None)
        ),
    ),
    State(
        "to-approve", _l("with a reply that waits for a lead's yes"),
        ("held", "à-approuver", "للموافقة"),
        clause=lambda asking: C.replies.any(Reply.state == "held"),
        test=lambda c, asking: any(answer.state == "held" for answer in c.replies),
        lead=lambda asking, statuses: rows_of(
            Reply, lambda t: literal_column("lead.state = 'held'"), doubled=True
        ),
    ),
    State(
        "muted", _l("its author is muted here"), ("muet", "مكتوم"),
        clause=lambda asking: and_(C.author_id.is_not(None), C.author_id.in_(muted())),
        test=lambda c, asking: is_muted(c.author_id),
        lead=lambda asking, statuses: listed(ROWS.c.author_id.in_(muted())),
    ),
    State(
        "answered", _l("a reply of ours was sent"), ("répondu", "مجاب"),
        clause=lambda asking: C.answered_at.is_not(None),
        test=lambda c, asking: c.answered_at is not None,
        lead=lambda asking, statuses: flagged("answered_at IS NOT NULL"),
    ),
    State(
        "unanswered", _l("no reply of ours was sent"), ("sans-réponse", "بلا-جواب"),
        clause=lambda asking: C.answered_at.is_(None),
        test=lambda c, asking: c.answered_at is None,
    ),
    State(
        "assigned", _l("given to someone"), ("attribué", "مسند"),
        clause=lambda asking: C.assignee_id.is_not(None),
        test=lambda c, asking: c.assignee_id is not None,
        lead=lambda asking, statuses: flagged("assignee_id IS NOT NULL"),
    ),
    State(
        "unassigned", _l("given to nobody"), ("non-attribué", "غير-مسند"),
        clause=lambda asking: C.assignee_id.is_(None),
        test=lambda c, asking: c.assignee_id is None,
    ),
    State(
        "mine", _l("given to me"), ("à-moi", "لي"),
        clause=lambda asking: and_(C.assignee_id.is_not(None), C.assignee_id == asking.me),
        test=lambda c, asking: asking.me is not None and c.assignee_id == asking.me,
        lead=lambda asking, statuses: (
            by_status(statuses, ROWS.c.assignee_id == asking.me) if asking.me else None
        ),
    ),
    State(
        "toxic", _l("toxic, says the classifier"), ("toxique", "سام"),
        clause=lambda asking: C.toxic,
        test=lambda c, asking: c.toxic,
        lead=lambda asking, statuses: by_status(statuses, literal_column("lead.toxic")),
    ),
    State(
        "priority", _l("to be seen first"), ("prioritaire", "priorité", "اولوية"),
        clause=lambda asking: C.priority,
        test=lambda c, asking: c.priority,
        lead=lambda asking, statuses: by_status(statuses, literal_column("lead.priority")),
    ),
    label("question", _l("asks something"), "سؤال"),
    label("urgent", _l("cannot wait, says the classifier"), "عاجل"),
    State(
        "spam", _l("spam, by us or by the platform"), ("indésirable", "مزعج"),
        clause=lambda asking: or_(C.is_spam, C.state == "spam"),
        test=lambda c, asking: c.is_spam or c.state == "spam",
        lead=lambda asking, statuses: (
            *flagged("is_spam"), *off("spam"),
        ),
    ),
    State(
        "late", _l("later than one of our service levels promises"), ("retard", "en-retard", "متأخر"),
        clause=dues.late, test=dues.is_late, lead=dues.late_lead,
    ),
    platform_state("hidden", _l("hidden on its platform"), "masqué", "مخفي", states=("hidden",)),
    State(
        "held-back", _l("held back or hidden by a rule, and no person has looked"), ("retenu", "محجوز"),
        clause=lambda asking: or_(C.status == "held", C.rule_acts.any(RuleAct.waits)),
        test=lambda c, asking: c.status == "held" or any(act.waits for act in c.rule_acts),
        lead=lambda asking, statuses: (
            *by_status(["held"]), *rows_of(RuleAct, lambda t: t.waits, doubled=True),
        ),
    ),
    platform_state("deleted", _l("deleted on its platform"), "supprimé", "محذوف", states=GONE),
    State(
        "edited", _l("changed by its author"), ("modifié", "معدل"),
        clause=lambda asking: C.edited_at.is_not(None),
        test=lambda c, asking: c.edited_at is not None,
        lead=lambda asking, statuses: flagged("edited_at IS NOT NULL"),
    ),
    State(
        "new", _l("not sorted yet"), ("nouveau", "جديد"),
        clause=lambda asking: C.triaged_at.is_(None),
        test=lambda c, asking: c.triaged_at is None,
        lead=lambda asking, statuses: flagged("triaged_at IS NULL"),
    ),
    State(
        "ours", _l("written by us"), ("à-nous", "لنا"),
        clause=lambda asking: C.by_us,
        test=lambda c, asking: c.by_us,
        lead=lambda asking, statuses: flagged("by_us"),
    ),
    State(
        "shown", _l("hidden by us, then shown again"), ("réaffiché", "معاد"),
        clause=lambda asking: C.activities.any(Activity.kind == str(Kind.UNHIDDEN)),
        test=lambda c, asking: any(act.kind == Kind.UNHIDDEN for act in c.activities),
    ),
    State(
        "corrected", _l("we told the classifier otherwise"), ("corrigé", "مصحح"),
        clause=lambda asking: was(Kind.CORRECTED),
        test=lambda c, asking: has_been(c, Kind.CORRECTED),
    ),
    State(
        "reply", _l("answers another comment"), ("réponse", "رد"),
        clause=lambda asking: C.parent_platform_id.is_not(None),
        test=lambda c, asking: c.parent_platform_id is not None,
    ),
)  # fmt: skip

QUALIFIERS = (
    {
        "name": "is",
        "about": _l("how it stands"),
        "aliases": ("est", "état", "حالة"),
        "read": STATES.read,
        "offer": STATES.offer,
        "clause": lambda value, asking: STATES.by_name[value].clause(asking),
        "test": lambda value, comment, asking: bool(STATES.by_name[value].test(comment, asking)),
        "lead": lambda value, asking, statuses: STATES.by_name[value].lead(asking, statuses),
    },
)
