"""A threat is kept before it is hidden or deleted, and nothing kept can be changed unseen."""

import io
import json
import re
import subprocess
import sys
import zlib
from contextlib import suppress

import pytest

from app.comments.actions import resolve
from app.evidence.canonical import canonical, fingerprint
from app.evidence.drawing import told
from app.evidence.keeping import is_intact, keep
from app.evidence.models import Evidence, EvidencePaper
from app.extensions import db
from app.lib.seals import is_sealed
from app.moderation.actions import hide
from tests import cast

THREAT = 'On sait où tu habites، سنعود الليلة #1 "quoted" *star*'
SURE = {"toxic": 0.97, "threat": 0.95}


@pytest.fixture
def threat(page):
    post = cast.post(page)
    return cast.comment(
        page, THREAT, author=cast.author(page), post_id=post.id, url="https://example.org/c/1",
        toxic=True, scores=SURE, lang="fr",
    )  # fmt: skip


def kept():
    return db.session.query(Evidence).all()


def test_a_threat_that_is_hidden_is_kept_in_the_same_change(app, threat, leila):
    hide(threat, by=leila)
    db.session.rollback()
    assert kept() == []

    hide(threat, by=leila)
    db.session.commit()
    (row,) = kept()
    told = json.loads(row.content)
    assert (row.because, row.by_id, row.comment_id) == ("hidden", leila.id, threat.id)
    assert told["comment"]["text"] == THREAT and told["comment"]["url"] == threat.url
    assert told["comment"]["author"]["name"] == "Sami" and told["post"]["title"]
    assert told["comment"]["written_at"] == threat.created_at.isoformat(timespec="microseconds")


def test_what_is_no_threat_is_not_kept_and_a_threat_done_is_not(app, threat, insult, leila):
    hide(insult, by=leila)
    resolve(threat, by=leila)

    assert kept() == []


def test_threats_hidden_by_the_hundred_are_kept_too(sign_in, leila, threat, insult):
    client = sign_in(leila)
    form = {"comment": [threat.id, insult.id], "kind": "hide"}
    batch = client.post("/batches", data=form).headers["Location"].partition("?")[0]
    client.post(batch, data={"kind": "hide", "sent": "1"})

    assert [row.comment_id for row in kept()] == [threat.id]


def test_any_comment_can_be_kept_by_its_button_and_not_twice(browser, page):
    comment = cast.comment(page, "Anything")
    for _time in range(2):
        assert "Kept as evidence" in browser.post(f"/comments/{comment.id}/evidence").text

    assert [row.because for row in kept()] == ["asked"]


def test_the_seal_holds_for_these_bytes_and_breaks_with_any_other(app, threat, leila):
    row = keep(threat, by=leila)
    assert is_intact(row) == (True, True)
    assert fingerprint(row.content) == row.sha256
    assert canonical(json.loads(row.content)) == row.content
    assert not is_sealed(row.content.replace("tu", "il").encode(), row.signature, row.public_key)

    row.content = row.content.replace("habites", "travailles")
    assert is_intact(row) == (False, False)


def test_it_outlives_its_comment(app, threat, leila):
    keep(threat, by=leila)
    db.session.commit()
    db.session.delete(threat)
    db.session.commit()

    (row,) = kept()
    db.session.refresh(row)
    assert row.comment_id is None and "habites" in row.content


def test_the_check_page_tells_the_kept_file_from_any_other(sign_in, leila, threat):
    number = keep(threat, by=leila).id
    db.session.commit()
    client = sign_in(leila)
    content = client.get(f"/evidence/{number}/evidence.json").data

    def brought(data):
        file = {"file": (io.BytesIO(data), "evidence.json")}
        return client.post(f"/evidence/{number}/check", data=file).text

    assert "is unchanged" in client.get(f"/evidence/{number}/check").text
    assert "byte for byte" in brought(content)
    assert "The file is not what was kept." in brought(content + b" ")


def test_a_broken_seal_is_said(sign_in, leila, threat):
    row = keep(threat, by=leila)
    row.content += " "
    db.session.commit()

    assert "do not rely on it" in sign_in(leila).get(f"/evidence/{row.id}").text


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_the_pdf_carries_what_was_kept_byte_for_byte(app, sign_in, leila, threat, locale):
    from workers.evidence import draw_evidence

    row = keep(threat, by=leila)
    number, content, sha256 = row.id, row.content, row.sha256
    db.session.commit()
    client = sign_in(leila)
    client.post(f"/evidence/{number}/papers", data={"locale": locale})
    paper = db.session.query(EvidencePaper).one().id
    db.session.rollback()
    draw_evidence(paper)

    pdf = client.get(f"/evidence/{number}/{locale}.pdf").data
    assert pdf.startswith(b"%PDF-") and b"evidence.json" in pdf
    assert content.encode() in inside(pdf)
    assert sha256 in json.dumps(told(db.session.get(Evidence, number), locale))


def inside(pdf):
    """What the streams of a PDF hold, unpacked."""
    found = []
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        with suppress(zlib.error):
            found.append(zlib.decompress(packed))
    return found


def test_the_web_does_not_load_typst(app):
    asked = "import sys, app.evidence.views, app.evidence.drawing; print('typst' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)

    assert answer.stdout.strip() == "False", answer.stderr[-500:]
