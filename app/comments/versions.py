"""Nobody's change overwrites another's unseen."""

from flask_babel import gettext as _

from app.lib.errors import Changed


def expect(comment, version):
    """Go on only when the person saw the comment as it is; otherwise they are shown what changed meanwhile."""
    if version is not None and int(version) != comment.version:
        words = _(
            "This comment was changed meanwhile. Here is how it stands now; nothing was overwritten."
        )
        raise Changed(words, comment_id=comment.id)
