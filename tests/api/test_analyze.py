"""A program asks how toxic a comment is, in Perspective's words, and is answered in them."""

import pytest

from app.api.keys import make_key, take_away
from app.api.models import ApiKey
from app.classifier.features import features
from app.classifier.learning.actions import accept, go_back
from app.classifier.learning.layer import written
from app.classifier.learning.models import Layer
from app.classifier.model import load
from app.classifier.normalise import fold
from app.extensions import db

INSULT = "You are a filthy idiot, shut your mouth."
PRAISE = "Thank you for the training in Gafsa, it was very useful."


@pytest.fixture
def key(the_app):
    token = make_key("Coral", by=None)
    db.session.commit()
    return token


@pytest.fixture
def ask(client, key):
    def post(text=INSULT, *attributes, path="/api/comments:analyze", shown=key, **more):
        wanted = {name: {} for name in attributes or ("TOXICITY",)}
        body = {"comment": {"text": text}, "requestedAttributes": wanted} | more
        return client.post(path, query_string={"key": shown} if shown else {}, json=body)

    return post


def error(answer):
    return answer.status_code, answer.json["error"]["status"], answer.json["error"]["message"]


def value(answer, name="TOXICITY"):
    return answer.json["attributeScores"][name]["summaryScore"]["value"]


@pytest.mark.parametrize(
    "path",
    ["/api/comments:analyze", "/api/v1alpha1/comments:analyze", "/v1alpha1/comments:analyze"],
)
def test_an_insult_scores_higher_than_praise_at_every_address(ask, path):
    insult, praise = ask(INSULT, path=path), ask(PRAISE, path=path)
    assert insult.status_code == praise.status_code == 200
    assert value(insult) > 0.5 > value(praise)
    assert insult.json["attributeScores"]["TOXICITY"]["summaryScore"]["type"] == "PROBABILITY"
    assert insult.json["detectedLanguages"] == ["en"]


def test_every_attribute_of_perspective_and_ours_has_a_score(ask):
    names = (
        "TOXICITY SEVERE_TOXICITY IDENTITY_ATTACK INSULT PROFANITY THREAT SPAM LIKELY_TO_REJECT "
        "TOXICITY_EXPERIMENTAL QUESTION COMPLAINT URGENT"
    ).split()
    answer = ask(INSULT, *names)
    assert set(answer.json["attributeScores"]) == set(names)
    assert all(0 <= value(answer, name) <= 1 for name in names)


def test_each_sentence_has_its_score_where_the_program_counts_letters(ask):
    text = "👏👏 Merci à vous. You are a filthy idiot!"
    spans = ask(text, spanAnnotations=True).json["attributeScores"]["TOXICITY"]["spanScores"]
    as_utf16 = text.encode("utf-16-le")
    said = [as_utf16[2 * span["begin"] : 2 * span["end"]].decode("utf-16-le") for span in spans]
    assert said == ["👏👏 Merci à vous.", " You are a filthy idiot!"]
    assert spans[1]["score"]["value"] > spans[0]["score"]["value"]


def test_a_score_below_the_threshold_is_not_told(ask):
    wish = {"TOXICITY": {"scoreThreshold": 0.5}, "SPAM": {"score_threshold": 0}}
    assert set(ask(PRAISE, requestedAttributes=wish).json["attributeScores"]) == {"SPAM"}


def test_what_is_sent_along_comes_back(ask):
    answer = ask(clientToken="a7", languages=["fr"], doNotStore=True, sessionId="s")
    assert answer.json["clientToken"] == "a7" and answer.json["languages"] == ["fr"]


def test_html_is_read_as_its_words(ask):
    answer = ask(comment={"text": "<p>You are a <b>filthy</b> idiot</p>", "type": "HTML"})
    assert value(answer) > 0.5


@pytest.mark.parametrize(
    ("more", "message", "kind"),
    [
        ({"comment": {"text": "  "}}, "Comment must be non-empty.", "COMMENT_EMPTY"),
        ({"comment": {"text": "ب" * 10_241}}, "Comment text too long.", "COMMENT_TOO_LONG"),
        ({"requestedAttributes": {}}, "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES"),
        ({"requestedAttributes": {"CHARM": {}}}, "Unknown requested attribute: CHARM", None),
        (
            {"languages": ["ja"]},
            "Attribute TOXICITY does not support request languages: ja",
            "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        ),
        ({"comment": {"text": "a", "type": "RTF"}}, "Unknown text type", None),
        ({"charm": 1}, 'Invalid JSON payload received. Unknown name "charm": Cannot find field.', None),
        ({"languages": "fr"}, "Invalid value at 'languages': it must be a list.", None),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_named_as_perspective_names_it(ask, more, message, kind):
    answer = ask(**more)
    assert error(answer) == (400, "INVALID_ARGUMENT", message)
    detail = answer.json["error"]["details"][0]
    assert detail["errorType"] == (kind or "INVALID_REQUEST")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_what_is_no_request_is_refused(client, key, body):
    answer = client.post(f"/api/comments:analyze?key={key}", data=body)
    assert answer.status_code == 400 and answer.json["error"]["status"] == "INVALID_ARGUMENT"


def test_a_body_that_never_ends_is_not_read(client, key):
    answer = client.post(f"/api/comments:analyze?key={key}", data=b" " * 300_000)
    assert error(answer)[2] == "Comment text too long."


def test_only_a_key_opens(ask, client, key):
    assert error(ask(shown=None))[:2] == (403, "PERMISSION_DENIED")
    wrong = ask(shown="nonsense")
    assert error(wrong)[2] == "API key not valid. Please pass a valid API key."
    assert wrong.json["error"]["details"][0]["reason"] == "API_KEY_INVALID"
    body = {"comment": {"text": INSULT}, "requestedAttributes": {"TOXICITY": {}}}
    shown = client.post("/api/comments:analyze", headers={"X-Goog-Api-Key": key}, json=body)
    assert shown.status_code == 200


@pytest.mark.usefixtures("any_app")
def test_a_key_that_was_taken_away_opens_nothing(ask, key):
    assert ask().status_code == 200
    row = db.session.query(ApiKey).one()
    assert row.last_used_on is not None
    take_away(row)
    db.session.commit()
    assert ask().status_code == 400


def test_no_word_that_was_sent_is_kept_or_logged(ask, the_app, caplog):
    assert ask("zzyzx you filthy idiot").status_code == 200
    assert "zzyzx" not in caplog.text
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from comments").scalar() == 0


def test_a_suggested_score_is_not_taken_and_says_so(client):
    assert error(client.post("/api/comments:suggestscore", json={}))[:2] == (501, "UNIMPLEMENTED")


def test_programs_are_answered_by_what_the_team_taught(ask, nadia):
    assert value(ask(PRAISE)) < 0.5
    groups = sorted(set(features([fold(PRAISE)]).numbers.tolist()))
    weights = written(["toxic"], groups, [[1.0]] * len(groups))
    layer = Layer(state="proposed", shipped=load().shipped_version, weights=weights)
    db.session.add(layer)
    db.session.flush()

    accept(layer, by=nadia)
    db.session.commit()
    assert value(ask(PRAISE)) > 0.5

    go_back(by=nadia)
    db.session.commit()
    assert value(ask(PRAISE)) < 0.5
