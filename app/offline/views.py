"""What a browser keeps of Sada for when there is no line."""

from flask import Blueprint

from app.offline import once

bp = Blueprint("offline", __name__)


def prepare(app):
    """Count every act once."""
    app.before_request(once.take)
    app.after_request(once.remember)
