"""The supervisor keeps its children alive, stops them in order and leaves none behind."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from config import Settings
from tests.small_family import NAMES, eventually, pid_of
from workers import valkey
from workers.child import FIRST_PAUSE, LONGEST_PAUSE, Child
from workers.family import Failed, Family
from workers.supervisor import start_queue

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def supervise(tmp_path):
    """Start small supervisors on one folder; whatever is left of them is ended."""
    started = []

    def start(**environ):
        command = [sys.executable, "-m", "tests.small_family", str(tmp_path)]
        environ = {**os.environ, **environ}
        process = subprocess.Popen(
            command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def all_pids(folder):
    return {name: pid_of(folder, name) for name in NAMES}


def alive(pid):
    """Whether a process still works; one that ended and waits to be noticed does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_child_that_is_killed_is_started_again(supervise, tmp_path):
    supervise()
    before = all_pids(tmp_path)

    os.kill(before["clock"], signal.SIGKILL)

    pid_of(tmp_path, "clock", other_than=before["clock"])
    assert pid_of(tmp_path, "web") == before["web"]
    assert alive(before["web"]) and alive(before["valkey"])


@pytest.mark.parametrize("request_to_stop", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_goes_from_the_web_to_valkey(supervise, tmp_path, request_to_stop):
    supervisor = supervise()
    all_pids(tmp_path)

    supervisor.send_signal(request_to_stop)

    assert supervisor.wait(10) == 0
    assert (tmp_path / "stopped").read_text().split() == ["web", "clock", "valkey"]


def test_a_second_request_to_stop_does_not_wait(supervise, tmp_path):
    supervisor = supervise(DEAF="web")
    pids = all_pids(tmp_path)
    supervisor.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        supervisor.wait(0.5)

    supervisor.send_signal(signal.SIGINT)

    assert supervisor.wait(10) == 0
    assert not any(map(alive, pids.values()))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a parent's end")
def test_no_child_outlives_a_killed_supervisor(supervise, tmp_path):
    supervisor = supervise()
    pids = all_pids(tmp_path)

    supervisor.kill()

    eventually(lambda: not any(map(alive, pids.values())))


def test_a_killed_run_does_not_stand_in_the_way_of_the_next(supervise, tmp_path):
    first = supervise()
    before = all_pids(tmp_path)
    first.kill()
    first.wait()

    supervise()

    after = {name: pid_of(tmp_path, name, other_than=pid) for name, pid in before.items()}
    assert all(map(alive, after.values()))


def test_a_second_run_on_the_same_home_is_refused_in_one_line(supervise, tmp_path):
    supervise()
    all_pids(tmp_path)

    second = supervise()

    said = second.communicate(timeout=10)[1]
    assert second.returncode == 1
    assert said == f"SADA_HOME: another ./run already serves {tmp_path}\n"


def test_what_a_child_started_ends_with_it(tmp_path):
    note = tmp_path / "grandchild"
    program = (
        "import os, subprocess, sys;"
        "p = subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(300)']);"
        f"open({str(note)!r}, 'w').write(str(p.pid))"
    )
    child = Child("parent", [sys.executable, "-c", program], stop_within=5)
    child.start()

    eventually(lambda: child.notice_end() is not None)

    eventually(lambda: not alive(int(note.read_text())))


def test_one_that_keeps_dying_is_started_later_and_later():
    child = Child("broken", [sys.executable, "-S", "-c", "raise SystemExit(3)"], stop_within=5)
    pauses = []
    for _ in range(10):
        child.started_at = time.monotonic()
        pauses.append(child.pause)
        child.plan_restart()

    assert pauses[:3] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
    assert pauses[-1] == LONGEST_PAUSE


def test_one_that_never_worked_is_given_up_at_the_first_start(family):
    broken = Child("web", [sys.executable, "-S", "-c", "raise SystemExit(3)"], stop_within=5)
    family.start(broken)

    with pytest.raises(Failed, match="web could not start"):
        family.watch(first=True)


@pytest.fixture
def family():
    """A family in this process, that gives the signals back afterwards."""
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)
    before = {number: signal.getsignal(number) for number in numbers}
    family = Family([])
    yield family
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_valkey_that_cannot_read_what_it_kept_begins_anew(family, embedded, tmp_path):
    log = tmp_path / "valkey" / "appendonlydir"
    log.mkdir(parents=True)
    (log / "appendonly.aof.manifest").write_bytes(b"\0" * 512)
    environ = {"SADA_HOME": str(tmp_path), "DATABASE_URL": "", "REDIS_URL": ""}
    settings = Settings.from_environ(environ)

    start_queue(family, embedded, settings)

    assert valkey.answers(tmp_path / "valkey.sock")
    assert len(list(tmp_path.glob("valkey-unreadable-*/appendonlydir"))) == 1


@pytest.fixture
def embedded(tmp_path):
    child = valkey.embedded(tmp_path, tmp_path / "valkey.sock")
    yield child
    child.kill()
    with suppress(AttributeError):
        child.process.wait()


def test_the_embedded_valkey_answers_on_its_socket_alone(embedded, tmp_path):
    address = tmp_path / "valkey.sock"
    assert not valkey.answers(address)

    embedded.start()

    eventually(lambda: valkey.answers(address))
    assert address.stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "valkey").stat().st_mode & 0o777 == 0o700


def test_a_killed_valkey_starts_again_on_the_same_socket_with_what_it_kept(embedded, tmp_path):
    redis = pytest.importorskip("redis")
    address = tmp_path / "valkey.sock"
    embedded.start()
    eventually(lambda: valkey.answers(address))
    link = redis.Redis(unix_socket_path=str(address))
    link.set("kept", "yes")
    # The log is written every second; this asks Valkey to say when it is on disk.
    assert link.execute_command("WAITAOF", 1, 0, 5000)[0] == 1
    embedded.kill()
    eventually(lambda: embedded.notice_end() is not None)
    assert address.exists()

    embedded.start()

    eventually(lambda: valkey.answers(address))
    assert redis.Redis(unix_socket_path=str(address)).get("kept") == b"yes"
