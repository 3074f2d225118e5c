"""What was refused: why, taken away as a file, tried again."""

import csv
from io import StringIO

import pytest

from app.connectors.items import Incoming
from app.extensions import db
from app.ingest.models import Refusal
from tests.doors.test_views import door, lead, send, words_of  # noqa: F401


@pytest.fixture
def refused(door):  # noqa: F811
    send(door, {"id": "1", "text": "Bonjour"}, {"text": "=HYPERLINK(1)"}, {"id": "3", "text": ""})
    return db.session.query(Refusal).order_by(Refusal.position).all()


def test_the_file_says_line_reason_and_what_was_sent_and_computes_nothing(lead, door, refused):  # noqa: F811
    answer = lead.get(f"/channels/{door.id}/refused.csv")
    rows = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))

    assert answer.headers["Content-Disposition"] == f"attachment; filename=refused-{door.id}.csv"
    assert [row[0] for row in rows] == ["Line", "3", "2"]
    assert rows[1][2].startswith("There is no text to read.") and rows[1][3] == "no-text"
    assert "=HYPERLINK(1)" in rows[2][4]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_what_is_still_wrong_is_refused_again_and_says_so(lead, door, refused):  # noqa: F811
    answer = lead.post(f"/refused/{refused[0].id}/replay", follow_redirects=True)

    assert "0 taken in. 1 refused again." in words_of(answer.text)
    assert "2 refused + 0 waiting ✓" in words_of(answer.text)


def test_after_a_fix_all_of_them_are_taken_in(lead, door, refused, monkeypatch):  # noqa: F811
    monkeypatch.setattr(
        "app.connectors.webhook.read_item",
        lambda item: Incoming(platform_id=item.get("id") or "made", text=item["text"] or "…?"),
    )
    answer = lead.post(f"/channels/{door.id}/refused/replay", follow_redirects=True)

    assert "2 taken in." in words_of(answer.text)
    assert "3 received = 3 new + 0 updated + 0 already known + 0 refused" in words_of(answer.text)
    assert "Nothing is refused here." in answer.text


def test_older_ones_are_a_click_away(lead, door):  # noqa: F811
    send(door, *({"text": f"nobody knows {number}"} for number in range(60)))
    page = lead.get(f"/channels/{door.id}").text
    assert page.count("refused__item") == 50

    after = page.split("refused?after=")[1].split('"')[0]
    assert lead.get(f"/channels/{door.id}/refused?after={after}").text.count("refused__item") == 10
