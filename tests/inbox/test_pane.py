"""The open comment: its thread, its author, why it is flagged, what happened; on a page of its own too."""

import json
import re

from app.comments.actions import resolve
from app.comments.queries import get_comment
from app.extensions import db
from tests import cast


def test_a_comment_has_an_address_that_draws_the_whole_page(sign_in, leila, insult):
    text = sign_in(leila).get(f"/inbox/{insult.id}").text

    assert "<html" in text
    assert f'id="comment-{insult.id}"' in text
    assert f'id="row-{insult.id}"' in text


def test_htmx_gets_the_pane_alone_with_the_title_of_the_tab(browser, insult):
    text = browser.get(f"/inbox/{insult.id}").text

    assert "<html" not in text
    assert "<title>Sami" in text
    assert 'id="rows"' not in text


def test_the_old_address_of_a_comment_leads_to_it(browser, insult):
    answer = browser.get(f"/comments/{insult.id}")

    assert answer.status_code == 302
    assert answer.location == f"/inbox/{insult.id}"


def test_the_thread_shows_what_was_said_around_it(browser, page):
    root = cast.comment(
        page, "Quand est la réunion ?", thread="T", author=cast.author(page, "Amira")
    )
    cast.comment(page, "Jeudi à dix heures.", thread="T", by_us=True)
    here = cast.comment(page, "Merci, et où ?", thread="T")

    text = browser.get(f"/inbox/{here.id}").text

    assert text.index("Quand est la réunion") < text.index("Jeudi à dix") < text.index("et où ?")
    assert f'href="/inbox/{root.id}' in text


def test_a_long_thread_is_unfolded_around_the_comment_and_further_on_from_either_end(
    browser, page, said
):
    thread = [cast.comment(page, f"Mot numéro {number:03}.", thread="T") for number in range(240)]
    here = thread[150]

    def words(address):
        return re.findall(r"Mot numéro (\d{3})\.", browser.get(address).text)

    folded, whole = words(f"/inbox/{here.id}"), words(f"/inbox/{here.id}?thread={here.id}")
    earlier = words(f"/inbox/{here.id}?thread={thread[101].id}")

    assert folded == [f"{number:03}" for number in range(146, 153)]
    assert whole == [f"{number:03}" for number in range(101, 201)]
    assert earlier == [f"{number:03}" for number in range(52, 152)]
    assert f"thread={thread[101].id}" in browser.get(f"/inbox/{here.id}?thread={here.id}").text
    assert 'data-key="p"' in browser.get(f"/inbox/{here.id}").text


def test_a_short_thread_needs_no_unfolding(browser, page):
    cast.comment(page, "Bonjour", thread="T")
    here = cast.comment(page, "Bonsoir", thread="T")

    assert 'data-key="p"' not in browser.get(f"/inbox/{here.id}").text


def test_the_words_that_weighed_are_marked_in_the_colour_of_their_flag(browser, page):
    comment = cast.comment(
        page,
        "ya 7mar, wa9tech el ejtima3?",
        toxic=True,
        scores={"toxic": 0.9, "question": 0.8},
        reasons={"toxic": [[3, 7, 0.9]], "question": [[9, 16, 0.4]]},
        model="m1",
    )

    text = browser.get(f"/inbox/{comment.id}").text

    assert '<mark class="mark mark--toxic mark--4">7mar</mark>' in text
    assert '<mark class="mark mark--priority mark--2">wa9tech</mark>' in text


def test_the_timeline_tells_who_did_what(browser, insult, leila):
    resolve(get_comment(insult.id), by=leila)
    db.session.commit()

    timeline = browser.get(f"/inbox/{insult.id}").text.split('class="timeline"')[1]

    assert "Leila" in timeline
    assert "Page de PACT" in timeline


def test_the_pane_asks_as_much_for_a_long_thread_as_for_a_short_one(browser, page, said):
    def with_thread(name, length):
        for number in range(length):
            cast.comment(page, f"Mot {number}", thread=name, author=cast.author(page, f"A{number}"))
        return cast.comment(page, "Ici", thread=name, author=cast.author(page))

    short, long = with_thread("S", 2), with_thread("L", 30)
    addresses = [f"/inbox/{short.id}", f"/inbox/{long.id}"]
    counts = []
    # That somebody is here is written once an hour, whatever they look at.
    browser.get("/inbox")
    for address in addresses:
        with said() as statements:
            assert browser.get(address).status_code == 200
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_who_may_only_look_gets_no_buttons(sign_in, victor, insult):
    text = sign_in(victor).get(f"/inbox/{insult.id}").text

    assert 'class="actions"' not in text
    assert 'class="composer"' not in text


def test_the_next_comment_is_one_step_away_without_javascript(sign_in, leila, page):
    older, newer = cast.comment(page, "Un"), cast.comment(page, "Deux")
    client = sign_in(leila)

    assert (
        client.get(f"/inbox/{newer.id}/next?q=is:open").location == f"/inbox/{older.id}?q=is:open"
    )
    assert client.get(f"/inbox/{older.id}/next?q=is:open").location == "/inbox?q=is:open"


def test_an_act_that_ends_a_comment_says_that_it_left_the_queue(browser, insult):
    left = changed(browser.post(f"/comments/{insult.id}/resolution", version=1))
    again = changed(browser.post(f"/comments/{insult.id}/resolution/undo", version=2))

    assert (left["left"], left["status"]) == (True, "done")
    assert (again["left"], again["status"]) == (False, "open")


def test_the_answer_to_an_act_keeps_the_list_a_person_was_reading(sign_in, leila, insult):
    client = sign_in(leila)
    page = f"http://localhost/inbox/{insult.id}?q=is:open+is:toxic"
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Current-URL": page}

    text = client.post(
        f"/comments/{insult.id}/resolution", data={"version": 1}, headers=headers
    ).text

    assert f"/inbox/{insult.id}?q=is:open+is:toxic" in text or f"{insult.id}?q=is:open%20is" in text


def test_without_javascript_an_act_leads_back_to_the_comment_and_says_what_was_done(
    sign_in, leila, insult
):
    client = sign_in(leila)
    came_from = {"Referer": f"http://localhost/inbox/{insult.id}?q=is:toxic"}

    answer = client.post(
        f"/comments/{insult.id}/resolution", data={"version": 1}, headers=came_from
    )

    assert (answer.status_code, answer.location) == (303, f"/inbox/{insult.id}?q=is:toxic")
    assert re.search(r'class="toast".*?<p', client.get(answer.location).text, re.S)


def test_without_javascript_a_wrong_click_is_undone_too(sign_in, leila, insult):
    client = sign_in(leila)
    done = client.post(f"/comments/{insult.id}/resolution", data={"version": 1})
    # In the toast, and on the timeline.
    (undo,) = set(re.findall(r'action="(/activities/\d+/undo)"', client.get(done.location).text))

    assert client.post(undo).status_code == 303

    db.session.refresh(insult)
    assert insult.status == "open"


def test_the_open_comment_is_marked_in_the_list(sign_in, leila, insult, page):
    cast.comment(page, "Un autre")
    text = sign_in(leila).get(f"/inbox/{insult.id}").text

    assert re.search(rf'href="/inbox/{insult.id}[^>]*aria-current="true"', text)
    assert text.count('aria-current="true"') == 1


def changed(response):
    return json.loads(response.headers["HX-Trigger"])["comment-changed"]
