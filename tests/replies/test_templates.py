"""Reply templates: kept, suggested, filled, and never sent with a field open."""

import re

import pytest
from sqlalchemy import event

from app.comments.models import Post
from app.extensions import db
from app.lib.clock import now
from app.lib.errors import Refused
from app.replies.actions import propose, reply
from app.replies.models import Reply
from app.replies.templates.actions import archive, bring_back, change_template, make_template
from app.replies.templates.fields import direction, filled, filled_in, with_fields, with_marks
from app.replies.templates.models import ReplyTemplate
from app.replies.templates.queries import templates
from app.replies.templates.suggesting import chain, past_answers, suggestions
from app.tags.actions import tag
from app.territories.models import Place, Territory
from tests import cast

WATER = {
    "fr": "Bonjour {name}, l'eau revient à {heure} à {place}.",
    "ar": "مرحبا {name}، يعود الماء في {place}.",
    "tn": "عسلامة {name}، الماء يرجع ل{place}.",
}


@pytest.fixture
def water(leila, village):
    return kept("Coupure d'eau", "eau", WATER, by=leila, tags=["Eau"])


def kept(name, code, texts, *, by, **more):
    template = make_template(by=by, name=name, code=code, texts=texts, **more)
    db.session.commit()
    return template


def sent(comment, text, by):
    row = Reply(comment_id=comment.id, text=text, by_id=by.id, state="sent", sent_at=now())
    db.session.add(row)
    db.session.commit()
    return row


class TestFields:
    def test_the_comment_fills_what_it_knows(self, question):
        district = Territory(
            code="g1", kind="governorate", name_fr="Gafsa", name_ar="قفصة", key="gafsa"
        )
        commune = Territory(code="c1", kind="commune", name_fr="Métlaoui", name_ar="المتلوي", key="metlaoui")  # fmt: skip
        db.session.add_all([district, commune])
        db.session.flush()
        for place in (commune, district):
            db.session.add(Place(territory_id=place.id, comment_id=question.id))
        question.post = Post(channel_id=question.channel_id, platform_id="p", title="Réunion", url="https://example.org/p")  # fmt: skip
        db.session.commit()

        assert (
            filled("{name} {lieu} {link}", question, "fr") == "Sami Métlaoui https://example.org/p"
        )
        assert filled("{الاسم} {المكان}", question, "tn") == "Sami المتلوي"
        assert re.fullmatch(r"\d+ \w+ \d{4}", filled("{date}", question, "fr"))
        assert re.search("[\u0620-\u064a]", filled("{date}", question, "ar"))

    def test_what_it_does_not_know_is_asked(self, question):
        assert filled("{name}, à {heure} à {place}", question, "fr") == "Sami, à {heure} à {place}"

    def test_a_text_with_an_open_field_is_refused_by_its_name(self):
        with pytest.raises(Refused, match="{heure}"):
            filled_in("À {heure}.")
        assert (
            filled_in("Un {} ou { } ou {\n} ne sont rien.") == "Un {} ou { } ou {\n} ne sont rien."
        )

    def test_a_name_becomes_a_field(self):
        assert with_fields("Bonjour Sami, et Samia.", "Sami") == "Bonjour {name}, et Samia."
        assert with_fields("Merci @sami.b !", "sami.b") == "Merci {name} !"
        assert with_fields("Bonjour", "") == "Bonjour"

    def test_its_own_words_tell_its_direction(self):
        assert direction("شكرا {name of the author}.") == "rtl"
        assert direction("Merci {الاسم الكامل للكاتب}.") == "ltr"

    def test_marks_are_escaped(self):
        assert (
            with_marks("<b> {x} & {y<}") == "&lt;b&gt; <mark>{x}</mark> &amp; <mark>{y&lt;}</mark>"
        )


class TestAnOpenFieldBlocksSending:
    def test_in_the_action(self, question, leila):
        with pytest.raises(Refused):
            reply(question, "À {heure}.", by=leila)
        assert db.session.query(Reply).count() == 0

    def test_in_a_proposal_until_it_is_filled(self, question, leila):
        draft = propose(question, "À {heure}.", by=leila)
        with pytest.raises(Refused):
            reply(question, draft.text, by=leila, draft=draft)
        reply(question, "À 9 h.", by=leila, draft=draft)
        assert draft.state == "waiting"

    def test_on_the_screen_with_words_and_the_field_selected(self, browser, question, waiting):
        response = browser.post(
            f"/comments/{question.id}/reply", **form(browser, question, "À {heure}.")
        )
        assert response.status_code == 422
        assert "Fill in {heure} first" in response.text and "data-filling" in response.text
        assert waiting() == []


def form(browser, comment, text, **more):
    page = browser.get(f"/comments/{comment.id}/reply").text
    token = re.search(r'name="token"[^>]*value="([^"]*)"', page)[1]
    return {"version": comment.version, "token": token, "text": text, **more}


class TestKeeping:
    def test_a_code_is_one_short_word_and_one_template(self, water, leila):
        with pytest.raises(Refused):
            kept("Autre", " EAU ", {"fr": "x"}, by=leila)
        archive(water)
        other = kept("Autre", "Eau", {"fr": "x"}, by=leila)
        assert other.code == "eau"
        with pytest.raises(Refused):
            bring_back(water)

    def test_a_language_without_words_goes(self, water):
        change_template(water, name="Eau", code="eau", texts={"fr": "Bonjour"})
        db.session.commit()
        db.session.expire_all()
        assert water.by_language == {"fr": "Bonjour"}

    def test_an_archived_one_is_kept_and_suggested_no_more(self, water, question):
        archive(water)
        assert suggestions(question)[0] == []
        assert templates(archived=True) == [water]


class TestSuggesting:
    @pytest.mark.parametrize(
        ("lang", "script", "first"),
        [("tn", "latn", "tn"), ("tn", "arab", "tn"), ("ar", "arab", "ar"), ("fr", "latn", "fr"),
         ("en", "latn", "fr"), ("mixed", "arab", "ar"), ("", "latn", "fr")],
    )  # fmt: skip
    def test_in_the_comments_language(self, water, question, lang, script, first):
        question.lang, question.script = lang, script
        assert suggestions(question)[0][0].language == first

    def test_derja_is_answered_in_derja_then_arabic_then_french(self, question, leila):
        question.lang, question.script = "tn", "latn"
        assert chain(question)[:3] == ("tn", "ar", "fr")
        kept("A", "a", {"fr": "Bonjour", "ar": "مرحبا"}, by=leila)
        assert suggestions(question)[0][0].language == "ar"

    def test_by_tags_then_labels_then_use(self, water, question, leila):
        for name in "abcd":
            kept(name, name, {"fr": name}, by=leila)
        kept("urgent", "urgent", {"fr": "Tout de suite"}, by=leila, labels=["urgent"])
        db.session.query(ReplyTemplate).filter_by(code="d").update({"used": 50})
        question.scores = {"urgent": 0.99}
        tag(question, ["eau"], by=leila)
        db.session.commit()

        names = [one.name for one in suggestions(question)[0]]
        assert names == ["Coupure d'eau", "urgent", "d"]

    def test_the_one_that_was_picked_stands_first(self, water, question, leila):
        last = kept("zzz", "zzz", {"en": "Hello"}, by=leila)
        assert suggestions(question, first=last.id)[0][0].text == "Hello"

    def test_what_was_said_to_others_like_it(self, any_app, village, leila):
        channel = cast.channel("village")
        mine = cast.comment(channel, "Quand l'eau revient-elle à Sidi Khiar ?", author=cast.author(channel, "Mouna"))  # fmt: skip
        like = cast.comment(channel, "L'eau revient quand à Sidi Khiar ?", author=cast.author(channel, "Sami"))  # fmt: skip
        unlike = cast.comment(channel, "Merci pour l'atelier de poterie")
        sent(like, "Bonjour Sami, jeudi.", leila)
        sent(unlike, "Avec plaisir.", leila)

        assert [one.text for one in past_answers(mine)] == ["Bonjour Mouna, jeudi."]

    def test_however_many_templates_and_answers_it_asks_a_fixed_number_of_times(
        self, question, leila
    ):
        def asked():
            count = []
            seen = lambda *args: count.append(1)  # noqa: E731
            event.listen(db.engine, "before_cursor_execute", seen)
            db.session.expire_all()
            suggestions(question)
            event.remove(db.engine, "before_cursor_execute", seen)
            return len(count)

        kept("a", "a", {"fr": "Bonjour {name}"}, by=leila)
        sent(cast.comment(question.channel, "Quand l'eau ?"), "Jeudi.", leila)
        few = asked()
        for n in range(12):
            kept(f"t{n}", f"t{n}", {"fr": "Bonjour", "ar": "مرحبا"}, by=leila)
            sent(cast.comment(question.channel, f"Quand l'eau {n} ?"), f"Jeudi {n}.", leila)
        assert asked() == few


class TestOnTheScreen:
    def test_the_composer_offers_with_keys(self, browser, water, question):
        page = browser.get(f"/comments/{question.id}/reply/suggestions").text
        assert "Bonjour Sami, l&#39;eau revient à {heure} à {place}." in page
        assert 'aria-keyshortcuts="Alt+1"' in page

    def test_without_a_script_the_form_comes_filled(self, sign_in, leila, water, question):
        client = sign_in(leila)
        page = client.get(f"/comments/{question.id}/reply").text
        assert f"template={water.id}" in page
        page = client.get(f"/comments/{question.id}/reply?template={water.id}").text
        assert "Bonjour Sami" in page.split("<textarea")[1]
        past = sent(cast.comment(question.channel), "Jeudi.", leila)
        page = client.get(f"/comments/{question.id}/reply?like={past.id}").text
        assert "Jeudi." in page.split("<textarea")[1]

    def test_uses_are_counted(self, browser, water, question):
        browser.post(
            f"/comments/{question.id}/reply",
            **form(browser, question, "Bonjour Sami.", template=water.id),
        )
        db.session.expire_all()
        assert (water.used, water.used_at is not None) == (1, True)

    def test_a_moderator_makes_changes_and_archives_one(self, sign_in, leila, village):
        client = sign_in(leila)
        words = {"name": "Merci", "code": "merci", "fr": "Merci {name} !", "tags": "bravo, Eau"}
        assert client.post("/reply-templates", data=words).status_code == 303
        (one,) = templates()
        assert one.tags == ["bravo", "eau"]
        page = client.get(f"/reply-templates/{one.id}").text
        assert "<mark>{name}</mark>" in page
        words |= {"fr": "Merci !", "ar": "شكرا", "labels": ["question"]}
        client.post(f"/reply-templates/{one.id}", data=words)
        db.session.refresh(one)
        assert (one.labels, one.by_language["ar"]) == (["question"], "شكرا")
        client.post(f"/reply-templates/{one.id}/archive")
        assert "Merci" in client.get("/reply-templates?archived=1").text
        client.post(f"/reply-templates/{one.id}/archive/undo")
        assert "used" in client.get("/reply-templates").text

    @pytest.mark.parametrize(
        "wrong", [{"name": ""}, {"code": ""}, {"code": "!"}, {"fr": ""}, {"labels": ["nonsense"]}]
    )
    def test_what_is_wrong_is_said_beside_it(self, sign_in, leila, village, wrong):
        words = {"name": "Merci", "code": "merci", "fr": "Merci", **wrong}
        answer = sign_in(leila).post("/reply-templates", data=words)
        assert answer.status_code == 422 and "field__error" in answer.text
        assert templates() == []

    def test_a_reply_that_was_sent_becomes_a_template_in_two_clicks(self, sign_in, leila, question):
        answer = sent(question, "Bonjour Sami, jeudi.", leila)
        client = sign_in(leila)
        link = re.search(r'href="(/reply-templates/new\?reply=\d+)"', client.get(f"/replies/{answer.id}").text)  # fmt: skip
        page = client.get(link[1]).text
        kept_text = re.search(r'<textarea[^>]*name="fr"[^>]*>\s*([^<]*)', page)[1]
        assert kept_text == "Bonjour {name}, jeudi."

    def test_a_viewer_reads_none(self, sign_in, victor):
        assert sign_in(victor).get("/reply-templates").status_code == 403
