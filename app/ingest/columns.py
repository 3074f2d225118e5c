"""Which column is what, as a person says it: one choice under each column, and what the rows are like."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.connectors.columns import FIELDS
from app.lib.errors import Refused

TITLES = {
    "text": _l("The comment"),
    "created_at": _l("When it was written"),
    "author_name": _l("Who wrote it"),
    "author_id": _l("The writer's id"),
    "post_title": _l("What it is about (post)"),
    "post_url": _l("Address of the post"),
    "post_id": _l("Id of the post"),
    "url": _l("Address of the comment"),
    "id": _l("Id of the comment"),
    "parent_id": _l("Id of what it answers"),
    "thread_id": _l("Id of its thread"),
    "lang": _l("Language"),
    "tags": _l("Tags"),
}


def chosen(form, width):
    """The mapping that a form says; refuses one that says two things of one field."""
    mapping = {}
    for column in range(width):
        field = form.get(f"column-{column}", "")
        if field not in FIELDS:
            continue
        if field in mapping:
            raise Refused(
                _("Two columns are “%(field)s”. Choose one of them.", field=TITLES[field])
            )
        mapping[field] = column
    if "text" not in mapping:
        raise Refused(_("Say which column holds the text of the comments."))
    flags = {"header": "header" in form, "day_first": form.get("day_first") != "no"}
    return mapping | flags


def by_column(mapping):
    """Which field each column was said to be."""
    return {column: field for field, column in mapping.items() if field in FIELDS}
