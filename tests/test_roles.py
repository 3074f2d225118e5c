"""Every URL, tried as nobody and as every role: who may is let in, who may not is not."""

import pytest
from werkzeug.routing import IntegerConverter, UUIDConverter

from app.accounts.models import ROLES
from tests import cast
from tests.roles_table import ANYONE, TABLE

NOBODY = "nobody"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def tries(app):
    """Every endpoint with every method and address it answers: (endpoint, method, url)."""
    for rule in app.url_map.iter_rules():
        _, url = rule.build({name: sample(rule, name) for name in rule.arguments})
        yield from ((rule.endpoint, method, url) for method in METHODS if method in rule.methods)


def sample(rule, name):
    """A value that fits the rule and names nothing that exists."""
    if name in (rule.defaults or {}):
        return rule.defaults[name]
    converter = rule._converters[name]
    if isinstance(converter, IntegerConverter):
        return 999_999_999
    if isinstance(converter, UUIDConverter):
        return "00000000-0000-0000-0000-000000000000"
    return next(iter(getattr(converter, "items", ())), "nothing-here")


def test_every_endpoint_says_who_may(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert sorted(endpoints - TABLE.keys()) == [], "add a line for each to tests/roles_table.py"


def test_the_table_names_only_roles_there_are():
    assert set(TABLE.values()) <= {ANYONE, *ROLES}


@pytest.mark.parametrize("role", (NOBODY, *ROLES))
def test_who_may_is_let_in_and_who_may_not_is_not(app, sign_in, role):
    user = None if role == NOBODY else cast.person("Somebody", role)
    wrong = []
    for endpoint, method, url in tries(app):
        if endpoint in TABLE:
            client = sign_in(user) if user else app.test_client()
            found = outcome(client, method, url)
            if found not in expectation(role, TABLE[endpoint]):
                wrong.append(f"{method} {url} ({endpoint}) as {role}: {found}")
    assert wrong == []


def outcome(client, method, url):
    """What became of a request: sent to sign in, refused, let in, or broken."""
    try:
        with client.open(url, method=method) as response:
            if response.status_code == 401 or response.headers.get("Location", "").startswith(
                "/login"
            ):
                return "sign in first"
            return "refused" if response.status_code == 403 else "let in"
    except Exception as error:
        return f"broken, {error!r}"


def expectation(role, least):
    if least == ANYONE:
        # A door for everybody may still refuse what is wrongly signed.
        return ("let in", "refused")
    if role == NOBODY:
        return ("sign in first",)
    return ("let in",) if ROLES.index(role) >= ROLES.index(least) else ("refused",)


def test_htmx_is_led_to_the_sign_in_page_as_a_whole(app):
    response = app.test_client().get("/profile", headers={"HX-Request": "true"})

    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/login"
    assert response.text == ""
