"""What a device is told: how much waits and where, and never a word of what was written."""

import json

from flask import current_app
from flask_babel import force_locale, get_locale, ngettext
from flask_babel import gettext as _

from app.push.telling import ESCALATED


def message(user, waiting):
    """The message about what waits, as a browser's worker reads it, in the language of whom it is for."""
    with force_locale(user.locale or current_app.config["DEFAULT_LOCALE"]):
        told = {
            "title": title(waiting),
            "url": place(waiting),
            "tag": "waits",
            "lang": str(get_locale()),
            "dir": get_locale().text_direction,
        }
    return json.dumps(told, ensure_ascii=False).encode()


def title(waiting):
    handed = sum(why == ESCALATED for _comment, why in waiting)
    if handed == len(waiting) == 1:
        return _("A comment was escalated to you")
    if handed == len(waiting):
        words = ngettext(
            "%(num)s comment was escalated to you", "%(num)s comments were escalated to you", handed
        )
    elif len(waiting) == 1:
        return _("An urgent comment waits")
    else:
        words = ngettext(
            "%(num)s urgent comment waits", "%(num)s urgent comments wait", len(waiting)
        )
    return words


def place(waiting):
    """The comment itself; of several, the list where they are."""
    if len(waiting) == 1:
        return f"/inbox/{waiting[0].comment_id}"
    handed = any(why == ESCALATED for _comment, why in waiting)
    return "/notices" if handed else "/inbox?q=is:open+is:priority"
