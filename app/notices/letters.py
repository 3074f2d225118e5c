"""Letters about notices: at once for what names somebody, and a digest of what they have not read."""

from sqlalchemy import select

from app.accounts.models import User
from app.extensions import db
from app.letters.actions import post
from app.lib.clock import now
from app.lib.links import public_url
from app.notices import words
from app.notices.links import goodbye
from app.notices.mailing import WISH
from app.notices.models import Notice
from app.notices.queries import drawn, wishes_of

MOST = 20


def write_at_once(user_id):
    """One letter with every mention and gift that is unread and was not written of; said in the same transaction."""
    user = db.session.get(User, user_id, with_for_update=True)
    if user is None or not user.active:
        return None
    wishes = wishes_of(user_id)
    wanted = [why for why, wish in WISH.items() if getattr(wishes, wish)]
    notices = waiting(user, Notice.why.in_(wanted))
    return write(user, notices, "notices/mail/told", "at-once") if notices else None


def waiting(user, *which):
    """What somebody has neither read nor had a letter about, the newest first."""
    unread = select(Notice).where(
        Notice.user_id == user.id, Notice.read_at.is_(None), Notice.mailed_at.is_(None), *which
    )
    return db.session.scalars(drawn(unread).limit(MOST)).all()


def write(user, notices, template, kind, **more):
    """A letter with these lines, which no other letter will have."""
    at = now()
    for notice in notices:
        notice.mailed_at = at
    return post(
        user.email,
        template=template,
        locale=user.locale,
        name=user.called,
        notices=notices,
        sentence=words.sentence,
        excerpt=words.excerpt,
        source=words.source,
        address=lambda notice: public_url(**words.leads_to(notice)),
        page=public_url("notices.index"),
        settings=public_url("accounts.profile", _anchor="notice-wishes"),
        goodbye=goodbye(user, kind),
        **more,
    )
