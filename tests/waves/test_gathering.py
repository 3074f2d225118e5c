"""What says nearly the same is one wave: across scripts, platforms and small edits, and cheaply."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from app.extensions import db
from app.lib.clock import ago
from app.triage.actions import triage
from app.waves.gathering import REACH, gather, let_go
from app.waves.likeness import sketched
from app.waves.models import Wave, WaveComment, WaveSlice
from app.waves.recent import CROWD, Recent
from tests import cast
from tests.waves.conftest import SAID, alike, look_at, wave_number


def in_place(rows, found):
    """The share of comments that stand with most of their group, and alone when they have none."""
    waves = {}
    for (group, _), number in zip(rows, found, strict=True):
        waves.setdefault(group, []).append(number)
    waves = {group: Counter(numbers).most_common(1)[0][0] for group, numbers in waves.items()}
    waves[""] = None
    assert len(set(waves.values())) == len(waves)  # no two groups in one wave
    right = [waves[group] == number for (group, _), number in zip(rows, found, strict=True)]
    return sum(right) / len(right)


def test_near_copies_are_one_wave_in_every_script_and_nothing_else_is(any_app, arrive):
    rows = alike()
    comments = arrive(*(text for _, text in rows))

    assert in_place(rows, [wave_number(comment) for comment in comments]) >= 0.95


def test_one_after_the_other_they_are_the_same_waves_as_together(app, arrive):
    rows = alike()
    comments = [arrive(text)[0] for _, text in rows]

    assert in_place(rows, [wave_number(comment) for comment in comments]) >= 0.95


def test_what_says_too_little_is_nobodys_copy(any_app, arrive):
    some = arrive(
        "merci",
        "merci",
        "+1",
        "👏👏",
        "👏👏",
        "bravo à vous",
        "bravo à vous",
        "https://example.org/a",
    )

    assert [wave_number(comment) for comment in some] == [None] * len(some)


def test_a_wave_goes_over_channels(any_app, arrive, page):
    other = cast.channel("website", "Formulaire")
    (here,), (there,) = arrive(SAID), arrive(SAID + " !!", channel=other)

    assert wave_number(here) == wave_number(there)
    assert there.waving.wave.count == 2


def test_triage_gathers_what_arrives_and_never_our_own_answers(any_app, page):
    some = [cast.comment(page, f"{SAID} {n}") for n in range(3)]
    ours = cast.comment(page, SAID, by_us=True)
    while triage():
        pass

    assert len({wave_number(comment) for comment in some}) == 1
    assert some[0].waving.wave.count == 3
    assert wave_number(ours) is None


def test_what_was_edited_leaves_its_wave(any_app, arrive):
    first, second = arrive(SAID, SAID)
    second.text = "La réunion de samedi à Sidi Khiar était très bien organisée, bravo à tous"
    look_at([second])
    db.session.commit()

    assert wave_number(second) is None
    assert first.waving.wave.count == 1


def test_looking_again_at_the_same_text_changes_nothing(any_app, arrive, wave):
    number = wave_number(wave[0])
    for comment in (wave[2], wave[0]):
        look_at([comment])
        db.session.commit()

        assert wave_number(comment) == number
    assert db.session.get(Wave, number).count == 5


def test_what_was_said_long_before_is_another_wave(any_app, arrive):
    (old,) = arrive(SAID, created_at=ago(days=2 * REACH.days))
    (new,) = arrive(SAID)

    assert wave_number(old) is None and wave_number(new) is None


def test_what_came_long_ago_is_forgotten_and_its_wave_stays(any_app, arrive, wave):
    db.session.query(WaveSlice).update({"at": ago(days=REACH.days + 1)})
    let_go()
    db.session.commit()
    any_app.extensions.pop("sada-waves")  # as a worker that starts anew

    assert db.session.query(WaveSlice).count() == 0
    assert wave_number(*arrive(SAID)) is None
    assert db.session.get(Wave, wave_number(wave[0])).count == 5


def test_a_worker_that_starts_anew_knows_what_others_gathered(any_app, arrive, wave):
    any_app.extensions.pop("sada-waves")

    assert wave_number(*arrive(SAID)) == wave_number(wave[0])


def test_nothing_joins_what_was_deleted_or_edited_meanwhile(any_app, arrive):
    first, second = *arrive(SAID), *arrive("Le maire a inauguré la nouvelle bibliothèque ce matin")
    first.text = "La réunion de samedi à Sidi Khiar était très bien organisée, bravo à tous"
    db.session.delete(second)
    db.session.commit()

    for text in (SAID, "Le maire a inauguré la nouvelle bibliothèque ce matin"):
        assert wave_number(*arrive(text)) is None


def test_a_deleted_comment_takes_its_place_in_the_wave_with_it(any_app, wave):
    number = wave_number(wave[0])
    db.session.delete(wave[0])
    db.session.commit()

    assert db.session.query(WaveComment).filter_by(wave_id=number).count() == 4


def test_a_slice_takes_few_statements_whatever_its_size(any_app, page):
    some = [cast.comment(page, f"{SAID} {n}") for n in range(40)]
    some += [
        cast.comment(page, f"Où est le dossier de la famille numéro {n * 'a'} de Nebeur")
        for n in range(9)
    ]
    look_at(some[:1])
    pairs = sketched((comment.id, comment.text) for comment in some)
    numbers = [comment.id for comment in some]
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    gather(pairs, numbers)
    db.session.flush()

    assert len(statements) <= 14, statements


def test_a_thousand_greetings_alike_are_found_without_comparing_each_with_each():
    same = sketched((number, SAID) for number in range(1, 1001))
    pairs = Recent().matches(same, 10_000)

    assert len(pairs) == 999
    assert all(other <= CROWD for other, _ in pairs.values())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=200), max_size=6))
def test_no_text_can_fail(texts):
    alone = [sketched([pair]).tobytes() for pair in enumerate(texts)]
    assert sketched(enumerate(texts)).tobytes() == b"".join(alone)


def test_whoever_looks_at_the_first_is_told_that_it_is_not_alone(app, arrive):
    (first,), told = arrive(SAID), app.extensions["sada-bell"].told
    arrive(SAID + " encore")

    assert [message["ids"] for message in told if message["kind"] == "comment-changed"] == [
        [first.id]
    ]


def test_the_count_is_right_again_after_comments_were_deleted(any_app, arrive, wave):
    db.session.delete(wave[4])
    db.session.commit()
    (later,) = arrive(SAID)

    assert wave_number(later) and later.waving.wave.count == 5
