"""Programs written for the Perspective API work here unmodified: only the address and the key are others."""

import threading

import pytest
from werkzeug.serving import make_server

from app.api.keys import make_key
from app.extensions import db

INSULT = "You are a filthy idiot, shut your mouth."


@pytest.fixture
def key(app):
    token = make_key("Somebody's program", by=None)
    db.session.commit()
    return token


@pytest.fixture
def address(app):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["PUBLIC_URL"] = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app.config["PUBLIC_URL"]
    server.shutdown()
    thread.join()


class TestGooglesOwnClient:
    @pytest.fixture
    def comments(self, address, key):
        discovery = pytest.importorskip("googleapiclient.discovery")
        described = f"{address}/$discovery/rest?version=v1alpha1"
        with discovery.build(
            "commentanalyzer",
            "v1alpha1",
            developerKey=key,
            discoveryServiceUrl=described,
            static_discovery=False,
        ) as client:
            yield client.comments()

    def test_it_is_told_scores_and_spans(self, comments):
        asked = {
            "comment": {"text": INSULT},
            "requestedAttributes": {"TOXICITY": {}, "INSULT": {}},
            "languages": ["en"],
            "spanAnnotations": True,
        }
        answer = comments.analyze(body=asked).execute()
        assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.5
        assert answer["attributeScores"]["INSULT"]["spanScores"][0]["end"] == len(INSULT)

    def test_it_understands_why_it_was_refused(self, comments):
        from googleapiclient.errors import HttpError

        asked = {"comment": {"text": "x"}, "requestedAttributes": {"TOXICITY": {}}}
        with pytest.raises(HttpError) as refused:
            comments.analyze(body=asked | {"languages": ["ja"]}).execute()
        assert refused.value.resp.status == 400
        assert "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE" in str(refused.value)


class TestPyPerspective:
    @pytest.fixture
    def library(self, address, monkeypatch):
        library = pytest.importorskip("PyPerspective.Perspective")
        monkeypatch.setattr(library, "base_url", f"{address}/v1alpha1/comments:analyze")
        return library

    def test_it_is_told_scores_and_spans(self, library, key):
        said = library.Perspective(key).get_score(INSULT, tests=["TOXICITY", "THREAT"])
        assert said["TOXICITY"].score > 0.5
        assert said["TOXICITY"].spans[0].end == len(INSULT)

    def test_it_knows_a_wrong_key(self, library):
        with pytest.raises(library.InvalidAuthKey):
            library.Perspective("nonsense")
