"""A house in which every screen has something to show."""

from app.accounts.actions import invite
from app.accounts.models import User
from app.alerts import press, trends
from app.alerts.actions import take_offer
from app.alerts.models import Alert
from app.authors.models import AuthorNote
from app.channels.actions import connect_channel
from app.channels.connectings import came_back, set_out
from app.channels.departures import Departure
from app.classifier.learning.models import Layer
from app.classifier.lists.actions import bring_public
from app.classifier.model import load
from app.comments.actions import assign, mark_spam, snooze
from app.comments.models import Comment
from app.comments.queries import hold
from app.connectors.contract import Account, Begun
from app.escalations.actions import escalate
from app.escalations.links import SETTLE, TAKE, button
from app.escalations.queries import open_escalation
from app.evidence.keeping import keep
from app.extensions import db
from app.feedback.actions import make
from app.feedback.letters import SALT, pass_on
from app.inbox.saving import save_view
from app.kindness.rounds import begin
from app.lib.clock import later
from app.lib.links import public_url, signer
from app.lib.transaction import transaction
from app.moderation.actions import hide
from app.notes.actions import note
from app.notices.links import goodbye
from app.replies.actions import reply
from app.replies.approval.links import button as approval_button
from app.replies.approval.queries import open_approval
from app.replies.templates.actions import make_template
from app.tags.actions import tag
from app.timing.actions import make_level
from app.triage.writing import make_rule
from tests.browser.furnished_reports import sent_report

TEXTS = (
    "ya 7mar, project mte3kom lkol sor9a",
    "علاش الماء مقصوص على سيدي خيار من جمعة؟ شكون المسؤول؟",
    "Bravo à toute l'équipe pour l'atelier de Gafsa",
    "Win dar chabeb? Nheb na3ref",
    "This looks like an advert",
    "Qui décide des subventions de Gafsa ?",
)


def furnish(house, town):
    """Do to some comments all that can be done to them; gives the addresses that only now exist."""
    names = town.writes(*TEXTS, post={"id": "p1", "title": "Réunion publique", "text": "Ce mardi."})
    with house.app() as app, app.test_request_context(), transaction():
        leila, nadia, amel = map(called, ("leila", "nadia", "amel"))
        insult, water, thanks, question, advert, asked = map(known, names)
        tag(insult, ["insulte", "الماء"], by=leila)
        note(insult, "Vu au téléphone avec la mairie, @Nadia.", by=leila)
        note(insult, "@Leila, je rappelle demain.", by=nadia)
        assign(insult, by=leila, to=nadia)
        escalate(insult, by=leila, to=nadia, reason="Accuse les agents de vol.", urgency="now")
        reply(water, "Nous vérifions avec la SONEDE.", by=leila)
        evidence = keep(insult, by=leila).id
        hide(thanks, by=leila, reason="en double")
        snooze(question, by=leila, until=later(hours=5))
        mark_spam(advert, by=leila)
        waits = held_back(asked, leila)
        save_view("Eau", query="tag:الماء", shared=True, by=nadia)
        site = connect_channel("website", name="Formulaire du site", by=amel)
        words = bring_public("ldnoobw-fr", by=nadia)
        layer = proposed(insult)
        _invitation, link = invite("rim@example.org", role="moderator", by=amel, locale="fr")
        return {
            "comments": [
                comment.id for comment in (insult, water, thanks, question, advert, asked)
            ],
            "post": insult.post_id,
            "author": noted(insult.author, nadia),
            "template": kept_reply(leila).id,
            "evidence": evidence,
            "round": begin("session", [insult.id, water.id], leila).id,
            "feedback": passed_on(water, leila),
            "yes": approval_button(open_approval(waits)),
            "tag": db.session.scalar(db.text("SELECT min(id) FROM tags")),
            "town": town.id,
            "words": words.id,
            "layer": layer.id,
            "rule": written(nadia).id,
            "level": promised(nadia).id,
            "watch": heard(nadia, water).id,
            "site": site.id,
            "joining": on_the_way_back(nadia),
            "form": f"/form/{site.token}",
            "invitation": link,
            "reset": reset_link(leila),
            "reports": sent_report(nadia, water),
            "goodbye": goodbye(leila, "digest"),
            "farewell": f"/leaving/{departed().code}",
            "take": button(open_escalation(insult), TAKE),
            "settle": button(open_escalation(insult), SETTLE),
        }


def held_back(comment, writer):
    """A reply that waits for a yes, because of a tag."""
    tag(comment, ["subventions"], by=writer)
    comment.taggings[0].tag.needs_yes = True
    reply(comment, "La commission, chaque mardi.", by=writer)
    return comment.replies[0]


def passed_on(comment, by):
    """A feedback that went out by mail, and the page behind the letter."""
    feedback = make([comment.id], by=by, kind="complaint", subject="L'eau à Sidi Khiar")
    step = pass_on(feedback, by=by, name="SONEDE", email="eau@example.org", locale="fr")
    number = step.details["passing"]
    return {
        "id": feedback.id,
        "letter": public_url("feedback_letters.show", token=signer(SALT).dumps(number)),
    }


def kept_reply(writer):
    texts = {"fr": "Merci {name}, à {heure}.", "ar": "شكرا {name}."}
    return make_template(by=writer, name="Merci", code="merci", texts=texts, tags=["bravo"])


def written(lead):
    """A rule that would hide too much, so that its page warns."""
    return make_rule("Colère", query="sentiment:neg", effects=[{"do": "hide"}], by=lead)


def promised(lead):
    """A service level, so that its pages have something to say."""
    said = {"query": "is:question", "minutes": 24 * 60, "warn_minutes": 120}
    return make_level("Questions", by=lead, **said)


def on_the_way_back(user):
    """Somebody who said yes on a platform, and has two accounts to pick from."""
    gone = set_out("mastodon", Begun("", {}), state="s" * 32, settings={}, since=None, by=user)
    came_back(gone, [Account("1", "@pact", {"token": "t"}), Account("2", "@pact_kef", {})])
    return gone.state


def proposed(comment):
    """A layer that waits for a lead, with all that its page can show."""
    change = {"id": comment.id, "gained": ["hate"], "lost": ["toxic"], "verdict": "rightly"}
    month = {"seen": 900, "changed": 14, "rightly": 11, "wrongly": 1, "undecided": 2}
    figures = {
        "taught": 40,
        "decisions": {"toxic": [40, 21, 37]},
        "tests": {"toxic": [900, 0.91, 0.92]},
        "month": month | {"list": [change]},
    }
    row = Layer(state="proposed", shipped=load().version, figures=figures, weights=b"")
    db.session.add(row)
    db.session.flush()
    return row


def called(name):
    return db.session.scalar(db.select(User).filter_by(email=f"{name}@example.org"))


def known(name):
    found = db.session.scalar(db.select(Comment.id).filter_by(platform_id=name))
    return hold(found)


def reset_link(user):
    from flask_security.recoverable import generate_reset_password_token

    return public_url("security.reset_password", token=generate_reset_password_token(user))


def heard(nadia, water):
    """A watch that told of something, and what is counted by the clock."""
    watch = take_offer("more", by=nadia)
    db.session.add(
        Alert(
            watch=watch, kinds=["volume"], keys=[["volume", ""]], terms=["الماء", "coupure"], count=12,
            since_id=water.id, until_id=water.id, first_id=water.id, authors=9, channels=2,
            expected=3.0, strength=6.0,
        )
    )  # fmt: skip
    while page := press.due() or trends.due():
        db.session.merge(page)
    return watch


def departed():
    """Somebody asked Meta to have what we hold of them deleted."""
    done = Departure(platform="facebook", kind="delete", fingerprint=b"f" * 32, channels=1)
    db.session.add(done)
    db.session.flush()
    return done


def noted(author, by):
    """Somebody of whom the team knows a thing or two."""
    db.session.add(AuthorNote(author_id=author.id, by_id=by.id, text="Écrit souvent le soir."))
    return author.id
