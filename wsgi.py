"""The web server's way in."""

from app.factory import create_app

app = create_app()
