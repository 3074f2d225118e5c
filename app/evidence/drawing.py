"""The sealed PDF: typst lays it out, prints the fingerprint, and carries the canonical JSON as an attachment."""

import json
from pathlib import Path

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.evidence.models import EvidencePaper
from app.extensions import db
from app.lib.show import moment
from app.lib.text import direction_of
from app.lib.transaction import looking, transaction
from config import ROOT

TEMPLATE, FONTS = Path(__file__).with_name("evidence.typ"), ROOT / "app" / "lib" / "fonts"


def draw(paper_id):
    """Draw one paper and keep it."""
    with looking():
        paper = db.session.get(EvidencePaper, paper_id)
        if paper is None or paper.pdf:
            return
        with force_locale(paper.locale):
            words = told(paper.evidence, paper.locale)
        content = paper.evidence.content
    drawn = pdf(words, content)
    with transaction():
        db.session.get(EvidencePaper, paper_id).pdf = drawn


def pdf(words, content):
    """The bytes; the archive form, which may carry attachments."""
    import typst

    return typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(words), "content": content},
        pdf_standards=["a-3b"],
        format="pdf",
    )


def told(evidence, locale):
    """Everything printed, in the reader's language; people's words each in its own direction."""
    kept = json.loads(evidence.content)
    comment = kept["comment"]
    thread = [
        (_("Us") if said["by_us"] else named(said["author"]), said) for said in kept["thread"]
    ]
    return {
        "locale": locale,
        "day": {part: getattr(evidence.kept_at, part) for part in ("year", "month", "day", "hour", "minute", "second")},
        "title": _("Evidence no. %(number)s", number=evidence.id),
        "team": current_app.config["TEAM_NAME"],
        "about": _("A comment as it stood when it was kept. It has not been changed since; how to check that is said below."),
        "words": _("The comment"),
        "text": comment["text"],
        "dir": direction_of(comment["text"]),
        "facts": [(name, value or "–") for name, value in facts(evidence, kept)],
        "around": _("In the same thread"),
        "thread": [
            {"who": who, "at": said["written_at"], "text": said["text"], "dir": direction_of(said["text"])}
            for who, said in thread
        ],
        "seal": _("How to check it"),
        "how": _("The file evidence.json attached to this document is what was kept, byte for byte; it is printed below too. Its SHA-256 must be the one printed here, and the Ed25519 signature must fit it under the public key."),
        "seals": [("SHA-256", evidence.sha256), (_("Signature"), evidence.signature), (_("Public key"), evidence.public_key)],
        "printed": _("What was kept, as it is signed"),
    }  # fmt: skip


def facts(evidence, kept):
    comment, post = kept["comment"], kept["post"] or {}
    return [
        (_("Author"), named(comment["author"])),
        (_("Author’s page"), (comment["author"] or {}).get("url")),
        (_("Platform"), kept["platform"]),
        (_("Channel"), kept["channel"]),
        (_("Under"), post.get("title")),
        (_("Link"), comment["url"]),
        (_("Number on the platform"), comment["platform_id"]),
        (_("Written"), comment["written_at"]),
        (_("Edited"), comment["edited_at"]),
        (_("Received"), comment["received_at"]),
        (_("Kept"), f"{kept['kept_at']} ({moment(evidence.kept_at)})"),
    ]


def named(author):
    if not author:
        return _("Somebody")
    handle = f" (@{author['handle']})" if author["handle"] else ""
    return (author["name"] or author["handle"] or _("Somebody")) + handle
