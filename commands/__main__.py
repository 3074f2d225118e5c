"""`./run COMMAND`: from a fresh clone to a served inbox, and everything a developer does every day."""

import os
import sys

from commands import bench, chromium, lock
from commands.checks import check
from commands.environment import DEV_LOCK, PEERS_LOCK, PYTHON, RUNTIME_LOCK, Unready, prepare
from commands.translations import compile_stale

HELP = """\
./run                 set everything up and serve the inbox (Ctrl-C stops it)
./run demo            the same, with a lively made-up inbox of its own
./run test [ARGS]     set up and run the tests; ARGS go to pytest
./run test --peers    the same, with the platforms' own clients and others' servers as judges
./run check           format, lint, types, templates, translations, licences
./run flask ARGS      a command of the application, such as `./run flask --help`
./run bench [NAME]    run one benchmark, or list them
./run lock            write requirements*.lock anew from requirements*.in
./run help            this list

Settings come from the environment or from a file named .env: see docs/settings.md.
For example: PORT=8001 ./run"""


def main(arguments):
    name, *rest = arguments or ["serve"]
    if name in ("help", "-h", "--help"):
        print(HELP)
        return 0
    if name not in COMMANDS:
        print(f"There is no ./run {name}. `./run help` lists what there is.", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](rest)
    except Unready as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def serve(rest):
    """From nothing to a served inbox."""
    prepare(RUNTIME_LOCK)
    compile_stale()
    become("workers.supervisor", *rest)


def demo(rest):
    """A served inbox full of made-up comments, that never touches the real one."""
    apart = {"SADA_HOME": "var/demo", "DATABASE_URL": "", "REDIS_URL": "", "SMTP_URL": ""}
    for name, value in apart.items():
        os.environ.setdefault(name, value)
    serve(["--demo", *rest])


def test(rest):
    """The tests, with all they need, Chromium included; `--peers` adds what judges the connectors."""
    judges = [PEERS_LOCK] if "--peers" in rest else []
    prepare(RUNTIME_LOCK, DEV_LOCK, *judges)
    compile_stale()
    chromium.offer()
    chosen = [argument for argument in rest if argument != "--peers"]
    become("pytest", *(chosen or together()))


def together():
    """All of the tests, as many files at a time as there are processors, so that one waits while another works."""
    many = min(os.cpu_count() or 1, 4)
    # In the order of the folders: the browser's few and long ones would otherwise come last, one after the other.
    spread = ["--dist", "loadfile", "--no-loadscope-reorder"]
    return ["-n", str(many), *spread] if many > 1 else []


def flask(rest):
    prepare(RUNTIME_LOCK)
    compile_stale()
    become("flask", "--app", "wsgi", *rest)


def become(module, *arguments):
    """Leave the floor to another program, with its own exit code and its own Ctrl-C."""
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])


COMMANDS = {
    "serve": serve,
    "demo": demo,
    "test": test,
    "check": check,
    "flask": flask,
    "bench": lambda rest: bench.choose(rest, become),
    "lock": lock.write,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
