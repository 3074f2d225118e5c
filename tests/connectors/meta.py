"""Meta's side of things: its application, its deliveries, its own client, and what its specification knows."""

from app.connectors.registry import connect
from app.extensions import db
from app.ingest.actions import process
from tests.connectors.specs import spec
from tests.fakes.meta.graph import APP_ID, APP_SECRET, VERIFY_TOKEN

BACK = "https://sada.example/channels/back"
KINDS = ("Page", "PagePost", "Comment", "IGUser", "IGMedia", "IGComment")
# What the API takes everywhere, and what it answers to that is no thing of its own.
EVERYWHERE = {
    "fields",
    "limit",
    "after",
    "appsecret_proof",
    "access_token",
    "summary",
    "order",
    "filter",
}
NOT_THINGS = ("oauth/access_token", "debug_token", "refresh_access_token", "dialog/oauth", "me/accounts", "")  # fmt: skip


def set_up(app):
    """The team's application at Meta, as this server knows it."""
    app.config.update(
        META_APP_ID=APP_ID, META_APP_SECRET=APP_SECRET, META_VERIFY_TOKEN=VERIFY_TOKEN,
        ALLOWED_PRIVATE_HOSTS=("127.0.0.1",), UNDO_SECONDS=0,
    )  # fmt: skip


def deliver(client, platform, each, **more):
    """One delivery knocks at the shared door, byte for byte."""
    headers = {"X-Hub-Signature-256": each["signature"], "Content-Type": "application/json"}
    body = each["body"].encode()
    return client.post(f"/webhooks/app/{platform}", data=body, headers={**headers, **more})


def arrive(client, fake, platform="facebook"):
    """All that was told since the last time arrives and is understood."""
    answers = [deliver(client, platform, each) for each in fake.deliveries()]
    assert all(each.status_code == 200 for each in answers)
    while process():
        pass
    db.session.rollback()
    return answers


def speaker(channel):
    return connect(db.session.merge(channel))


def client_for(fake, monkeypatch, pytest, key):
    """facebook-business, as others wrote it, at our fake; its proof is in every call."""
    session = pytest.importorskip("facebook_business.session")
    from facebook_business.api import FacebookAdsApi

    monkeypatch.setattr(session.FacebookSession, "GRAPH", fake.url)
    made = session.FacebookSession(APP_ID, APP_SECRET, key)
    made.requests.trust_env = False
    return FacebookAdsApi(made, "v26.0")


def unknown_fields(fields):
    """What a fake shows of a thing that the specification does not know."""
    found = []
    for kind, names in fields.items():
        if kind in KINDS:
            known = {each["name"] for each in spec(f"facebook/{kind}.json")["fields"]}
            found += [(kind, name) for name in names if name not in known]
    return found


def unknown_calls(calls):
    """What we asked that the specification does not know: (method, edge, name of what was given)."""
    known, found = parameters(), []
    for method, path, names in calls:
        path = path.strip("/").removeprefix("v26.0").strip("/")
        if path in NOT_THINGS or method == "GET" and "/" not in path:
            continue
        edge = path.partition("/")[2]
        taken = known.get((method, edge))
        if taken is None:
            found.append((method, edge, ""))
        else:
            found += [(method, edge, name) for name in names if name not in taken | EVERYWHERE]
    return found


def parameters():
    """Every (method, edge) with the names of what it takes."""
    found = {}
    for kind in KINDS:
        for each in spec(f"facebook/{kind}.json")["apis"]:
            names = {one["name"] for one in each.get("params", [])}
            found.setdefault((each["method"], each.get("endpoint", "")), set()).update(names)
    return found
