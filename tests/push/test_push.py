"""A message to a device says that something waits, never what; it waits for quiet hours, and ends where the device is gone."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from app.comments.actions import resolve
from app.escalations.actions import escalate
from app.extensions import db
from app.jobs import Task
from app.lib.clock import ago
from app.lib.errors import Refused, TransientError
from app.lib.transaction import transaction
from app.notices.actions import read_all
from app.notices.wishing import change_wishes
from app.push.actions import add_device, check_endpoint
from app.push.delivery import deliver
from app.push.keys import public_key
from app.push.models import PushDevice, PushKey, PushWait
from app.push.telling import tell_of_urgent
from app.triage.actions import triage
from tests import cast
from tests.fakes.push_service import Device, PushService, claims

WORDS = "Un fil électrique est tombé devant l'école"


@pytest.fixture
def service(the_app):
    the_app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    service = PushService()
    yield service
    service.stop()


def device_of(user, service, name="phone"):
    """A browser of somebody that asked to be told."""
    device = Device(service, name)
    told = device.subscription
    with transaction():
        change_wishes(user, quiet_from=0, quiet_to=0)
        public_key()
        add_device(user, endpoint=told["endpoint"], **told["keys"], name=name)
    return device


def urgent(page, **more):
    comment = cast.comment(page, WORDS, priority=True, **{"created_at": ago(minutes=5)} | more)
    with transaction():
        tell_of_urgent([comment.id])
    return comment


def test_an_escalation_is_told_to_whom_it_goes_and_says_nothing_of_it(
    any_app, service, page, leila, nadia, waiting
):
    phone, other = device_of(nadia, service), device_of(leila, service, "desk")
    nadia.locale = "en"
    comment = cast.comment(page, WORDS)
    with transaction():
        escalate(comment, by=leila, to=nadia, reason="Danger près de l'école")
    assert ("tell-devices", nadia.id) in waiting()
    deliver(nadia.id)

    (told,) = phone.read
    assert (told["title"], told["url"]) == (
        "A comment was escalated to you",
        f"/inbox/{comment.id}",
    )
    assert set(told) == {"title", "url", "tag", "lang", "dir"}
    assert other.read == [] and db.session.query(PushWait).count() == 0
    ((_name, sealed, headers, _status),) = service.heard
    assert WORDS.encode() not in sealed and b"escalated" not in sealed
    said = claims(headers)
    assert (said["aud"], said["key"]) == (service.url, public_key())
    assert said["sub"].startswith(("mailto:", "https:"))
    assert headers["Content-Encoding"] == "aes128gcm"


def test_urgent_ones_that_come_together_are_one_message_to_who_may_act(
    app, service, page, leila, victor, waiting
):
    phone, viewer = device_of(leila, service), device_of(victor, service, "viewer")
    leila.locale = "en"
    for _ in range(3):
        urgent(page)
    assert waiting().count(("tell-devices", leila.id)) == 1
    deliver(leila.id)
    assert [one["title"] for one in phone.read] == ["3 urgent comments wait"]
    assert viewer.read == []


def test_what_was_dealt_with_or_read_meanwhile_wakes_nobody(app, service, page, leila, nadia):
    phone = device_of(nadia, service)
    comment, handed = urgent(page), cast.comment(page)
    with transaction():
        resolve(comment, by=leila)
        escalate(handed, by=leila, to=nadia, reason="Pour décision")
        read_all(nadia)
    deliver(nadia.id)
    assert phone.read == [] and db.session.query(PushWait).count() == 0


def test_an_old_comment_brought_in_now_wakes_nobody(app, service, page, leila):
    device_of(leila, service)
    urgent(page, created_at=ago(days=3))
    assert db.session.query(PushWait).count() == 0


def test_a_message_waits_for_the_end_of_quiet_hours(app, service, page, leila, monkeypatch):
    device_of(leila, service)
    night = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    monkeypatch.setattr("app.push.telling.now", lambda: night)
    with transaction():
        change_wishes(leila, quiet_from=21, quiet_to=7)
    urgent(page)
    (task,) = db.session.query(Task).filter_by(job="tell-devices")
    # Seven in Tunis is six in Greenwich.
    assert task.due_at == night.replace(hour=6, minute=0)


def test_a_device_that_is_gone_is_let_go_of(app, service, page, leila):
    devices = [device_of(leila, service, name) for name in ("phone", "desk", "old phone")]
    service.answers = [410, 201, 404]
    urgent(page)
    deliver(leila.id)
    (left,) = db.session.query(PushDevice)
    assert [one.name for one in devices if one.read] == [left.name]


def test_a_service_that_asks_for_patience_is_asked_again(app, service, page, leila):
    phone = device_of(leila, service)
    service.answers = [503]
    urgent(page)
    with pytest.raises(TransientError):
        deliver(leila.id)
    assert phone.read == [] and db.session.query(PushWait).count() == 1
    deliver(leila.id)
    assert len(phone.read) == 1


def test_our_workers_are_sent_to_no_private_place(app):
    for endpoint in (
        "http://push.example.org/x", "https://127.0.0.1/x", "https://10.0.0.8/x", "https://[::1]/x",
        "https://169.254.169.254/", "ftp://x", "https://", "nonsense", "https://u:p@93.184.216.34/",
    ):  # fmt: skip
        with pytest.raises(Refused):
            check_endpoint(endpoint)
    check_endpoint("https://93.184.216.34/x")


def test_an_address_that_turned_private_is_never_called(app, service, page, leila):
    phone = device_of(leila, service)
    app.config["ALLOWED_PRIVATE_HOSTS"] = ()
    urgent(page)
    deliver(leila.id)
    assert phone.read == [] and service.heard == [] and db.session.query(PushDevice).count() == 0


def test_keys_and_addresses_are_locked_in_the_database(app, service, leila):
    phone = device_of(leila, service)
    kept = db.session.execute(text("SELECT kept FROM push_devices")).scalar()
    ours = db.session.execute(text("SELECT kept FROM push_keys")).scalar()
    private = db.session.get(PushKey, 1).kept["private"]
    assert phone.service.url.encode() not in bytes(kept)
    assert private.encode() not in bytes(ours)
    assert public_key() == public_key()


def test_a_browser_asks_and_says_no_again_on_ones_profile(app, service, sign_in, leila, nadia):
    client, phone = sign_in(leila), Device(service, "phone")
    assert len(client.post("/push/key").json["key"]) == 87
    agent = {"User-Agent": "Mozilla/5.0 (Android 14; Mobile) Firefox/130.0"}
    assert client.post("/push/devices", json=phone.subscription, headers=agent).status_code == 201
    assert "Firefox · Android" in client.get("/profile").text
    (device,) = db.session.query(PushDevice)
    sign_in(nadia).post(f"/push/devices/{device.id}/end")
    assert db.session.query(PushDevice).count() == 1
    assert client.post(f"/push/devices/{device.id}/end").status_code == 303
    assert db.session.query(PushDevice).count() == 0

    client.post("/push/devices", json=phone.subscription)
    client.delete("/push/devices", json={"endpoint": phone.subscription["endpoint"]})
    assert db.session.query(PushDevice).count() == 0


def test_what_is_no_subscription_is_refused(app, sign_in, leila):
    client, place = sign_in(leila), {"endpoint": "https://93.184.216.34/x"}
    for told in (
        None, [], {}, place, {"endpoint": 1, "keys": {"p256dh": "a", "auth": "b"}},
        place | {"keys": {"p256dh": "né", "auth": "b"}}, place | {"keys": {"p256dh": "AAAA", "auth": "AAAA"}},
    ):  # fmt: skip
        assert client.post("/push/devices", json=told).status_code == 422
    assert db.session.query(PushDevice).count() == 0


def test_who_may_no_longer_sign_in_is_told_nothing(app, service, page, leila):
    phone = device_of(leila, service)
    urgent(page)
    leila.active = False
    db.session.commit()
    deliver(leila.id)
    assert phone.read == [] and db.session.query(PushWait).count() == 0


def test_what_the_classifier_finds_urgent_is_told_and_the_rest_is_not(app, service, page, leila):
    phone = device_of(leila, service)
    danger = "Un fil électrique est tombé dans la rue de l'école, les enfants passent à côté, venez vite !"
    cast.comment(page, "Merci à toute l'équipe pour la fête.", created_at=ago(minutes=9))
    found = cast.comment(page, danger, created_at=ago(minutes=8))
    triage()
    deliver(leila.id)
    assert [one["url"] for one in phone.read] == [f"/inbox/{found.id}"]
