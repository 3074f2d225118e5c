"""A phone asks to be told by one press, and shows what it is told."""

import json

from playwright.sync_api import expect

from tests.fakes.push_service import Device, PushService

# No push service stands behind a browser of a test: its part is played here, ours is not.
PLAYED = """
const made = %s;
let now = null;
const one = { toJSON: () => made, endpoint: made.endpoint, unsubscribe: async () => { now = null; return true; } };
PushManager.prototype.getSubscription = async () => now ?? (localStorage.getItem("made") ? (now = one) : null);
PushManager.prototype.subscribe = async (asked) => { localStorage.setItem("made", asked.applicationServerKey.length); return (now = one); };
Object.defineProperty(Notification, "permission", { get: () => "granted" });
Notification.requestPermission = async () => "granted";
"""


def test_a_device_is_told_after_one_press_and_shows_it(visits, house):
    service = PushService()
    device = Device(service, "phone")
    page = visits.of("Nadia", "/profile", service_workers="allow", permissions=["notifications"])
    page.context.add_init_script(PLAYED % json.dumps(device.subscription))
    page.reload()
    page.locator("[data-begin]").click()
    expect(page.locator(".devices__one")).to_have_count(1)
    assert page.evaluate("localStorage.getItem('made')") == "65"

    wire = page.context.new_cdp_session(page)
    registrations = []
    wire.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: registrations.extend(said["registrations"]),
    )
    wire.send("ServiceWorker.enable")
    house.until(lambda: page.evaluate("1") and registrations, 5, "no worker")
    told = {
        "title": "Un commentaire urgent attend",
        "url": "/inbox",
        "tag": "waits",
        "lang": "fr",
        "dir": "ltr",
    }
    wire.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": house.url,
            "registrationId": registrations[0]["registrationId"],
            "data": json.dumps(told),
        },
    )
    shown = "navigator.serviceWorker.ready.then((one) => one.getNotifications()).then((all) => all.map(({ title, tag }) => [title, tag]))"
    house.until(lambda: page.evaluate(shown), 5, "nothing shown")
    assert page.evaluate(shown) == [[told["title"], "waits"]]

    page.locator("[data-end]").click()
    expect(page.locator(".devices__one")).to_have_count(0)
    service.stop()
