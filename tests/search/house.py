"""A small inbox with a little of everything, the same on every run."""

import random
from datetime import timedelta

from app.authors.models import Link, Standing
from app.comments.models import Activity, Prediction
from app.escalations.models import Escalation
from app.extensions import db
from app.feedback.models import Feedback, Saying
from app.levels.models import Due, Level
from app.lib.clock import now
from app.lib.text import normalise
from app.notes.models import Note
from app.replies.models import Reply
from app.rules.models import Rule, RuleAct
from app.tags.models import Tag, Tagging
from app.territories.models import Place, Territory
from app.waves.models import Wave, WaveComment
from tests import cast

WORDS = "ماء الماء مقطوع طريق وينكم eau école route coupée water please 3aslema barcha 2026 l'eau".split()
LANGS, SCRIPTS = ("fr", "ar", "en", "tn", "mixed", ""), ("arab", "latn", "mixed", "")
ACTS = ("hidden", "unhidden", "corrected", "tagged")
TAGS = ("eau", "Route rurale", "مدرسة")


class House:
    """Who and what the random comments are made of."""

    def __init__(self, seed=7, size=120):
        self.dice = random.Random(seed)
        self.people = [cast.person("Leila", "moderator"), cast.person("Nadia", "lead")]
        self.channels = [cast.channel(name=name) for name in ("Page de PACT", "Mairie")]
        self.authors = [cast.author(c, name) for c in self.channels for name in ("Sami", "Olfa B")]
        self.keep([Standing(author_id=self.authors[1].id, standing="muted")])
        self.keep([Link(author_id=one.id, person=self.authors[0].id) for one in self.authors[0::2]])
        self.posts = [cast.post(channel) for channel in self.channels]
        self.tags = self.keep([Tag(name=name, key=normalise(name)) for name in TAGS])
        self.places = self.keep(
            [Territory(code=c, kind="governorate", name_fr=n, name_ar=a, key=normalise(n))
             for c, n, a in (("23", "Le Kef", "الكاف"), ("24", "Siliana", "سليانة"))]
        )  # fmt: skip
        self.rules = self.keep(
            [Rule(name=n, key=normalise(n), query="is:open") for n in ("Masquer", "Eau")]
        )
        self.levels = self.keep(
            [Level(name=name, query="is:open", minutes=60) for name in ("Vite", "Sans hâte")]
        )
        self.feedbacks = self.keep(
            [Feedback(kind=kind, state=state, subject="Eau", key="eau")
             for kind, state in (("complaint", "heard"), ("proposal", "done"), ("rumour", "declined"))]
        )  # fmt: skip
        self.comments = [self.comment(number) for number in range(size)]

    def keep(self, rows):
        db.session.add_all(rows)
        db.session.commit()
        return rows

    def maybe(self, chance, value, otherwise=None):
        return value if self.dice.random() < chance else otherwise

    def comment(self, number):
        dice = self.dice
        written = now() - timedelta(hours=number * 5, minutes=dice.random() * 60)
        scores = {label: round(dice.random(), 3) for label in ("toxic", "question", "urgent")}
        row = cast.comment(
            dice.choice(self.channels),
            " ".join(dice.choices(WORDS, k=dice.randint(1, 5))),
            created_at=written,
            author_id=self.maybe(0.8, dice.choice(self.authors).id),
            post_id=self.maybe(0.5, dice.choice(self.posts).id),
            parent_platform_id=self.maybe(0.3, "above"),
            lang=dice.choice(LANGS),
            state=self.maybe(
                0.7, "visible", dice.choice(["hidden", "pending", "spam", "deleted", "gone"])
            ),
            status=dice.choice(["open", "done", "snoozed"]),
            assignee_id=self.maybe(0.4, dice.choice(self.people).id),
            is_spam=dice.random() < 0.1,
            by_us=dice.random() < 0.1,
            edited_at=self.maybe(0.2, written),
            answered_at=self.maybe(0.3, now()),
            triaged_at=self.maybe(0.8, now()),
            toxic=dice.random() < 0.3,
            priority=dice.random() < 0.3,
        )
        if row.triaged_at:
            row.scores = scores
            row.sentiment = dice.choice(("neg", "neu", "pos"))
            self.sort(row, scores)
        self.touch(row)
        self.join(row, number)
        self.rule(row, number)
        self.due(row, number)
        db.session.commit()
        return row

    def sort(self, row, scores):
        for label, score in scores.items():
            if round(score * 1000) >= 100:
                db.session.add(
                    Prediction(label=label, comment_id=row.id, score=round(score * 1000))
                )

    def rule(self, row, number):
        """One of two rules did something to some, was kept from it at others, and holds a few back."""
        for rule in self.rules if number % 4 == 0 else self.rules[: number % 3 == 0]:
            outcome = "kept" if number % 5 == 0 else "done"
            act = {"rule_id": rule.id, "effect": "hide", "outcome": outcome, "withholds": True}
            db.session.add(RuleAct(comment_id=row.id, waits=number % 12 == 0, **act))
        if number % 11 == 0:
            row.status = "held"

    def due(self, row, number):
        """Some are due by one level or by two: late, soon, tomorrow; some were kept."""
        for place, level in enumerate(self.levels):
            if number % (3 + place) == 0:
                due_at = now() + timedelta(hours=number % 40 - 8 + 20 * place)
                met = now() if number % 5 == 0 else None
                row.dues.append(Due(level=level, since=row.received_at, due_at=due_at, met_at=met))

    def join(self, row, number):
        """The first of two waves has several comments, the other one."""
        if number % 9 == 0:
            wave = db.session.get(Wave, 1) or self.wave(1, row)
            wave.count += 1
            db.session.add(WaveComment(comment_id=row.id, wave_id=1))
        for place, feedback in enumerate(self.feedbacks):
            if number % (4 + place) == 0:
                db.session.add(Saying(feedback_id=feedback.id, comment_id=row.id))
        if number == 4:
            self.wave(2, row).count = 1
            db.session.add(WaveComment(comment_id=row.id, wave_id=2))

    def wave(self, number, row):
        wave = Wave(id=number, count=0, first_id=row.id, last_id=row.id)
        db.session.add(wave)
        db.session.flush()
        return wave

    def touch(self, row):
        dice, who = self.dice, self.dice.choice(self.people).id
        for tag in self.tags:
            if dice.random() < 0.25:
                db.session.add(Tagging(tag_id=tag.id, comment_id=row.id))
        if dice.random() < 0.3:
            db.session.add(Place(territory_id=dice.choice(self.places).id, comment_id=row.id))
        if dice.random() < 0.2:
            db.session.add_all(Note(comment_id=row.id, by_id=who, text="vu") for _each in range(2))
        if dice.random() < 0.2:
            db.session.add_all(
                Reply(comment_id=row.id, by_id=who, text="oui", state=state)
                for state in dice.choices(("sent", "draft"), k=2)
            )
        for kind in dice.choices(ACTS, k=dice.choice((0, 0, 1, 3))):
            db.session.add(self.act(row, kind, who))
        if dice.random() < 0.3:
            db.session.add(self.escalation(row, who))

    def act(self, row, kind, who):
        """Something that was done, by a person, by a rule, or by nobody we know any more."""
        doer = self.dice.choice([{"by_id": who}, {"rule": "Cacher le spam"}, {}])
        undone = self.maybe(0.2, {"undone_at": now()}, {})
        details = self.maybe(0.2, {"undo_of": 1}, {})
        return Activity(comment_id=row.id, kind=kind, details=details, **doer, **undone)

    def escalation(self, row, who):
        end = self.dice.choice([{}, {"settled_at": now()}, {"withdrawn_at": now()}])
        return Escalation(comment_id=row.id, by_id=who, to_id=who, reason="grave", **end)
