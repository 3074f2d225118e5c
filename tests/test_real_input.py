"""Real comments of Tunisian Facebook pages, from arrival to report. The texts stay where they are: none is shown here."""

import csv
import json
import shutil
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from app.comments.models import Comment
from app.extensions import db
from app.ingest.actions import process
from app.ingest.importing import begin, note_form, preview
from app.ingest.models import Import
from app.ingest.queries import ledger
from app.ingest.rows import import_slice
from app.ingest.uploads import uploads
from app.lib.transaction import transaction
from app.reports.making import document
from app.reports.period import Period
from app.search.query import Query
from app.search.sql import count, select_ids
from app.tags.actions import tag
from app.triage.actions import triage
from config import ROOT
from tests import cast
from tests.fixtures.house import signed

TSAC = ROOT.parent / "shared" / "data" / "tsac" / "train.csv"
SECRET = "a secret of the sending system"
pytestmark = pytest.mark.skipif(not TSAC.exists(), reason="the real comments are not here")


@pytest.fixture(scope="module")
def texts():
    with open(TSAC, newline="", encoding="utf-8") as file:
        return [row["text"] for row in csv.DictReader(file)]


@pytest.fixture
def inbox(any_app, client, texts):
    """All of them, received by signed webhook in bodies of a thousand, processed and triaged."""
    channel = cast.channel(secrets={"secret": SECRET})
    for first in range(0, len(texts), 1000):
        comments = [
            {"id": f"t{n}", "text": text}
            for n, text in enumerate(texts[first : first + 1000], first)
        ]
        body = json.dumps({"comments": comments}, ensure_ascii=False).encode()
        answer = client.post(f"/webhooks/{channel.token}", data=body, headers=signed(SECRET, body))
        assert answer.status_code == 202
    while process():
        pass
    while triage():
        pass
    return channel


def test_real_comments_arrive_are_triaged_found_tagged_and_reported_on(inbox, texts, leila):
    arrived = db.session.scalar(select(func.count()).select_from(Comment))
    booked = ledger(inbox)
    assert (
        booked.adds_up
        and booked.received == len(texts) == booked.new + booked.known + booked.refused
    )
    assert arrived == booked.new > 0.99 * len(texts)
    assert db.session.scalar(select(func.count()).where(Comment.triaged_at.is_(None))) == 0

    for word in ("برشا", "barcha", "bravo"):
        found = select_ids(Query.of(word), leila, limit=500)
        assert found and all(word in db.session.get(Comment, number).words for number in found[:20])
    assert (
        count(Query.of("الماء"), leila)
        == count(Query.of("ماء"), leila)
        == count(Query.of("مَاء"), leila)
    )
    assert count(Query.of("script:latn"), leila) > 0 < count(Query.of("is:toxic"), leila)

    chosen = select_ids(Query.of("barcha"), leila, limit=10)
    with transaction():
        for number in chosen:
            tag(db.session.get(Comment, number), ["joie"], by=leila)
    today = date.today() + timedelta(days=1)
    week = Period(today - timedelta(days=7), today, "day", ZoneInfo("Africa/Tunis"))
    tags = document("tags", week, user=leila).blocks[0]
    assert [row.cells[:2] for row in tags.table.rows] == [("#joie", len(chosen))]


def test_the_same_comments_come_from_a_file_once_however_often_it_is_brought(any_app, texts):
    channel = cast.channel("import", name="Archives")

    for new in (True, False):
        file = brought(channel)
        while import_slice(file.id):
            pass
        db.session.refresh(file)
        assert file.state == "done"
        assert file.new + file.known + file.refused == len(texts)
        assert (file.new > 0.99 * len(texts)) is new

    booked = ledger(channel)
    assert booked.adds_up and booked.received == 2 * len(texts)


def brought(channel):
    """The file as an upload leaves it, with the columns that were guessed."""
    stored = f"tsac-{db.session.query(Import).count()}.csv"
    shutil.copy(TSAC, uploads() / stored)
    with transaction():
        file = Import(
            channel_id=channel.id, file_name="tsac.csv", stored_as=stored, size=1, kind="csv"
        )
        db.session.add(file)
        db.session.flush()
        shown = preview(file)
        note_form(file, shown.form)
        begin(file, shown.mapping)
    return file
