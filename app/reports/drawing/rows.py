"""The comments of a report as rows of a sheet: anonymised, a thousand at a time, as the terms of each platform allow."""

from collections import defaultdict

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select

from app.comments.models import Author, Comment, Post
from app.extensions import db
from app.lib.bulk import among
from app.lib.transaction import looking
from app.reports.anonymous.masking import Pseudonyms
from app.reports.drawing.leaving import Terms
from app.reports.naming import languages, moods
from app.reports.queries import matching
from app.search.asking import ask
from app.tags.models import Tag, Tagging
from app.territories.models import Place, Territory

SLICE = 2000
FIELDS = (
    Comment.id, Comment.created_at, Comment.channel_id, Comment.thread, Comment.author_id, Author.name, Author.handle,
    Post.title, Comment.text, Comment.lang, Comment.sentiment, Comment.toxic, Comment.state, Comment.status,
    Comment.answered_at, Comment.url,
)  # fmt: skip


def head(locale, *, named):
    """The titles of the columns."""
    with force_locale(locale):
        names = [_("Name"), _("Handle")] if named else []
        return (
            _("Written"), _("Platform"), _("Channel"), _("Post"), _("Who"), *names, _("Comment"), _("Language"),
            _("Mood"), _("Toxic"), _("Tags"), _("Places"), _("On the platform"), _("In the inbox"), _("Answered"), _("Address"),
        )  # fmt: skip


def total(query, period, user):
    found = select(func.count()).select_from(Comment.__table__)
    return db.session.scalar(found.where(matching(query, period, ask(query, user))))


class Rows:
    """The rows of one sheet, read in slices so that nobody waits for the whole."""

    def __init__(self, query, period, user, locale, zone, *, named=False):
        self.query, self.period, self.user = query, period, user
        self.locale, self.zone, self.named = locale, zone, named
        self.masks, self.terms = Pseudonyms(locale), Terms()
        with force_locale(locale):
            self.languages = {key: str(words) for key, words in languages().items()}
            self.moods = {key: str(words) for key, words in moods().items()}
            self.yes, self.no = _("yes"), _("no")

    def __iter__(self):
        last = 0
        while True:
            with looking():
                found = self.slice_after(last)
                rows = self.drawn(found)
            yield from rows
            if len(found) < SLICE:
                return
            last = found[-1].id

    def slice_after(self, last):
        wanted = (
            select(*FIELDS)
            .outerjoin(Author, Author.id == Comment.author_id)
            .outerjoin(Post, Post.id == Comment.post_id)
            .where(matching(self.query, self.period, ask(self.query, self.user)), Comment.id > last)
        )
        return db.session.execute(wanted.order_by(Comment.id).limit(SLICE)).all()

    def drawn(self, found):
        ids = [each.id for each in found]
        tags, places, known = self.tags(ids), self.places(ids), names_by_thread(found)
        return [
            self.row(each, tags[each.id], places[each.id], known[each.channel_id, each.thread])
            for each in found
            if self.terms.row(each.channel_id, each.id)
        ]

    def row(self, each, tags, places, known):
        words = self.terms.words(each.channel_id, each.id)
        who = self.masks.author(each.author_id, each.name or "", each.handle or "")
        return (
            self.local(each.created_at), self.terms.titles[each.channel_id], self.terms.names[each.channel_id],
            each.title or "", who, *((each.name or "", each.handle or "") if self.named else ()),
            self.text(each.text, known) if words else "", self.languages.get(each.lang, each.lang),
            self.moods.get(each.sentiment or "", ""), self.yes if each.toxic else self.no, ", ".join(tags),
            ", ".join(places), each.state, each.status, self.local(each.answered_at), self.address(each),
        )  # fmt: skip

    def text(self, text, known):
        return text if self.named else self.masks.masked(text, known)

    def address(self, each):
        """The way to the comment: on some platforms it names its author, and is for who may see names."""
        shown = self.named or not self.terms.of[each.channel_id].words
        return (each.url or "") if shown else ""

    def local(self, at):
        return at.astimezone(self.zone) if at else ""

    def tags(self, ids):
        return listed(
            select(Tagging.comment_id, Tag.name)
            .join(Tag, Tag.id == Tagging.tag_id)
            .where(among(Tagging.comment_id, ids))
        )

    def places(self, ids):
        name = Territory.name_ar if self.locale == "ar" else Territory.name_fr
        found = select(Place.comment_id, name).join(Territory, Territory.id == Place.territory_id)
        return listed(found.where(among(Place.comment_id, ids), Place.named))


def listed(statement):
    found = defaultdict(list)
    for comment_id, name in db.session.execute(statement):
        found[comment_id].append(name)
    return found


def names_by_thread(found):
    """Who wrote in each thread: its texts name them, and rarely anybody else."""
    known = defaultdict(set)
    for each in found:
        known[each.channel_id, each.thread].update(filter(None, (each.name, each.handle)))
    return known
