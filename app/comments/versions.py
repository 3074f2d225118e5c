"""Nobody's change overwrites another's unseen."""

from flask_babel import gettext as _

from app.lib.errors import Changed


def expect(comment, version):
    """Go on only when the person saw the comment as it is; otherwise they are shown what changed meanwhile."""
    if version is not None and int(version) != comment.version:
        raise Changed(
            _(
                "This comment was changed meanwhile. Here is how it stands now; nothing was overwritten."
            )
        )
