"""One Sada on one machine: Valkey, web and workers, from the first start to the last stop."""

import errno
import os
import socket
import sys

from config import BadSetting, Settings, socket_path
from workers import valkey
from workers.child import Child
from workers.family import Failed, Family, Stopped, say_to_person
from workers.home import InUse, claim

PEEK_SECONDS = 0.02


def main(arguments):
    """Serve until asked to stop; the exit code tells what kept us from it."""
    try:
        settings = Settings.from_environ(os.environ)
        locks = claim(settings.SADA_HOME)
        listener = listen(settings)
        return serve(settings, listener, locks, demo="--demo" in arguments)
    except (BadSetting, InUse) as error:
        say_to_person(error)
        return 2
    except OSError as error:
        say_to_person(f"SADA_HOME: {error}")
        return 2


def serve(settings, listener, locks, *, demo):
    """Start what answers people first, then what works behind; stop in the order web to Valkey."""
    web, workers, queue = children(settings, listener, locks[1])
    family = Family([web, workers, *queue])
    try:
        for child in queue:
            start_queue(family, child, settings)
        family.start(web)
        family.watch(until=lambda: answers(settings), every=PEEK_SECONDS, first=True)
        family.start(workers)
        if demo:
            fill(family, settings, locks[1])
        announce(settings)
        family.watch()
    except Stopped:
        say_to_person("Stopping …")
    except Failed as error:
        say_to_person(error)
        return 1
    finally:
        listener.close()
        family.stop()
    return 0


def children(settings, listener, lock):
    """Every process of this Sada, by what it is for."""
    environ = {"SADA_HOME": str(settings.SADA_HOME), "PYTHONUNBUFFERED": "1"}
    # A thread pool of the C library's own for each of our threads would cost memory and gain nothing.
    environ |= {"MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    heard = {**environ, "SADA_LISTEN": str(listener.fileno())}
    serving = python("gunicorn", "-c", "python:workers.web")
    web = Child("web", serving, stop_within=8, environ=heard, fds=(lock, listener.fileno()))
    workers = Child("workers", python("workers"), stop_within=30, environ=environ, fds=(lock,))
    return web, workers, embedded_queue(settings, lock)


def embedded_queue(settings, lock):
    """The embedded Valkey, when no other was named."""
    address = socket_path(settings.SADA_HOME)
    if settings.REDIS_URL != f"unix://{address}":
        return []
    return [valkey.embedded(settings.SADA_HOME, address, fds=(lock,))]


def start_queue(family, child, settings):
    """Start Valkey; what a power cut made unreadable is set aside, since nothing in it counts."""
    home, address = settings.SADA_HOME, socket_path(settings.SADA_HOME)
    if starts(family, child, address):
        return
    valkey.set_aside(home)
    if not starts(family, child, address):
        raise Failed(f"Valkey could not start: the end of {home / 'valkey.log'} says why.")


def starts(family, child, address):
    family.start(child)
    try:
        family.watch(lambda: valkey.answers(address), every=PEEK_SECONDS, first=True)
    except Failed:
        family.forget(child)
        return False
    return True


def python(module, *arguments):
    return [sys.executable, "-m", module, *arguments]


def listen(settings):
    """The socket that the web answers on; refuses in one line when it cannot be had."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            settings.HOST, settings.PORT, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror:
        raise BadSetting("HOST", f"is not an address of this machine: {settings.HOST}") from None
    listener = socket.socket(family, kind)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(1024)
    except OSError as error:
        raise cannot_listen(settings, error) from None
    return listener


def cannot_listen(settings, error):
    if error.errno == errno.EADDRINUSE:
        other = settings.PORT + 1 if settings.PORT < 65535 else 8000
        return BadSetting("PORT", f"{settings.PORT} is taken; another one: PORT={other} ./run")
    if error.errno == errno.EADDRNOTAVAIL:
        return BadSetting("HOST", f"is not an address of this machine: {settings.HOST}")
    return BadSetting("PORT", f"{settings.PORT} cannot be listened on: {error.strerror}")


def answers(settings):
    """Whether the web says that it is alive."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(settings.HOST, settings.HOST)
    try:
        with socket.create_connection((host, settings.PORT), timeout=0.5) as link:
            link.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b" 200 " in link.recv(64)
    except OSError:
        return False


def fill(family, settings, lock):
    """Fill the demo inbox, the first time only."""
    filled = settings.SADA_HOME / "demo.filled"
    if filled.exists():
        return
    say_to_person("Filling the demo inbox …")
    environ = {"SADA_HOME": str(settings.SADA_HOME)}
    command = python("flask", "--app", "wsgi", "demo")
    if family.finish(Child("demo", command, stop_within=5, environ=environ, fds=(lock,))):
        raise Failed("The demo inbox could not be filled: what is above says why.")
    filled.touch()


def announce(settings):
    print(f"Sada is at {settings.PUBLIC_URL} (Ctrl-C stops it)", flush=True)
    if not settings.SMTP_URL:
        print(
            f"SMTP_URL is not set: letters are kept, an administrator reads them at {settings.PUBLIC_URL}/letters",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
