"""What the team decided about an author stays readable: who, what and when, until the author is forgotten."""

from flask_babel import gettext as _

from app.authors.models import LINKED, MUTED, NEITHER, TRUSTED, UNLINKED, AuthorNote
from app.extensions import db


def keep_deed(author, deed, *, by, other=None):
    """Keep that `by` decided this about an author; `other` is the author they were linked with or parted from."""
    other_id = other.id if other else None
    db.session.add(
        AuthorNote(author_id=author.id, by_id=by.id, text="", deed=deed, other_id=other_id)
    )


def told_deed(note):
    """A decision about an author in the reader's language."""
    # Isolated: a name of the other direction must not turn the sentence round.
    name = f"\u2068{(note.other and note.other.called) or _('Somebody')}\u2069"
    return {
        TRUSTED: _("trusts them"),
        MUTED: _("muted them here"),
        NEITHER: _("took trust or muting back"),
        LINKED: _("said they are one person with %(name)s", name=name),
        UNLINKED: _("said they are not %(name)s", name=name),
    }[note.deed]
