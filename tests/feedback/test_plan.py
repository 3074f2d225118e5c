"""The plan comes from the project's own sheet, and the same sheet again adds nothing."""

import io

import pytest
from openpyxl import Workbook

from app.extensions import db
from app.feedback.models import PlanAction

CSV = "Réf;Intitulé;Responsable;Commune\nA1;Forage de Sidi Khiar;Amel;Nebeur\nA2;Piste de Makthar;;Makthar\n;Sans code;;\nA1;Encore;;\n"


@pytest.fixture
def lead(sign_in, nadia):
    return sign_in(nadia)


def brings(browser, name, data, **columns):
    """Somebody chooses a file, looks at its columns, and takes it in."""
    looked = browser.post("/feedback/plan/file", data={"file": (io.BytesIO(data), name)})
    if looked.status_code != 200:
        return looked
    stored = looked.text.split('name="stored" value="')[1].split('"')[0]
    guessed = {"code": 0, "title": 1, "owner": 2, "place": 3} | columns
    return browser.post("/feedback/plan/import", data={"stored": stored} | guessed)


def actions():
    rows = db.session.query(PlanAction).order_by(PlanAction.code).all()
    return [(one.code, one.title, one.owner, one.place) for one in rows]


def test_a_sheet_is_looked_at_taken_in_and_its_bad_lines_are_named(lead):
    looked = lead.post(
        "/feedback/plan/file", data={"file": (io.BytesIO(CSV.encode("cp1252")), "plan.csv")}
    )
    assert [looked.text.count(f'value="{n}" selected') for n in range(4)] == [1, 1, 1, 1]

    done = brings(lead, "plan.csv", CSV.encode("cp1252"))
    assert actions() == [
        ("A1", "Forage de Sidi Khiar", "Amel", "Nebeur"),
        ("A2", "Piste de Makthar", "", "Makthar"),
    ]
    assert "2 actions added" in done.text
    assert "A code and a title are needed." in done.text and "twice" in done.text

    again = brings(lead, "plan.csv", CSV.encode().replace(b"Amel", b"Sonia"))
    assert "0 actions added" in again.text and "1 changed" in again.text
    assert actions()[0][2] == "Sonia"


def test_a_workbook_whose_columns_have_no_known_names_is_told_by_hand(lead):
    book = Workbook()
    for row in (("x", "y"), ("Forage", "B7"), ("=1+1", "B8")):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)

    done = brings(lead, "plan.xlsx", data.getvalue(), code=1, title=0, owner="", place="")

    assert done.status_code == 200
    assert ("B7", "Forage", "", "") in actions()


def test_what_is_no_table_changes_nothing(lead):
    for name, data in (("plan.xlsx", b"PK\x03\x04 broken"), ("plan.csv", b"\x00\x01\x02")):
        assert brings(lead, name, data).status_code == 422
    assert lead.post("/feedback/plan/import", data={"stored": "../../sada.db"}).status_code == 410
    assert actions() == []


def test_an_action_is_corrected_and_a_code_is_nobody_elses(lead):
    said = {"code": "C1", "title": "Guichet", "owner": "", "place": ""}
    lead.post("/feedback/plan", data=said)
    lead.post("/feedback/plan", data=said | {"code": "C2"})
    first, second = db.session.query(PlanAction).order_by(PlanAction.code)

    assert lead.post(f"/feedback/plan/{second.id}", data=said).status_code == 422
    lead.post(f"/feedback/plan/{first.id}", data=said | {"title": "Guichet mobile"})
    lead.post(f"/feedback/plan/{second.id}/deletion")
    db.session.expire_all()
    assert actions() == [("C1", "Guichet mobile", "", "")]
