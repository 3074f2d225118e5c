"""Every way in which a platform can fail us: raised by connectors with one call, told to people in one sentence each."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.lib.clock import later
from app.lib.errors import PermanentError, Refused, TransientError

AUTH_EXPIRED, PERMISSION_MISSING, GONE = "auth-expired", "permission-missing", "gone"
UNSUPPORTED, RATE_LIMITED, QUOTA, BLOCKED = "unsupported", "rate-limited", "quota", "blocked"

# What happened, and what to do about it: the channel's page says both.
SENTENCES = {
    AUTH_EXPIRED: (
        _l("The platform does not accept our key any more."),
        _l("Reconnect the channel; nothing that is here is lost, and what came meanwhile is fetched."),
    ),
    PERMISSION_MISSING: (
        _l("The platform does not allow this to us."),
        _l("Reconnect the channel and grant every permission, with an account that runs the page."),
    ),
    GONE: (_l("What we asked for is no longer on the platform."), _l("Nothing: it was deleted there, or is not public any more.")),
    UNSUPPORTED: (_l("The platform cannot do this for us."), _l("Do it on the platform's own page.")),
    RATE_LIMITED: (_l("The platform asked for patience."), _l("Nothing: everything waits and goes on by itself.")),
    QUOTA: (
        _l("What the platform lets us spend is used up."),
        _l("Wait for the next period, or allow more in the channel's settings and on the platform."),
    ),
    "busy": (_l("The platform is busy."), _l("Nothing: it is tried again by itself.")),
    "broken": (_l("The platform has a fault of its own."), _l("Nothing: it is tried again by itself.")),
    "slow": (_l("The platform did not answer in time."), _l("Nothing: it is tried again by itself.")),
    "unreachable": (
        _l("The platform cannot be reached."),
        _l("It is tried again by itself. If it lasts: does this server reach the internet, is the address right?"),
    ),
    "garbage": (_l("The answer of the platform could not be read."), _l("It is tried again by itself. If it lasts: is the address right?")),
    "too-large": (_l("The answer of the platform is too large."), _l("Check the address in the channel's settings.")),
    "private": (
        _l("The address is inside a private network."),
        _l("If it is meant to be, an administrator allows its host in ALLOWED_PRIVATE_HOSTS."),
    ),
    "address": (_l("The address cannot be called."), _l("Correct it in the channel's settings.")),
    "refused": (_l("The platform refused what we asked."), _l("Test the connection; look at the channel's settings.")),
    "version": (_l("This version of the platform's API has ended."), _l("Set a newer version in the channel's settings.")),
    "conflict": (
        _l("Another program reads here in our place."),
        _l("Only one can: stop the other one, or take its webhook away, then test the connection."),
    ),
    BLOCKED: (
        _l("The platform has blocked us from writing for a while."),
        _l("Nothing is written meanwhile. Look at the messages of the platform to the page's owner."),
    ),
    "bug": (_l("Something went wrong here, and the fault may be ours."), _l("It is tried again by itself. Tell who runs this server if it lasts.")),
}  # fmt: skip


def happened(code):
    """What went wrong, in the reader's language; None for a code without words."""
    return str(SENTENCES[code][0]) if code in SENTENCES else None


def advice(code):
    """What to do about it."""
    return str(SENTENCES[code][1]) if code in SENTENCES else None


def auth_expired(words=None):
    """The token is dead: only a person who connects again helps. Whoever called looks with `check` before it is believed."""
    return PermanentError(words or happened(AUTH_EXPIRED), code=AUTH_EXPIRED)


def permission_missing(scope="", words=None):
    """One permission was not granted; everything else goes on."""
    return PermanentError(
        words or happened(PERMISSION_MISSING), code=PERMISSION_MISSING, scope=scope
    )


def gone(words=None):
    """It is no longer there: what was to be deleted is, what was to be answered cannot be."""
    return PermanentError(words or happened(GONE), code=GONE)


def unsupported(words=None):
    """The platform will never do this."""
    return PermanentError(words or happened(UNSUPPORTED), code=UNSUPPORTED)


def blocked(until, words=None):
    """The platform lets us read and not write, until then."""
    return TransientError(words or happened(BLOCKED), not_before=until, code=BLOCKED)


def rate_limited(until=None, words=None):
    """Not now; the whole channel waits until then (a minute when nobody says)."""
    return TransientError(
        words or happened(RATE_LIMITED), not_before=until or later(seconds=60), code=RATE_LIMITED
    )


def quota_exhausted(until, words=None):
    """Nothing more in this period; no try is wasted until it ends."""
    return TransientError(words or happened(QUOTA), not_before=until, code=QUOTA)


def transient(code="busy", words=None, *, wait=None):
    """Later, with a longer pause each time; `wait` (seconds) when the platform said how long."""
    until = later(seconds=wait) if wait else None
    return TransientError(words or happened(code) or code, not_before=until, code=code)


def invalid(words):
    """The moderator is shown why, and keeps the draft."""
    return Refused(words)


def duplicate():
    """The same answer is there already."""
    return Refused(_("The platform says that this very answer is there already."))
