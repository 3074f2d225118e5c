"""What a moderator can count on when comments arrive."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select, text

from app import jobs
from app.comments.arrive import arrive
from app.comments.models import Activity, Author, Comment, Post, Tombstone
from app.connectors.contract import Gone, Incoming, IncomingAuthor, IncomingPost, StateChanged
from app.extensions import db
from app.lib.bell import bell
from app.lib.clock import moment_of, now
from app.lib.text import search_text
from app.lib.transaction import transaction
from tests import cast

pytestmark = pytest.mark.usefixtures("any_app")
NOON = datetime(2026, 3, 4, 12, 0, 0, tzinfo=UTC)


def said(platform_id, text="علاش الماء مقصوص؟", **more):
    return Incoming(platform_id=platform_id, text=text, **more)


def came(channel, *incomings):
    """What became of each, in one transaction as a worker does it."""
    channel_id = channel.id
    with transaction():
        outcomes = arrive(db.session.get(cast.Channel, channel_id), incomings).outcomes
    db.session.expire_all()
    return outcomes


def kept(platform_id):
    return db.session.scalar(select(Comment).where(Comment.platform_id == platform_id))


def trail(platform_id):
    wanted = select(Activity.kind).join(Comment).where(Comment.platform_id == platform_id)
    return list(db.session.scalars(wanted.order_by(Activity.id)))


def found(word):
    """The platform ids of what the full-text index finds, as each engine asks it."""
    if db.engine.dialect.name == "sqlite":
        query = "SELECT platform_id FROM comments WHERE id IN (SELECT rowid FROM comments_fts WHERE comments_fts MATCH :w)"
    else:
        query = "SELECT platform_id FROM comments WHERE to_tsvector('simple', words) @@ plainto_tsquery('simple', :w)"
    return set(db.session.scalars(text(query), {"w": search_text(word)}))


def deal_with(platform_id, **more):
    with transaction():
        comment = kept(platform_id)
        comment.status, comment.version = "done", comment.version + 1
        for name, value in more.items():
            setattr(comment, name, value)


def test_a_comment_arrives_whole(page):
    author = IncomingAuthor("a1", handle="sami", name="Sami", url="https://example.org/sami")
    post = IncomingPost("p1", title="Réunion publique", url="https://example.org/p1")

    outcomes = came(page, said("c1", author=author, post=post, created_at=NOON, lang="fr-TN"))

    comment = kept("c1")
    assert outcomes == ["new"]
    assert (comment.text, comment.script, comment.lang) == ("علاش الماء مقصوص؟", "arab", "fr")
    assert (comment.author.name, comment.author.written) == ("Sami", 1)
    assert comment.post.title == "Réunion publique"
    assert (comment.status, comment.state, comment.thread) == ("open", "visible", "c1")
    assert comment.triaged_at is None and comment.created_at == NOON
    assert found("ماء") == {"c1"}


def test_arrivals_wake_triage_and_the_open_screens_once_kept(page):
    came(page, said("c1"), said("c2"))

    assert bell().rung == [jobs.TRIAGE_COMMENTS.name]
    assert bell().told[0]["kind"] == "comment-arrived"
    assert set(bell().told[0]["ids"]) == {kept("c1").id, kept("c2").id}


def test_the_same_again_changes_nothing(page):
    again = said("c1", author=IncomingAuthor("a1", name="Sami"), created_at=NOON)

    assert came(page, again) == ["new"]
    assert came(page, again, again) == ["known", "known"]
    assert kept("c1").version == 1 and kept("c1").author.written == 1
    assert trail("c1") == []


def test_the_same_id_on_two_channels_is_two_comments(page):
    other = cast.channel(name="Autre page")

    assert came(page, said("c1")) == came(other, said("c1")) == ["new"]


def test_an_edit_shows_is_found_and_keeps_the_former_words(page):
    came(page, said("c1", "il fait beau", created_at=NOON))

    outcomes = came(page, said("c1", "il pleut", edited_at=NOON + timedelta(minutes=5)))

    comment = kept("c1")
    assert outcomes == ["updated"]
    assert (comment.text, comment.version) == ("il pleut", 2)
    assert comment.edited_at == NOON + timedelta(minutes=5) and comment.triaged_at is None
    assert found("pleut") == {"c1"} and found("beau") == set()
    assert comment.activities[0].details == {"former": "il fait beau"}


def test_an_edit_is_triaged_again(page):
    came(page, said("c1", "avant"))
    deal_with("c1", status="open", triaged_at=now())

    came(page, said("c1", "après"))

    assert kept("c1").triaged_at is None


def test_an_edit_told_before_its_comment_is_not_undone_by_it(page):
    edited = said("c1", "corrigé", created_at=NOON, edited_at=NOON + timedelta(minutes=1))

    assert came(page, edited) == ["new"]
    assert came(page, said("c1", "brouillon", created_at=NOON)) == ["known"]
    assert kept("c1").text == "corrigé"


def test_edits_without_a_time_follow_the_order_they_are_told_in(page):
    for words, outcome in (
        ("un", "new"),
        ("deux", "updated"),
        ("trois", "updated"),
        ("un", "updated"),
    ):
        assert came(page, said("c1", words)) == [outcome]
    assert kept("c1").text == "un"


def test_everything_about_one_comment_may_come_in_one_batch(page):
    outcomes = came(page, said("c1", "un"), said("c1", "deux"), said("c1", "deux"), Gone("c1"))

    assert outcomes == ["new", "updated", "known", "updated"]
    assert (kept("c1").text, kept("c1").state, kept("c1").status) == ("deux", "deleted", "done")
    assert trail("c1") == ["edited", "deleted"]
    assert found("deux") == {"c1"} and found("un") == set()


def test_a_delete_leaves_the_queue_and_stays_readable_to_the_team(page):
    came(page, said("c1", "des mots durs"))

    assert came(page, Gone("c1")) == ["updated"]
    comment = kept("c1")
    assert (comment.state, comment.status, comment.text) == ("deleted", "done", "des mots durs")
    assert trail("c1") == ["deleted"]
    assert (
        came(page, Gone("c1"), said("c1", "encore"), StateChanged("c1", "visible")) == ["known"] * 3
    )
    assert kept("c1").text == "des mots durs"


def test_a_delete_told_before_its_comment_keeps_it_dead(page):
    assert came(page, Gone("c1")) == ["known"]
    assert came(page, said("c1"), Gone("c1")) == ["known", "known"]
    assert kept("c1") is None
    assert db.session.scalar(select(func.count()).select_from(Tombstone)) == 1


def test_a_comment_hidden_over_there_leaves_the_queue(page):
    came(page, said("c1"))

    assert came(page, StateChanged("c1", "hidden")) == ["updated"]
    assert (kept("c1").state, kept("c1").status) == ("hidden", "done")
    assert came(page, StateChanged("c1", "visible"), StateChanged("never-seen", "hidden")) == [
        "updated",
        "known",
    ]
    assert trail("c1") == ["state-changed", "state-changed"]


def test_a_resend_does_not_show_again_what_we_hid(page):
    came(page, said("c1"))
    deal_with("c1", state="hidden")

    assert came(page, said("c1")) == ["known"]
    assert kept("c1").state == "hidden"


def test_a_new_name_of_an_author_or_a_post_is_an_update(page):
    came(
        page,
        said(
            "c1", author=IncomingAuthor("a1", name="Sami"), post=IncomingPost("p1", title="Avant")
        ),
    )

    assert came(page, said("c1", author=IncomingAuthor("a1", name="Sami B."))) == ["updated"]
    assert came(page, said("c1", post=IncomingPost("p1", title="Après"))) == ["updated"]
    assert came(page, said("c1", author=IncomingAuthor("a1"), post=IncomingPost("p1"))) == ["known"]
    assert (kept("c1").author.name, kept("c1").post.title) == ("Sami B.", "Après")


def test_an_author_learned_later_is_attached(page):
    came(page, said("c1"))

    assert came(page, said("c1", author=IncomingAuthor("a1", name="Sami"))) == ["updated"]
    assert kept("c1").author.name == "Sami"


def test_children_join_their_parent_whichever_came_first(page):
    came(page, said("grandchild", parent_id="child"))
    came(page, said("child", parent_id="parent"))
    came(page, said("parent", root_id="root"), said("late", parent_id="child"))

    assert {kept(each).thread for each in ("parent", "child", "grandchild", "late")} == {"root"}


@pytest.mark.parametrize("seed", range(8))
def test_a_thread_is_one_in_whatever_order_and_batches_it_comes(page, seed):
    chance = random.Random(seed)
    tree = [said("n0")] + [said(f"n{i}", parent_id=f"n{chance.randrange(i)}") for i in range(1, 30)]
    chance.shuffle(tree)
    while tree:
        size = chance.randint(1, 12)
        came(page, *tree[:size])
        tree = tree[size:]

    assert set(db.session.scalars(select(Comment.thread))) == {"n0"}


def test_parents_in_a_circle_do_not_hang(page):
    came(page, said("a", parent_id="b"), said("b", parent_id="a"), said("c", parent_id="c"))

    assert kept("a").thread == kept("b").thread
    assert kept("c").thread == "c"


def test_an_answer_brings_back_the_comment_it_answers_once(page):
    came(page, said("c1"), said("other"))
    deal_with("c1", resolved_at=now())
    deal_with("other")

    came(page, said("r1", parent_id="c1"), said("r2", parent_id="c1"))
    came(page, said("r3", parent_id="c1"))

    assert (kept("c1").status, kept("c1").resolved_at, kept("c1").version) == ("open", None, 3)
    assert trail("c1") == ["brought-back"]
    assert kept("other").status == "done"
    assert {kept(each).status for each in ("r1", "r2", "r3")} == {"open"}


def test_an_answer_to_our_answer_brings_back_what_we_had_answered(page):
    came(page, said("c1"), said("ours", parent_id="c1", by_us=True))
    deal_with("c1", answered_at=now())

    came(page, said("r1", parent_id="ours"))

    assert kept("c1").status == "open" and kept("ours").status == "done"


def test_a_word_in_a_thread_without_parents_brings_back_where_it_began(page):
    came(page, said("c1", root_id="c1"))
    deal_with("c1", status="snoozed", snoozed_until=now() + timedelta(days=1))

    came(page, said("c2", root_id="c1"))

    assert (kept("c1").status, kept("c1").snoozed_until) == ("open", None)


def test_an_edit_brings_back_the_comment_itself(page):
    came(page, said("c1", "avant"))
    deal_with("c1")

    came(page, said("c1", "après"))

    assert kept("c1").status == "open" and trail("c1") == ["edited", "brought-back"]


@pytest.mark.parametrize("fields", [{"is_spam": True}, {"state": "deleted"}])
def test_spam_and_deleted_comments_stay_away(page, fields):
    came(page, said("c1"))
    deal_with("c1", **fields)

    came(page, said("r1", parent_id="c1"), said("c1", "autre texte"))

    assert kept("c1").status == "done" and "brought-back" not in trail("c1")


def test_our_own_words_are_part_of_the_thread_and_nothing_to_do(page):
    came(
        page,
        said("c1"),
        said("ours", "Bonjour, la coupure dure jusqu'à midi.", parent_id="c1", by_us=True),
    )

    ours = kept("ours")
    assert (ours.status, ours.by_us, ours.thread) == ("done", True, "c1")
    assert ours.triaged_at is not None
    assert bell().told[0]["ids"] == [kept("c1").id]


def test_our_reply_is_known_when_the_platform_tells_it_back(page, leila):
    from app.replies.models import Reply

    came(page, said("c1"))
    with transaction():
        db.session.add(
            Reply(comment_id=kept("c1").id, text="Merci", state="sent", platform_id="r-77")
        )

    came(page, said("r-77", "Merci"))
    deal_with("c1")
    came(page, said("c2", "mais encore?", parent_id="r-77"))

    assert (kept("r-77").by_us, kept("r-77").status, kept("r-77").thread) == (True, "done", "c1")
    assert kept("c2").thread == "c1" and kept("c1").status == "open"


def test_numbers_are_places_in_time_and_never_alike(page):
    same = [said(f"s{n}", created_at=NOON) for n in range(300)]
    exact = [said(f"e{n}", created_at=NOON + timedelta(microseconds=7)) for n in range(300)]
    came(page, *same, *exact)
    came(page, *(replace(each, platform_id=f"x{each.platform_id}") for each in (*same, *exact)))

    ids = list(db.session.scalars(select(Comment.id)))
    assert len(ids) == len(set(ids)) == 1200
    assert all(NOON <= moment_of(each) < NOON + timedelta(seconds=2) for each in ids)
    order = db.session.scalars(
        select(Comment.platform_id).where(Comment.platform_id.like("s%")).order_by(Comment.id)
    )
    assert list(order) == [f"s{n}" for n in range(300)]


def test_impossible_times_are_brought_within_reach(page):
    came(
        page,
        said("future", created_at=now() + timedelta(days=4000)),
        said("past", created_at=datetime(1, 1, 1, tzinfo=UTC)),
        said("unsaid-1"),
        said("unsaid-2"),
    )

    assert kept("future").created_at <= now() and kept("past").created_at.year == 2000
    assert kept("past").id < kept("unsaid-1").id < kept("unsaid-2").id


def test_tags_that_come_with_a_comment_are_put_on_it(page):
    came(page, said("c1", tags=("Éclairage", "eclairage", "eau")))
    came(page, said("c2", tags=("EAU",)))

    assert sorted(tagging.tag.key for tagging in kept("c1").taggings) == ["eau", "eclairage"]
    assert [tagging.tag.name for tagging in kept("c2").taggings] == ["eau"]
    assert trail("c1") == ["tagged"]


def test_a_batch_asks_few_questions_whatever_its_size(page):
    def batch(prefix, size):
        return [
            said(f"{prefix}{n}", author=IncomingAuthor(f"{prefix}{n}", name="x"), post=IncomingPost(f"{prefix}{n % 9}"),
                 parent_id=f"{prefix}{n // 2}")
            for n in range(size)
        ]  # fmt: skip

    page_id = page.id
    # What is read once a process, or marked once an hour, is not counted.
    came(page, *batch("w", 3))
    db.session.commit()
    counts = [
        questions(lambda b=b: came(db.session.get(cast.Channel, page_id), *b))
        for b in (batch("s", 20), batch("l", 400))
    ]

    assert counts[0] == counts[1] < 25
    assert db.session.scalar(select(func.count()).select_from(Author)) == 423
    assert db.session.scalar(select(func.count()).select_from(Post)) == 21


def questions(act):
    db.session.remove()
    asked = []
    listen = lambda *args: asked.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    return len(asked)


def test_what_cannot_be_a_tag_is_left_out(page):
    assert came(page, said("c1", tags=("# ", "x" * 200, "#eau"))) == ["new"]
    assert [tagging.tag.name for tagging in kept("c1").taggings] == ["eau"]
