"""What X means by what it answers: errors in a 200 as well, and two kinds of too much under one status."""

import json
from datetime import UTC, datetime, timedelta

from app.connectors.failures import (
    GONE,
    duplicate,
    gone,
    invalid,
    permission_missing,
    quota_exhausted,
    rate_limited,
    transient,
)
from app.lib.clock import now
from app.lib.errors import PermanentError, Unsure
from app.lib.http import retry_after


class Lost(Exception):
    """X does not know this id or this page of a list any more."""


class NoneThere(PermanentError):
    """A 200 in which there is nothing but errors."""

    def __init__(self, problems):
        super().__init__(str(gone()), code=GONE)
        self.problems = problems


def used(heard):
    """The share of the calls of a quarter of an hour that are used up."""
    left, most = (heard.headers.get(f"x-rate-limit-{word}", "") for word in ("remaining", "limit"))
    return 1 - int(left) / int(most) if left.isdigit() and most.isdigit() and int(most) else None


def problems_in(heard):
    """What is wrong, of an answer that brings nothing else: X says so with a 200 as well."""
    try:
        told = json.loads(heard.body or b"null")
    except ValueError:
        return []
    if not isinstance(told, dict) or (heard.status < 400 and told.get("data") is not None):
        return []
    found = [each for each in told.get("errors") or () if isinstance(each, dict)]
    whole = {name: told[name] for name in ("title", "detail", "type", "status") if name in told}
    return [{**each, **whole} if heard.status >= 400 else each for each in found] or ([whole] if whole else [])  # fmt: skip


def busy(heard, problems):
    """Too fast, or the month's credits are used up: the status is the same."""
    if any("usage-capped" in str(each.get("type")) for each in problems):
        first = (now().replace(day=1) + timedelta(days=32)).replace(day=1)
        return quota_exhausted(datetime(first.year, first.month, 1, tzinfo=UTC))
    reset = heard.headers.get("x-rate-limit-reset", "")
    until = datetime.fromtimestamp(int(reset), UTC) if reset.isdigit() else None
    return rate_limited(retry_after(heard) or until)


def meaning(problem, heard):
    """What a problem of X means for what comes next; None leaves it to the status."""
    kind = str(problem.get("type") or "").rpartition("/")[2]
    words = str(problem.get("detail") or problem.get("message") or problem.get("title") or "")[:300]
    if heard.status < 400 and kind in ("resource-not-found", "not-authorized-for-resource", "resource-unavailable"):  # fmt: skip
        return NoneThere(json.loads(heard.body)["errors"])
    if heard.status == 400 and {"since_id", "pagination_token", "next_token"} & set(problem.get("parameters") or ()):  # fmt: skip
        return Lost()
    if kind == "internal-error":
        return Unsure(words) if heard.once else transient("broken")
    if heard.status == 403 and "duplicate content" in words:
        return duplicate()
    if heard.status == 403 and heard.once:
        return invalid(words)
    if heard.status == 403:
        return permission_missing(words=words or None)
    return invalid(words) if heard.status < 400 else None
