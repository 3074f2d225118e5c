"""An administrator gives a program its key, and takes it away."""

import re

from app.api.models import ApiKey
from app.extensions import db
from tests import cast


def test_a_key_is_shown_once_and_only_its_fingerprint_is_kept(app, sign_in):
    browser = sign_in(cast.person("Amel", "admin"))
    browser.post("/api-keys", data={"name": "Coral"})
    page = browser.get("/api-keys").text
    token = re.search(r'<code class="key">([\w-]{43})</code>', page)[1]
    key = db.session.query(ApiKey).one()
    assert token not in repr(vars(key)) and key.name == "Coral"
    assert token not in browser.get("/api-keys").text
    body = {"comment": {"text": "hello"}, "requestedAttributes": {"TOXICITY": {}}}
    assert (
        app.test_client().post(f"/api/comments:analyze?key={token}", json=body).status_code == 200
    )
    browser.post(f"/api-keys/{key.id}/removal")
    assert (
        app.test_client().post(f"/api/comments:analyze?key={token}", json=body).status_code == 400
    )


def test_a_key_needs_the_name_of_a_program(app, sign_in):
    answer = sign_in(cast.person("Amel", "admin")).post("/api-keys", data={"name": ""})
    assert answer.status_code == 422 and db.session.query(ApiKey).count() == 0
