"""What says nearly the same is one wave: across scripts, platforms and small edits, and cheaply."""

from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from app.extensions import db
from app.lib.clock import ago, now
from app.triage.actions import triage
from app.waves.gathering import REACH, gather, let_go, sketched
from app.waves.likeness import sketches
from app.waves.models import Wave, WaveBand, WaveComment
from tests import cast
from tests.waves.conftest import SAID, alike, wave_number


def test_near_copies_are_one_wave_in_every_script_and_nothing_else_is(any_app, arrive):
    rows = alike()
    found = [wave_number(comment) for comment in arrive(*(text for _, text in rows))]

    together = {}
    for (group, text), number in zip(rows, found, strict=True):
        together.setdefault(group or text, []).append(number)
    waves = {group: Counter(numbers).most_common(1)[0][0] for group, numbers in together.items()}
    assert len(set(waves.values())) == len(waves)  # no two groups in one wave
    in_place = sum(
        waves[group or text] == number for (group, text), number in zip(rows, found, strict=True)
    )
    assert in_place >= 0.97 * len(rows)


def test_one_after_the_other_they_are_the_same_waves_as_together(app, arrive):
    rows = [(group, text) for group, text in alike() if group]
    found = {}
    for group, text in rows:
        found.setdefault(group, []).append(wave_number(*arrive(text)))

    assert sum(len(set(numbers)) == 1 for numbers in found.values()) >= len(found) - 1


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
    gather(sketched([(second.id, second.text)]))
    db.session.commit()

    assert wave_number(first) != wave_number(second)
    assert first.waving.wave.count == 1


def test_looking_again_at_the_same_text_changes_nothing(any_app, arrive, wave):
    number = wave_number(wave[0])
    gather(sketched([(wave[2].id, wave[2].text)]))
    db.session.commit()

    assert wave_number(wave[2]) == number
    assert db.session.get(Wave, number).count == 5


def test_what_was_said_long_before_is_another_wave(any_app, arrive):
    (old,) = arrive(SAID, created_at=ago(days=2 * REACH.days))
    (new,) = arrive(SAID)

    assert wave_number(old) != wave_number(new)


def test_what_nobody_joins_any_more_is_let_go(any_app, arrive, wave):
    (alone,) = arrive("Le maire a inauguré la nouvelle bibliothèque ce matin")
    db.session.query(Wave).update({"until": now() - timedelta(minutes=1)})
    let_go()
    db.session.commit()

    assert wave_number(alone) is None
    assert db.session.get(Wave, wave_number(wave[0])).count == 5
    assert db.session.scalar(select(func.count()).select_from(WaveBand)) == 0
    assert wave_number(*arrive(SAID)) != wave_number(wave[0])


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
    gather(sketched([(some[0].id, SAID)]))
    pairs = sketched((comment.id, comment.text) for comment in some)
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    gather(pairs)

    assert len(statements) <= 13, statements


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=200), max_size=6))
def test_no_text_can_fail(texts):
    assert [each is None for each in sketches(texts)] == [
        sketches([text])[0] is None for text in texts
    ]
