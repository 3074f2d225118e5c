"""The list: newest first, more by key and never by number, at a cost that does not grow."""

from app.extensions import db
from app.inbox.queries import ROWS
from tests import cast
from tests.inbox.conftest import rows_in


def test_the_newest_stand_first_and_more_goes_on_where_the_list_ended(browser, crowd):
    comments = crowd(ROWS + 3)

    first = browser.get("/inbox")
    more = browser.get(f"/inbox/rows?q=is:open&before={rows_in(first)[-1]}")

    assert rows_in(first) == [comment.id for comment in comments[:ROWS]]
    assert rows_in(more) == [comment.id for comment in comments[ROWS:]]
    assert 'id="more"' in first.text
    assert 'id="more"' not in more.text


def test_more_is_a_link_that_works_without_javascript(sign_in, leila, crowd):
    comments = crowd(ROWS + 1)

    second = sign_in(leila).get(f"/inbox?q=is:open&before={comments[ROWS - 1].id}")

    assert "<html" in second.text
    assert rows_in(second) == [comments[-1].id]


def test_a_comment_that_arrives_between_two_pages_doubles_nothing(browser, crowd, page):
    comments = crowd(ROWS + 2)
    shown = rows_in(browser.get("/inbox"))
    cast.comment(page, "Une autre question ?")

    more = rows_in(browser.get(f"/inbox/rows?q=is:open&before={shown[-1]}"))

    assert more == [comment.id for comment in comments[ROWS:]]


def test_a_list_asks_as_much_for_many_rows_as_for_few(browser, crowd, said):
    crowd(3)
    browser.get("/inbox")
    with said() as few:
        assert len(rows_in(browser.get("/inbox"))) == 3
    crowd(ROWS)
    with said() as many:
        assert len(rows_in(browser.get("/inbox"))) == ROWS

    assert len(few) == len(many)
    assert len(many) <= 20


def test_rows_say_who_what_and_where_it_stands(browser, crowd):
    (comment,) = crowd(1, toxic=True, scores={"toxic": 0.94}, priority=False)

    text = browser.get("/inbox").text

    assert "Citoyen 0" in text
    assert "Toxique" in text or "Toxic" in text
    assert "94" in text
    assert "#eau" in text
    assert f'href="/inbox/{comment.id}?q=is:open"' in text


def test_each_text_takes_the_direction_of_its_own_script(browser, page):
    cast.comment(page, "علاش الماء مقصوص ؟ merci")
    cast.comment(page, "Merci beaucoup يا جماعة pour tout votre travail")

    text = browser.get("/inbox").text

    assert 'class="row__text" dir="rtl">علاش' in text
    assert 'class="row__text" dir="ltr">Merci' in text


def test_what_people_wrote_is_text_and_never_markup(browser, page):
    author = cast.author(page, "<b>Sami</b>")
    comment = cast.comment(page, "<script>alert(1)</script> {{ 7*7 }}", author=author)

    for url in ("/inbox", f"/inbox/{comment.id}"):
        text = browser.get(url).text
        assert "<script>alert" not in text
        assert "<b>Sami" not in text
        assert "{{ 7*7 }}" in text


def test_an_unknown_qualifier_is_named_above_an_empty_list(browser, crowd):
    crowd(2)

    answer = browser.get("/inbox?q=colour:red")

    assert "colour" in answer.text
    assert 'role="alert"' in answer.text
    assert rows_in(answer) == []


def test_one_row_can_be_drawn_anew(browser, crowd):
    (comment,) = crowd(1)

    assert rows_in(browser.get(f"/inbox/row/{comment.id}")) == [comment.id]
    assert browser.get("/inbox/row/12345").status_code == 404


def test_an_empty_inbox_offers_a_beginning_to_who_may_begin(sign_in, amel, victor):
    assert "/channels/new" in sign_in(amel).get("/inbox").text
    assert "/channels/new" not in sign_in(victor).get("/inbox").text


def test_a_list_where_nothing_waits_says_so(browser, page):
    db.session.commit()
    assert "/channels/new" not in browser.get("/inbox").text
    assert 'class="empty"' in browser.get("/inbox").text
