"""What a machine can keep of docs/architecture.md."""

import ast
import re
from pathlib import Path

import pytest

from config import ROOT, Settings

APP = ROOT / "app"
# Top to bottom; a room may import from lower lines only, never from its own or above.
FLOORS = [
    ["factory"],
    [
        "inbox",
        "posts",
        "kindness",
        "people",
        "batches",
        "doors",
        "website",
        "triage",
        "timing",
        "reports",
        "alerts",
        "api",
        "demo",
    ],
    ["search"],
    ["feedback"],
    ["waves", "rules", "evidence", "levels"],
    [
        "ingest",
        "replies",
        "moderation",
        "tags",
        "notes",
        "authors",
        "escalations",
        "territories",
        "classifier",
    ],
    ["push"],
    ["notices"],
    ["comments"],
    ["channels", "offline"],
    ["connectors", "accounts"],
    ["letters"],
    ["jobs"],
    ["assets", "health"],
    ["lib"],
    ["extensions"],
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def python_files(*folders):
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def room_of(path):
    return path.relative_to(APP).parts[0].removesuffix(".py")


def imported_rooms(path):
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "app" else [f"app.{a.name}" for a in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        yield from (name.split(".")[1] for name in names if name.startswith("app."))


@pytest.mark.parametrize("path", python_files("app"), ids=lambda p: str(p.relative_to(ROOT)))
def test_arrows_point_down(path):
    room = room_of(path)
    if room == "__init__":
        return
    assert room in FLOOR, f"{room} has no floor on the map"
    for other in set(imported_rooms(path)) - {room}:
        assert FLOOR[other] > FLOOR[room], f"{room} may not import {other}"


def test_no_action_model_or_connector_commits():
    # The edge itself, and the driver underneath it.
    edge = {"app/lib/transaction.py", "app/lib/database.py"}
    for path in python_files("app"):
        if str(path.relative_to(ROOT)) not in edge:
            assert not re.search(r"session\.commit\(|\.commit\(\)", path.read_text()), (
                f"{path.name} commits"
            )


def test_the_web_never_imports_scikit_learn(tmp_path):
    import subprocess
    import sys

    asked = "import sys, app.factory, os; app.factory.create_app(); print([m for m in ('sklearn','scipy','numpy') if m in sys.modules])"
    environ = {"PATH": "/usr/bin", "SADA_HOME": str(tmp_path), "REDIS_URL": "unix:///nowhere.sock"}
    answer = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, env=environ, capture_output=True, text=True
    )
    assert answer.stdout.strip().endswith("[]"), answer.stdout + answer.stderr[-2000:]


def test_every_job_has_its_function():
    from app import jobs
    from workers.__main__ import learn_jobs
    from workers.runner import DOES, INTERRUPTED

    learn_jobs()
    assert set(DOES) == set(jobs.ALL)
    assert {name for name, job in jobs.ALL.items() if not job.repeatable} <= set(INTERRUPTED)


def fragments():
    return sorted((ROOT / "templates").rglob("_*.html"))


@pytest.mark.parametrize("path", fragments(), ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_every_fragment_says_what_it_needs(path):
    first = path.read_text().splitlines()[0]
    assert re.match(r"\{# .+ Needs: .+\. #\}|\{# .+ Needs nothing\. #\}", first), (
        f"{path.name}: {first}"
    )


def test_every_setting_is_documented():
    told = (ROOT / "docs" / "settings.md").read_text()
    for name in Settings.__dataclass_fields__:
        assert f"`{name}`" in told, f"{name} is not in docs/settings.md"


def test_every_connector_keeps_the_contract(app):
    from app.connectors.contract import Can, Connector
    from app.connectors.registry import all_connectors

    for name, kind in all_connectors().items():
        assert re.fullmatch(r"[a-z_]+", name) and kind.title
        assert set(kind.can) <= set(Can)
        for act in kind.can:
            assert hasattr(kind, act), f"{name} says it can {act} and does not"
        assert kind.parse is not Connector.parse
        assert "db" not in vars(__import__(kind.__module__, fromlist=["x"])), (
            f"{name} sees the database"
        )


def test_migrations_from_nothing_equal_the_models(request, home):
    from flask_migrate import upgrade

    from app.extensions import db
    from tests.conftest import make_app

    sqlite = f"sqlite:///{home / 'migrated.db'}"
    postgres = request.getfixturevalue("postgres")
    postgres.run("CREATE DATABASE migrated")
    for url in (sqlite, postgres.address("migrated")):
        app = make_app(url, home)
        with app.app_context():
            upgrade()
            assert differences(db) == []
            assert triggers_missing(db) == []
            db.engine.dispose()


def triggers_missing(db):
    """A table that a migration makes anew on SQLite loses its triggers without a word."""
    from app.reports.daybooks.marking import missing

    with db.engine.connect() as connection:
        return missing(connection)


def differences(db):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(thing, name, kind, reflected, compare_to):
        return not (name or "").startswith("comments_fts") and name != "ix_comments_words"

    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": True}
        )
        return compare_metadata(context, db.metadata)


# A platform is one file, however much it has to say; everything else is cut smaller.
MOST_LINES, MOST_LINES_OF_A_PLATFORM = 250, 450


def most_lines(path):
    return MOST_LINES_OF_A_PLATFORM if path.parent == APP / "connectors" else MOST_LINES


def test_files_stay_small():
    long = {
        str(p.relative_to(ROOT)): n
        for p in python_files("app", "workers")
        if (n := len(p.read_text().splitlines())) > most_lines(p)
    }
    assert long == {}


def test_templates_hold_no_inline_script_or_style():
    for path in Path(ROOT / "templates").rglob("*.html"):
        if "mail" in path.parts or "mail" in path.name:
            continue
        text = path.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|hx-on", text), (
            f"{path.name} breaks the content policy"
        )
