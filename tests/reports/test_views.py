"""The tag report is a page for everybody on the team, and a sheet that runs nothing."""

import csv
import io

from app.extensions import db
from app.tags.models import Tag, Tagging
from tests import cast


def tagged(name):
    comment = cast.comment(cast.channel())
    tag = Tag(name=name, key=name)
    db.session.add(tag)
    db.session.flush()
    db.session.add(Tagging(tag_id=tag.id, comment_id=comment.id))
    db.session.commit()


def test_the_page_leads_from_each_figure_to_its_list(app, sign_in, victor):
    tagged("eau")
    page = sign_in(victor).get("/reports/tags").text
    assert "#eau" in page
    assert "q=tag:eau" in page.replace("%3A", ":")


def test_a_sheet_opens_in_utf_8_and_runs_no_formula(app, sign_in, victor):
    tagged("=HYPERLINK(1)")
    answer = sign_in(victor).get("/reports/tags.csv")
    assert answer.mimetype == "text/csv" and answer.text.startswith("\ufeff")
    names = [row[1] for row in csv.reader(io.StringIO(answer.text[1:]))]
    assert "#=HYPERLINK(1)" in names and not [name for name in names if name.startswith("=")]


def test_a_period_that_cannot_be_is_said_and_not_guessed(app, sign_in, victor):
    client = sign_in(victor)
    assert client.get("/reports/tags?from=2026-11-05&to=2026-11-01").status_code == 400
    assert client.get("/reports/tags?from=yesterday").status_code == 400
    assert client.get("/reports/tags?from=2020-01-01&to=2026-11-01&step=day").status_code == 400
