"""What a person types: `./run` and what it says when something is wrong."""

import os
import socket
import subprocess
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from commands import __main__ as commands
from commands import licences
from commands.environment import RUNTIME_LOCK, prepare
from commands.package_index import translate
from config import Settings
from tests.small_family import eventually

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True, scope="module")
def installed():
    """Installing talks too; here only what comes after it is looked at."""
    prepare(RUNTIME_LOCK)


def run(*arguments, **environ):
    return subprocess.run(
        ["./run", *arguments],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_help_lists_every_command():
    said = run("help")

    assert said.returncode == 0
    for command in ("demo", "test", "check", "flask", "bench", "lock", "help"):
        assert f"./run {command}" in said.stdout


def test_an_unknown_command_points_to_the_list():
    said = run("fly")

    assert said.returncode == 2
    assert "./run help" in said.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "eighty"), ("PORT", "70000"), ("TIMEZONE", "Mars/Base"), ("DEFAULT_LOCALE", "de")],
)
def test_a_wrong_setting_stops_the_start_in_one_line_that_names_it(tmp_path, name, value):
    said = run("serve", **{"SADA_HOME": str(tmp_path), name: value})

    assert said.returncode == 2
    assert said.stderr.startswith(f"{name}: ")
    assert said.stderr.count("\n") == 1
    assert said.stdout == ""


def test_a_port_that_is_taken_is_said_in_one_line_with_the_way_out(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = run(SADA_HOME=str(tmp_path), PORT=str(port))

    assert said.returncode == 2
    assert said.stderr == f"PORT: {port} is taken; another one: PORT={port + 1} ./run\n"


def test_a_home_that_cannot_be_made_is_said_in_one_line(tmp_path):
    (tmp_path / "file").write_text("in the way")

    said = run(SADA_HOME=str(tmp_path / "file" / "home"))

    assert said.returncode == 2
    assert said.stderr.startswith("SADA_HOME: ")
    assert said.stderr.count("\n") == 1


def test_one_command_serves_an_inbox_ready_to_work_and_says_how_to_sign_in_first(tmp_path):
    with served(tmp_path / "home") as (process, address, said):
        eventually(lambda: process.poll() is not None or answer(f"{address}/readyz") == 200)
        assert process.poll() is None
        eventually(lambda: "SMTP_URL is not set" in said.read_text())
        assert f"Sada is at {address}" in said.read_text()
        assert f"  {address}/setup/" in said.read_text()
        # Nobody but the owner of the installation may look into it.
        assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "home" / "secret.key").stat().st_mode & 0o777 == 0o600
        process.terminate()
        assert process.wait(30) == 0
    assert answer(f"{address}/healthz") is None


@contextmanager
def served(home):
    """Sada itself, on a free port and a home of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    apart = {"SADA_HOME": str(home), "PORT": str(port)}
    apart |= dict.fromkeys(("DATABASE_URL", "REDIS_URL", "SMTP_URL", "PUBLIC_URL", "HOST"), "")
    said = home.with_suffix(".txt")
    with open(said, "w") as out:
        process = subprocess.Popen(
            ["./run"], cwd=ROOT, env={**os.environ, **apart}, stdout=out, stderr=out
        )
    try:
        yield process, f"http://127.0.0.1:{port}", said
    finally:
        process.kill()
        process.wait()
        print(said.read_text())


def answer(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def test_the_demo_never_touches_the_real_inbox(tmp_path, monkeypatch):
    real = "DATABASE_URL=postgresql://real\nSMTP_URL=smtp://real\nSADA_HOME=real\nREDIS_URL=redis://real\n"
    (tmp_path / ".env").write_text(real)
    environ = {"PORT": "8001"}
    monkeypatch.setattr(os, "environ", environ)
    monkeypatch.setattr(commands, "serve", lambda rest: None)

    commands.demo([])

    settings = Settings.from_environ(environ, root=tmp_path)
    home = tmp_path / "var" / "demo"
    assert settings.SADA_HOME == home
    assert settings.DATABASE_URL == f"sqlite:///{home / 'sada.db'}"
    assert settings.SMTP_URL == ""
    assert str(home) in settings.REDIS_URL or "sada-" in settings.REDIS_URL


def test_uv_is_sent_where_pip_is_set_to_go():
    listing = (
        "global.extra-index-url='file:///one/simple file:///two/simple'\n"
        "global.index-url='https://example.org/simple'\n"
        "install.index-url='https://example.org/better'\n"
        ":env:.find-links='/wheels /more-wheels'\n"
        ":env:.default-timeout='180'\n"
    )

    assert translate(listing) == {
        "UV_EXTRA_INDEX_URL": "file:///one/simple file:///two/simple",
        "UV_INDEX_URL": "https://example.org/better",
        "UV_FIND_LINKS": "/wheels,/more-wheels",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }
    assert translate("") == {}


def test_nothing_that_sada_runs_on_is_copyleft_but_the_stated_exception():
    assert licences.main() == 0


@pytest.mark.parametrize(
    ("said", "copyleft"),
    [
        ("MIT", False),
        ("LGPL-3.0-only", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("GPL-2.0-only OR MIT", False),
        ("AGPL-3.0-or-later", True),
    ],
)
def test_a_licence_is_copyleft_unless_another_may_be_chosen(said, copyleft):
    assert licences.is_copyleft(said) is copyleft
