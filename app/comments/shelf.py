"""The comments a batch speaks of, in memory: found once, changed in order, written once."""

from collections import Counter

from sqlalchemy import select

from app.comments.hooks import answers_of_ours
from app.comments.models import Author, Comment, Post, Tombstone
from app.comments.place import moment_of, within_reach
from app.comments.sources import Sources
from app.extensions import db
from app.lib.bulk import among

COMMENTS = Comment.__table__
# What may change after a comment has arrived; the rest is what it is.
MUTABLE = (
    "post_id author_id parent_platform_id thread text words lang script url edited_at visibility by_us extra "
    "state can_reply can_hide can_delete status snoozed_until resolved_at version triaged_at triage_error"
).split()
FOUND = [COMMENTS.c[name] for name in ("id", "platform_id", "is_spam", *MUTABLE)]
OFF = frozenset(("hidden", "spam", "deleted", "gone"))


class Row:
    """One comment on the shelf: its columns, and what only matters until it is written."""

    __slots__ = ("values", "author", "post", "root", "tags", "indexed", "is_new", "dirty")

    def __init__(self, values, *, is_new=False, root=None, tags=()):
        self.values, self.is_new, self.root, self.tags = values, is_new, root, tags
        self.author = self.post = None
        # The words that the full-text index holds for it now.
        self.indexed = None if is_new else values["words"]
        self.dirty = False

    @property
    def id(self):
        return self.values["id"]

    @property
    def platform_id(self):
        return self.values["platform_id"]

    def change(self, **fields):
        """Give fields new values; however many in one batch, the version moves once."""
        if not self.dirty and not self.is_new:
            self.values["version"] += 1
        self.values.update(fields)
        self.dirty = True


class Shelf:
    """Everything one batch needs to know of one channel."""

    def __init__(self, channel_id):
        self.channel_id = channel_id
        self.rows, self.new, self.activities = {}, [], []
        self.tombstones, self.buried, self.answers = set(), {}, {}
        self.authors = Sources(Author, ("handle", "name", "url", "avatar_url"), channel_id)
        self.posts = Sources(Post, ("title", "text", "url", "created_at"), channel_id)
        self.written = Counter()

    def find_all(self, readies):
        """Look up, in five questions, all that the batch names."""
        named, above = set(), set()
        comments = [each.item for each in readies if each.is_comment]
        named.update(each.item.platform_id for each in readies)
        above.update(item.parent_id or item.root_id for item in comments)
        above.discard(None)
        self.find(named | above)
        self.answers = answers_of_ours(self.channel_id, named | above)
        self.tombstones = self.find_tombstones(named - self.rows.keys())
        self.authors.find({item.author.id for item in comments if item.author})
        self.posts.find({item.post.id for item in comments if item.post})

    def find(self, platform_ids):
        """Bring comments to the shelf, held against everybody else's change."""
        missing = platform_ids - self.rows.keys()
        if not missing:
            return
        wanted = select(*FOUND).where(
            COMMENTS.c.channel_id == self.channel_id, among(COMMENTS.c.platform_id, missing)
        )
        if db.session.connection().dialect.name == "postgresql":
            # In one order whoever asks. SQLite holds everything anyway, and would read the whole channel to sort.
            wanted = wanted.order_by(COMMENTS.c.id).with_for_update(key_share=True)
        for row in db.session.execute(wanted):
            self.rows[row.platform_id] = Row(dict(row._mapping))

    def find_tombstones(self, platform_ids):
        if not platform_ids:
            return set()
        wanted = select(Tombstone.platform_id).where(
            Tombstone.channel_id == self.channel_id, among(Tombstone.platform_id, platform_ids)
        )
        return set(db.session.scalars(wanted))

    def add(self, ready):
        """Put a comment on the shelf that was never seen before."""
        item, order = ready.item, len(self.new)
        ours = item.by_us or item.platform_id in self.answers
        values = dict.fromkeys(MUTABLE) | {
            "channel_id": self.channel_id, "platform_id": item.platform_id,
            "parent_platform_id": item.parent_id or self.answers.get(item.platform_id),
            "text": item.text, "words": ready.words, "script": ready.script, "lang": item.lang or "",
            "url": item.url, "visibility": item.visibility, "extra": item.extra, "by_us": ours,
            "created_at": moment_of(item.created_at, ready.received_at, order),
            "edited_at": item.edited_at and within_reach(item.edited_at, ready.received_at),
            "received_at": ready.received_at, "state": item.state or "visible",
            "can_reply": item.can_reply, "can_hide": item.can_hide, "can_delete": item.can_delete,
            "status": "done" if ours or item.state in OFF else "open", "version": 1, "is_spam": False,
            # Our own words are nothing to judge.
            "triaged_at": ready.received_at if ours else None,
        }  # fmt: skip
        row = Row(values, is_new=True, root=item.root_id, tags=item.tags)
        self.rows[item.platform_id] = row
        self.new.append(row)
        return row

    def bury(self, platform_id, at):
        """Remember the delete of a comment that has not come yet."""
        if platform_id not in self.tombstones:
            self.tombstones.add(platform_id)
            self.buried[platform_id] = at

    def note(self, row, kind, at, **details):
        """Write down that something happened to a comment."""
        self.activities.append((row, kind, at, details))

    @property
    def changed(self):
        return [row for row in self.rows.values() if row.dirty and not row.is_new]
