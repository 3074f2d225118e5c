"""Keep answers to use again."""

import re

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from app.extensions import db
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.text import clean, normalise
from app.replies.templates.models import LANGUAGES, ReplyTemplate, TemplateText
from app.replies.templates.queries import MOST, coded


def make_template(*, by, **words):
    """Keep an answer as a template."""
    live = select(func.count()).where(ReplyTemplate.archived_at.is_(None))
    if db.session.scalar(live) >= MOST:
        raise Refused(_("There are %(most)s templates. Archive some first.", most=MOST))
    return change_template(ReplyTemplate(by_id=by.id), **words)


def change_template(template, *, name, code, texts, tags=(), labels=()):
    """Say what a template is called, what it suits, and its words in each language."""
    code = code_of(code)
    if coded(code, but=template.id):
        raise Refused(_("Another template has this code already."))
    template.name, template.code, template.changed_at = name.strip(), code, now()
    template.tags = list(dict.fromkeys(filter(None, map(key_of, tags))))
    template.labels = list(labels)
    kept = {row.language: row for row in template.texts}
    for language in LANGUAGES:
        put(template, kept.get(language), language, clean(texts.get(language) or ""))
    db.session.add(template)
    db.session.flush()
    return template


def put(template, row, language, text):
    """One language of a template as it is now; none without words."""
    if row and text:
        row.text = text
    elif row:
        template.texts.remove(row)
    elif text:
        template.texts.append(TemplateText(language=language, text=text))


def archive(template):
    """Put a template away: it is suggested no more."""
    template.archived_at = now()


def bring_back(template):
    """Use a template again."""
    if coded(template.code, but=template.id):
        raise Refused(_("Another template has this code already."))
    template.archived_at = None


def count_use(template_id):
    """Somebody answered with it."""
    one_more = {"used": ReplyTemplate.used + 1, "used_at": now()}
    db.session.execute(
        update(ReplyTemplate)
        .where(ReplyTemplate.id == template_id)
        .values(**one_more)
        .execution_options(synchronize_session=False)
    )


def code_of(typed):
    """A code as it is kept: short, one word, one spelling."""
    return re.sub(r"[^\w]+", "-", normalise(typed)).strip("-")[:20]


def key_of(name):
    return normalise(name.strip().lstrip("#"))
