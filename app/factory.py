"""Puts the product together; the one place that knows every room."""

import importlib
import logging
import os
from pathlib import Path

from flask import Flask
from sqlalchemy import event  # noqa: F401

from app.extensions import babel, csrf, db, migrate
from app.lib import database, transaction
from app.lib.bell import Bell
from app.lib.htmx import prepare_htmx
from app.lib.numbers import prepare_numbers
from app.lib.show import prepare_templates
from app.territories import gazetteer
from config import LOCALES, ROOT, BadSetting, Settings

MODELS = (
    "app.jobs app.accounts.models app.letters.models app.channels.models app.comments.models app.comments.index app.ingest.models app.ingest.wanted "
    "app.replies.models app.replies.approval.models app.replies.templates.models app.replies.approval.actions app.moderation.models app.tags.models app.notes.models app.escalations.models "
    "app.territories.models app.inbox.models app.replies.ours app.tags.arriving app.api.models app.channels.connectings app.channels.subscriptions app.channels.departures "
    "app.waves.models app.rules.models app.levels.models app.triage.reversals app.triage.newcomers app.timing.marking app.classifier.learning.models app.classifier.thresholds.models app.classifier.lists.models app.classifier.learning.lessons"
    " app.alerts.models app.reports.models app.reports.pictures app.reports.daybooks.marking app.batches.models app.posts.inheriting app.comments.lot_acts app.tags.lots app.moderation.lots app.replies.alike app.escalations.alike app.reports.drawing.models app.reports.sending.models app.reports.verbatims.models app.kindness.models app.evidence.models app.notices.models app.authors.models app.authors.standing app.feedback.models app.feedback.alike app.feedback.rumours.known app.reports.anonymous.passed_on app.notices.telling app.offline.models app.push.models app.push.telling"
).split()

# Rooms that answer requests (`bp` in views.py) or add commands (`cli` in cli.py); top to bottom as on the map.
VIEWS = (
    "app.health app.assets app.offline.views app.push.views app.posts.views app.people.views app.inbox.views app.kindness.views app.kindness.rounds_views app.evidence.views app.batches.views app.inbox.live app.inbox.presence app.inbox.saved_views app.reports.views app.reports.drawing.views app.reports.verbatims.views app.reports.sending.views app.reports.sending.letters_views app.reports.sending.public_views app.alerts.views app.alerts.watch_views app.alerts.press_views app.alerts.trend_views app.reports.pictures_views app.search.views "
    "app.triage.views app.timing.views app.inbox.due app.ingest.views app.ingest.imports app.website.views app.website.reading app.replies.views app.replies.templates.views app.replies.approval.views app.replies.approval.letters_views "
    "app.moderation.views app.moderation.measures app.tags.views app.tags.keeping_views app.notices.views app.notices.wishes_views app.notices.goodbye_views app.notes.views app.escalations.views app.escalations.letters_views "
    "app.comments.views app.comments.acts.assignment app.comments.acts.snooze app.comments.acts.resolution "
    "app.comments.acts.spam app.comments.acts.undo app.doors.joining app.doors.leaving app.doors.views app.doors.trying app.doors.refused app.accounts.views app.accounts.invitations app.accounts.letters app.demo.views "
    "app.feedback.views app.feedback.plan_views app.feedback.letters_views app.waves.views app.triage.figures_views app.classifier.corrections.views app.classifier.corrections.alike_views app.classifier.learning.views "
    "app.classifier.thresholds.views app.classifier.lists.views app.api.views app.api.keys_views"
).split()


def create_app(settings=None, **overrides):
    """One Sada, from settings (the environment's when none are given)."""
    settings = settings or Settings.from_environ(os.environ)
    app = Flask(
        "app",
        root_path=str(ROOT / "app"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.from_mapping(flask_config(settings) | overrides)
    logging.basicConfig(
        level=settings.LOG_LEVEL, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    # It would write whole addresses down, and some of them hold keys.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    app.extensions["sada-bell"] = Bell()
    prepare_database(app)
    prepare_language(app)
    csrf.init_app(app)
    prepare_htmx(app)
    prepare_numbers(app)
    prepare_templates(app)
    prepare_places(app)
    add_rooms(app)
    return app


def flask_config(settings):
    """Sada's settings in the words of Flask and its extensions."""
    from app.accounts.security import SECURITY

    sqlite = settings.DATABASE_URL.startswith("sqlite")
    return {
        **settings.__dict__,
        **SECURITY,
        "SQLALCHEMY_DATABASE_URI": settings.DATABASE_URL,
        # A statement that fails is logged; the words that people wrote are not.
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_size": settings.WEB_THREADS,
            "max_overflow": 8,
            # The connection that was used last is warm; each that is used remembers megabytes of the database.
            "pool_use_lifo": True,
            "hide_parameters": True,
        }
        | ({} if sqlite else {"pool_pre_ping": True}),
        "BABEL_DEFAULT_LOCALE": settings.DEFAULT_LOCALE,
        "BABEL_DEFAULT_TIMEZONE": settings.TIMEZONE,
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 500_000,
        # Browsers share cookies among the ports of a host, and two clones may run side by side.
        "SESSION_COOKIE_NAME": f"sada-{settings.PORT}",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.COOKIE_SECURE,
        "WTF_CSRF_TIME_LIMIT": None,
    }


def prepare_database(app):
    for name in MODELS:
        importlib.import_module(name)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    with app.app_context():
        database.dependable(db.engine)
    database.read_in_safe_requests(app)
    transaction.commit_requests(app)


def prepare_places(app):
    try:
        gazetteer.use(*app.config["GAZETTEER"])
    except gazetteer.Unreadable as wrong:
        raise BadSetting("GAZETTEER", str(wrong)) from wrong


def prepare_language(app):
    from app.accounts.access import chosen_locale

    babel.init_app(app, locale_selector=chosen_locale)
    app.config["LOCALES"] = LOCALES


def add_rooms(app):
    """Register every room's pages and commands."""
    from app.accounts.security import prepare_security

    prepare_security(app)
    for name in VIEWS:
        if Path(ROOT, *name.split(".")).with_suffix(".py").exists():
            room = importlib.import_module(name)
            app.register_blueprint(room.bp)
            if hasattr(room, "prepare"):
                room.prepare(app)
    for cli in sorted((ROOT / "app").glob("*/cli.py")):
        app.cli.add_command(importlib.import_module(f"app.{cli.parent.name}.cli").cli)
