"""Propose quotes for a period, and let a person approve, change or remove each."""

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.comments.models import Comment
from app.extensions import db
from app.lib.bulk import among
from app.lib.errors import Refused
from app.reports.anonymous.masking import Pseudonyms
from app.reports.counts import Counts
from app.reports.drawing.leaving import Terms
from app.reports.naming import tag_names
from app.reports.verbatims.choosing import fit, spread
from app.reports.verbatims.models import Quote
from app.reports.verbatims.queries import quotes_of
from app.search.sql import select_ids

THEMES, EACH = 6, 4
LOOKED_AT, COMPARED = 1000, 160
LONGEST = 1000
STATES = ("proposed", "approved", "removed")


def propose(query, period, *, user, locale):
    """Choose quotes for each of the largest themes; those that a person looked at stay as they are."""
    kept = quotes_of(period, locale)
    for quote in kept:
        if quote.state == "proposed":
            db.session.delete(quote)
    db.session.flush()
    looked_at = [quote for quote in kept if quote.state != "proposed"]
    choice = Choice(query, period, user, locale, looked_at)
    for theme, part in themes(query, period, user):
        choice.add(theme, part)
    return choice.quotes


def themes(query, period, user):
    """The tags that most comments of the period have, each with the query of it; without any, everything is one theme."""
    counted = Counts(query, period, user).by("tag")
    largest = sorted(counted, key=lambda key: (-counted[key], key))[:THEMES]
    names = tag_names(largest)
    return [names[key] for key in largest if key in names] or [(_("In all"), "")]


class Choice:
    """The quotes of one period: at most one a person, each person under one pseudonym."""

    def __init__(self, query, period, user, locale, looked_at):
        self.query, self.period, self.user, self.locale = query, period, user, locale
        self.masks, self.quotes = Pseudonyms(locale), []
        with force_locale(locale):
            self.terms = Terms()
        self.comments = {quote.comment_id for quote in looked_at}
        self.authors = {quote.comment.author_id for quote in looked_at}

    def add(self, theme, part):
        found = self.candidates(part)
        for at in spread([comment.text for comment in found], EACH):
            self.quote(theme, found[at])

    def candidates(self, part):
        """Comments that may stand in a report, evenly over those that were found."""
        asked = self.query.plus(f"{part} {self.period.query} -is:spam -label:toxic")
        ids = select_ids(asked, self.user, limit=LOOKED_AT)
        ids = [number for number in ids if number not in self.comments][
            :: max(1, len(ids) // COMPARED)
        ]
        wanted = select(Comment).options(joinedload(Comment.author), joinedload(Comment.channel))
        found = db.session.scalars(wanted.where(among(Comment.id, ids)).order_by(Comment.id))
        return self.one_a_person(comment for comment in found if self.may(comment))

    def may(self, comment):
        public = comment.state == "visible" and comment.visibility == "public"
        leaves = self.terms.words(comment.channel_id, comment.id)
        return public and leaves and not comment.by_us and not comment.toxic and fit(comment.text)

    def one_a_person(self, found):
        seen, once = set(self.authors), []
        for comment in found:
            if comment.author_id is None or comment.author_id not in seen:
                seen.add(comment.author_id)
                once.append(comment)
        return once

    def quote(self, theme, comment):
        author = comment.author
        name, handle = (author.name, author.handle) if author else ("", "")
        who = self.masks.author(comment.author_id, name, handle)
        self.comments.add(comment.id)
        if author:
            self.authors.add(author.id)
        row = Quote(
            comment_id=comment.id, first_day=self.period.start, end_day=self.period.end, locale=self.locale,
            query=str(self.query), theme=theme[:120], who=who, place=self.terms.titles[comment.channel_id],
            text=self.masks.masked(comment.text, known_to(comment)),
        )  # fmt: skip
        db.session.add(row)
        self.quotes.append(row)


def known_to(comment):
    """The names its thread is known to hold."""
    from app.comments.queries import thread_of

    people = {said.author for said in thread_of(comment) if said.author}
    return [name for who in people for name in (who.name, who.handle) if name]


def judge(quote, *, state, text, translation, by):
    """A person approves a quote, changes it, or takes it out."""
    text = text.strip()[:LONGEST]
    if state not in STATES:
        raise Refused(_("Choose what becomes of it."), status=400)
    if not text:
        raise Refused(_("A quote needs words. Remove it if it may not stay."))
    quote.state, quote.by_id = state, by.id
    quote.text, quote.translation = text, translation.strip()[:LONGEST]
