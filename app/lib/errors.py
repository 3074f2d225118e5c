"""Failures, named by what comes next."""


class Refused(Exception):
    """Tell the person why; nothing changed. Speaks in `#notices` as a 409."""

    status = 409

    def __init__(self, reason, *, status=None):
        super().__init__(str(reason))
        self.reason = reason
        self.status = status or self.status


class Changed(Refused):
    """Somebody else changed this comment since the person saw it."""

    def __init__(self, reason, *, comment_id=None):
        super().__init__(reason)
        self.comment_id = comment_id


class TransientError(Exception):
    """Try later; `not_before` (aware datetime) holds back the whole channel until then. `code` names the reason."""

    def __init__(self, reason, *, not_before=None, code="busy"):
        super().__init__(str(reason))
        self.not_before, self.code = not_before, code


class HeldBack(TransientError):
    """Nothing was tried yet, because its channel waits: this is no try, however often it is said."""


class PermanentError(Exception):
    """Keep the reason, show it, stop. `code` is what the screen can act on, `details` what fills its sentence."""

    def __init__(self, reason, *, code="failed", **details):
        super().__init__(str(reason))
        self.code, self.details = code, details


class Unsure(Exception):
    """Nobody knows whether the platform did it; a person must look before it is tried again."""
