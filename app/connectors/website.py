"""Our own form on somebody's site: citizens write there, and it reads back what was moderated."""

from flask_babel import lazy_gettext as _l

from app.connectors.contract import (
    Can,
    Connector,
    Incoming,
    IncomingAuthor,
    IncomingPost,
    Sent,
    Setting,
)
from app.connectors.items import moment
from app.connectors.reading import read_json


class Website(Connector):
    """The form and what it shows are both ours, so that everything done here is done there at once."""

    name = "website"
    title = _l("Website form")
    icon = "website"
    about = _l("Citizens leave a comment or a question on your site, without an account.")
    settings = (
        Setting(
            "welcome", _l("Words above the form"), kind="lines",
            about=_l("Say what it is for, in the languages of your readers."),
        ),
        Setting(
            "sites", _l("Sites that may show it"), kind="origins",
            about=_l(
                "One address a line, such as https://www.ville.example. They may also read back what was resolved or answered."
            ),
        ),
    )  # fmt: skip
    can = frozenset((Can.REPLY, Can.HIDE, Can.UNHIDE, Can.DELETE))

    def verify(self, delivery):
        """The form's own mark was checked before it was handed in."""

    def measure(self, delivery):
        return 1

    def parse(self, payload):
        message = read_json(payload)
        named, place = message["name"], message["place"]
        yield Incoming(
            platform_id=message["id"],
            text=message["text"],
            created_at=moment(message, "created_at"),
            # Two who give the same name are two: nobody here has an account.
            author=IncomingAuthor(message["id"], name=named) if named else None,
            post=IncomingPost(f"~{place.casefold()}", title=place) if place else None,
            visibility="private" if message.get("private") else "public",
        )

    def quote(self, payload, position):
        return payload.decode("utf-8", "replace")

    def reply(self, comment, text, *, reply_id=None):
        """The answer is on the site as soon as we keep it."""
        return Sent(platform_id=f"{comment.platform_id}/{reply_id}")

    def hide(self, comment):
        return Sent(state="hidden")

    def unhide(self, comment):
        return Sent(state="visible")

    def delete(self, comment):
        return Sent(state="deleted")
