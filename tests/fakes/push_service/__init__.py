"""A push service of our own: takes what is sent to a device, and reads it as that device would."""

import base64
import json
import threading

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask, request
from py_vapid import Vapid02
from werkzeug.serving import make_server


class PushService:
    """Listens on an address of this machine; `answers` is what it says to the next ones."""

    def __init__(self):
        self.app, self.heard, self.answers = Flask("push_service"), [], []
        self.app.post("/to/<device>")(self.take)
        self.server = make_server("127.0.0.1", 0, self.app)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.port}"

    def take(self, device):
        status = self.answers.pop(0) if self.answers else 201
        self.heard.append((device, request.get_data(), dict(request.headers), status))
        return "", status

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Device:
    """One browser: it alone can read what is sent to it."""

    def __init__(self, service, name):
        self.service, self.name = service, name
        self.key, self.auth = ec.generate_private_key(ec.SECP256R1()), b"sixteen letters!"

    @property
    def subscription(self):
        public = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": letters(public), "auth": letters(self.auth)}
        return {"endpoint": f"{self.service.url}/to/{self.name}", "keys": keys}

    @property
    def read(self):
        """What it was told, in order."""
        mine = [
            body
            for name, body, _headers, status in self.service.heard
            if name == self.name and status == 201
        ]
        opened = (
            http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth) for body in mine
        )
        return [json.loads(words) for words in opened]


def claims(headers):
    """What the sender claims, once its signature holds; with its public key."""
    said = headers["Authorization"]
    assert Vapid02.verify(said)
    token, _, key = said.removeprefix("vapid t=").partition(",k=")
    middle = token.split(".")[1]
    return {**json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4))), "key": key}


def letters(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
