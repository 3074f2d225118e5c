"""A report sends itself: a draft on its day, a lead's yes from the letter, the PDF to who has no account."""

import re
from datetime import date, timedelta

import pytest

from app.extensions import db
from app.lib.clock import ago, now
from app.reports.drawing.plain import plain
from app.reports.models import SavedReport
from app.reports.sending import actions
from app.reports.sending.freezing import frozen, thawed
from app.reports.sending.models import Issue
from tests import cast
from tests.reports.drawing.samples import sample


@pytest.fixture
def report(app, nadia):
    channel = cast.channel()
    for days in (20, 30, 40, 50):
        cast.comment(channel, "Pas d'eau à Rouhia", lang="fr", created_at=ago(days=days))
    row = SavedReport(
        name="Mois de l'eau", blocks=["volume", "languages"], words="Bonjour à tous.", by_id=nadia.id,
        period="month", locale="fr", shared=True, recipients=["bailleur@example.net", "maire@example.tn"],
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


@pytest.fixture
def work(app):
    """Everything that waits is done, as a worker does it."""
    import workers.documents  # noqa: F401
    from workers.runner import run_tasks

    def until_done():
        db.session.commit()
        while run_tasks():
            pass

    return until_done


def link_in(letter):
    text = letter.get_body(("plain",)).get_content()
    return re.search(r"/i/\S+", text)[0]


def test_on_its_day_a_draft_comes_by_mail_a_yes_sends_the_pdf(
    app, nadia, report, work, post_office, client
):
    report.day = 1
    actions.draft_due()
    actions.draft_due()
    work()

    (draft,) = post_office.letters
    assert draft["To"] == nadia.email and "Mois de l'eau" in draft["Subject"]
    assert_charts_in_the_body(draft)
    link = link_in(draft)
    assert "Bonjour" in client.get(link).text
    assert len(post_office.letters) == 1, "opening changes nothing"

    answer = client.post(link, data={"words": "L'eau manque.\n\nMerci <b>à tous</b>."})
    assert "Approved" in answer.text or "Approuv" in answer.text
    work()

    sent = post_office.letters[1:]
    assert {letter["To"] for letter in sent} == {"bailleur@example.net", "maire@example.tn"}
    for letter in sent:
        (pdf,) = letter.iter_attachments()
        assert pdf.get_content_type() == "application/pdf" and pdf.get_content().startswith(b"%PDF")
        assert "Merci &lt;b&gt;à tous" in letter.get_body(("html",)).get_content()
    assert client.post(link, data={"words": "x"}).status_code == 410


def assert_charts_in_the_body(letter):
    html = letter.get_body(("html",))
    shown = re.findall(r'<img[^>]+src="cid:([^"]+)"', html.get_content())
    pictures = {
        part["Content-ID"].strip("<>"): part for part in letter.walk() if part["Content-ID"]
    }
    assert shown and set(shown) == set(pictures)
    assert all(part.get_content().startswith(b"\x89PNG") for part in pictures.values())
    assert all(
        re.search(r'alt="[^"]+"', tag) for tag in re.findall("<img[^>]+>", html.get_content())
    )


def test_a_failed_sending_is_seen_and_tried_again(app, nadia, report, work, post_office, sign_in):
    issue = drafted(report, work)
    browser = sign_in(nadia)
    post_office.refuses = "550 No such person"
    browser.post(f"/reports/issues/{issue.id}/approval", data={"words": "Bonjour"})
    work()

    page = browser.get(f"/reports/issues/{issue.id}").text
    assert "No such person" in page and "Failed" in page
    assert "2 letters failed" in browser.get(f"/reports/own/{report.id}/sending").text

    post_office.refuses = None
    browser.post(f"/reports/issues/{issue.id}/sendings/{issue.sendings[0].id}/again")
    work()
    db.session.expire_all()
    assert [each.letter.state for each in issue.sendings] == ["sent", "failed"]
    assert issue.sendings[0].letter.enclosures == []


def drafted(report, work):
    issue = actions.draft(report)
    work()
    db.session.refresh(issue)
    return issue


def test_sending_twice_writes_to_everybody_once(app, nadia, report, work):
    from app.reports.sending.making import send_issue

    issue = drafted(report, work)
    actions.approve(issue, by=nadia, words="")
    work()
    send_issue(issue.id)

    db.session.expire_all()
    assert len(issue.sendings) == 2


def test_what_was_approved_is_what_leaves_though_comments_came_meanwhile(app, report, work):
    issue = drafted(report, work)
    before = actions.document_of(issue).blocks[0].figures[0].value
    cast.comment(cast.channel(), "Encore", created_at=ago(days=30))

    assert actions.document_of(issue).blocks[0].figures[0].value == before


def test_a_document_comes_back_from_the_database_as_it_was(app):
    again = thawed(frozen(sample("ar")))

    assert plain(again, team="") == plain(sample("ar"), team="")
    assert again.blocks[1].table == sample("ar").blocks[1].table


@pytest.mark.parametrize("secret", [True, False])
def test_anyone_reads_a_public_page_until_it_is_taken_down(
    app, nadia, report, work, sign_in, client, secret
):
    issue, browser = drafted(report, work), sign_in(nadia)
    browser.post(f"/reports/issues/{issue.id}/approval", data={"words": "Bonjour"})
    browser.post(f"/reports/issues/{issue.id}/page", data={"secret": "yes" if secret else "no"})
    work()

    db.session.expire_all()
    path = f"/r/{issue.page.slug}"
    response = client.get(path)
    assert response.status_code == 200 and "<svg role" in response.text
    assert "<script" not in response.text and "style=" not in response.text
    assert ("noindex" in response.headers.get("X-Robots-Tag", "")) == secret
    assert "Set-Cookie" not in response.headers

    browser.post(f"/reports/issues/{issue.id}/page/removal")
    assert client.get(path).status_code == 404


def test_a_draft_waits_until_its_day(app, report, monkeypatch):
    report.day = 5
    monkeypatch.setattr(actions, "today", lambda: date(2026, 12, 4))
    monkeypatch.setattr(
        actions, "latest", lambda kind, zone: actions.calendar(kind, date(2026, 11, 1), zone)
    )
    actions.draft_due()
    assert db.session.query(Issue).count() == 0

    monkeypatch.setattr(actions, "today", lambda: date(2026, 12, 5))
    actions.draft_due()
    assert db.session.query(Issue).one().first_day == date(2026, 11, 1)


def test_a_wrong_address_is_named_and_nothing_is_kept(app, nadia, report, sign_in):
    told = {"sends": "1", "day": "1", "locale": "fr", "recipients": "ali@example.org, nobody"}
    response = sign_in(nadia).post(f"/reports/own/{report.id}/sending", data=told)

    assert response.status_code == 422 and "nobody" in response.text
    db.session.refresh(report)
    assert report.recipients == ["bailleur@example.net", "maire@example.tn"]


def test_people_of_the_team_are_chosen_by_name_and_others_by_address(app, nadia, report, sign_in):
    told = {
        "sends": "1",
        "day": "1",
        "locale": "fr",
        "person": nadia.email,
        "recipients": "ali@example.org",
    }
    browser = sign_in(nadia)
    browser.post(f"/reports/own/{report.id}/sending", data=told)

    db.session.refresh(report)
    assert report.recipients == [nadia.email, "ali@example.org"]
    page = browser.get(f"/reports/own/{report.id}/sending").text
    assert f'value="{nadia.email}" checked' in page
    assert ">ali@example.org</textarea>" in page


def test_a_button_that_is_forged_old_or_of_somebody_who_left_opens_nothing(
    app, nadia, report, work, client
):
    from app.reports.sending.links import button

    issue = drafted(report, work)
    path = "/i/" + button(issue, nadia).rsplit("/i/", 1)[1]
    assert client.get(path).status_code == 200
    assert client.get(path[:-3] + "abc").status_code == 404
    issue.links_from = now() + timedelta(seconds=5)
    db.session.commit()
    assert client.get(path).status_code == 410
    issue.links_from = ago(days=1)
    nadia.active = False
    db.session.commit()
    assert client.get(path).status_code == 410
