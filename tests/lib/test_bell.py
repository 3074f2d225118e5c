"""The bell never keeps anybody waiting, and two inboxes on one Redis do not hear each other."""

import socket
import time

import pytest
import redis

from app.lib.bell import Bell, own


@pytest.fixture
def hung_redis(app, tmp_path):
    """A Redis that takes calls and never answers."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "hung.sock"))
        door.listen(50)
        app.config["REDIS_URL"] = f"unix://{tmp_path}/hung.sock"
        app.extensions.pop("sada-redis", None)
        yield


def test_a_redis_that_hangs_is_waited_for_once(hung_redis):
    bell, begun = Bell(), time.monotonic()
    for _ in range(20):
        bell.ring("run-tasks")
        bell.tell({"kind": "comment-changed"})
    assert time.monotonic() - begun < 2


def test_a_bell_not_heard_yet_is_not_rung_again(app, live_bell):
    bell = Bell()
    for _ in range(5):
        bell.ring("run-tasks")
    assert redis.Redis.from_url(live_bell).llen(f"rq:queue:{own('calls')}") == 1


def test_what_waits_for_others_has_a_door_of_its_own(app, live_bell):
    ringing = Bell()
    for job in ("run-tasks", "process-events"):
        ringing.ring(job)

    heard = redis.Redis.from_url(live_bell)
    assert [heard.llen(f"rq:queue:{own(door)}") for door in ("work", "calls")] == [1, 1]


def test_two_inboxes_on_one_redis_have_nothing_in_common(app):
    assert own("work") != own("work", secret="of another inbox")
