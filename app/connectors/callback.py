"""Acts toward a system of somebody's own: posted to its call-back, signed as it signs toward us."""

import json
import time
from datetime import timedelta
from uuid import uuid4

from flask_babel import gettext as _

from app.connectors.contract import Sent
from app.connectors.signature import sign
from app.lib.clock import now
from app.lib.errors import PermanentError, Refused, TransientError, Unsure
from app.lib.http import retry_after, send
from app.lib.text import clean

PATIENCE = timedelta(minutes=1)


class CallBack:
    """What every channel with a call-back can do; docs/webhook.md is what the other side reads."""

    def reply(self, comment, text, *, reply_id=None):
        key = f"reply-{reply_id or uuid4()}"
        return self.tell(comment, "reply", key, text=text, reply_id=str(reply_id or key))

    def hide(self, comment):
        return self.tell(comment, "hide", f"hide-{uuid4()}")

    def unhide(self, comment):
        return self.tell(comment, "unhide", f"unhide-{uuid4()}")

    def delete(self, comment):
        return self.tell(comment, "delete", f"delete-{uuid4()}")

    def check(self):
        """Ask the other side whether it hears us; raises what came in the way."""
        self.post({"event": "ping"}, f"ping-{uuid4()}", event="ping")

    def tell(self, comment, event, key, **more):
        return self.post({"event": event, **named(comment), **more}, key, event=event)

    def post(self, content, key, *, event):
        """Send one act; a signature has a time in it, so it is made anew at every try."""
        body = json.dumps(content, ensure_ascii=False).encode()
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Timestamp": stamp,
            "X-Signature-256": sign(self.secrets.get("secret", ""), stamp, body),
            "Idempotency-Key": key,
        }
        return understood(send("POST", self.set["base_url"], body=body, headers=headers), event)


def named(comment):
    """How the other side knows the comment."""
    return {
        "comment_id": comment.platform_id,
        "parent_id": comment.parent_platform_id,
        "thread_id": comment.thread,
        "post_id": comment.post and comment.post.platform_id,
        "author_id": comment.author and comment.author.platform_id,
        "url": comment.url,
    }


def understood(answer, event):
    """What the other side's answer means, in terms of what comes next."""
    said = read(answer.body)
    if 200 <= answer.status < 300:
        return Sent(said.get("id"), said.get("state"))
    if answer.status == 409 and event != "reply":
        return Sent(state=said.get("state"))
    if answer.status in (400, 409, 413, 422):
        raise Refused(said.get("error") or _("The other side did not accept this text."))
    if answer.status in (401, 403):
        raise PermanentError(
            _("The call-back does not accept our signature; check the secret there."), code="auth"
        )
    if answer.status in (404, 410):
        return gone(event)
    if answer.status in (408, 425, 429, 503):
        raise TransientError(
            _("The other side asked for patience."),
            not_before=retry_after(answer) or now() + PATIENCE,
        )
    if answer.status >= 500:
        return broken(answer.status, event)
    raise PermanentError(_("The call-back answered with %(status)s.", status=answer.status))


def gone(event):
    """What is gone cannot be answered; to hide or to delete it, there is nothing left to do."""
    if event == "reply":
        raise PermanentError(_("This comment is no longer there."), code="gone")
    return Sent(state="gone")


def broken(status, event):
    """It broke over there, before or after: to hide twice does no harm, to answer twice does."""
    reason = _("The call-back answered with %(status)s.", status=status)
    if event == "reply":
        raise Unsure(reason)
    raise TransientError(reason)


def read(body):
    """The words of an answer, if it is an object of words at all."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(said, dict):
        return {}
    said = {key: str(value) for key, value in said.items() if isinstance(value, str | int)}
    return {key: clean(value, 400) for key, value in said.items()}
