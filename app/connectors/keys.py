"""Keys that live for an hour or two with a lasting one behind them: OAuth 2 with a proof (PKCE), as Google and X have it."""

import re
import secrets
from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from urllib.parse import quote, urlencode

from flask_babel import gettext as _

from app.connectors.contract import Begun, Connector, Tokens
from app.connectors.failures import auth_expired, invalid
from app.lib.calling import Caller
from app.lib.clock import later

_AMOUNT = re.compile(r"\d+(?:\.\d+)?")


class ShortKeys(Connector):
    """What such connectors share: they say their `scopes`, and the settings `sign_in_url` and `token_url`."""

    scopes = ()
    # What this platform wants to be asked besides when a person is sent there.
    asked_besides: dict = {}

    def __init__(self, *given, **more):
        """A limit that a person typed may be "25 $" or "25,5"; one that is no number is the usual one."""
        super().__init__(*given, **more)
        for setting in self.settings:
            if self.budget and setting.name == self.budget.limit:
                self.set[setting.name] = amount(self.set[setting.name], setting.default)

    def begin(self, redirect, state):
        verifier = secrets.token_urlsafe(48)
        digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
        query = {
            "client_id": self.app["id"], "redirect_uri": redirect, "response_type": "code",
            "scope": " ".join(self.scopes), "state": state, "code_challenge": digest,
            "code_challenge_method": "S256", **self.asked_besides,
        }  # fmt: skip
        address = f"{self.set['sign_in_url']}?{urlencode(query, quote_via=quote)}"
        return Begun(address, {"verifier": verifier})

    def exchanged(self, query, redirect, keep):
        """What the platform gives for the code that a person came back with."""
        if "code" not in query:
            raise invalid(_("The platform did not let us in: access was not granted."))
        return self.token(
            grant_type="authorization_code", code=query["code"], redirect_uri=redirect,
            code_verifier=keep["verifier"],
        )  # fmt: skip

    def refresh_token(self):
        """A new short key; the lasting one may be a new one too, and the old one dead from then on."""
        lasting = self.secrets.get("refresh_token")
        if not lasting:
            raise auth_expired()
        told = self.token(grant_type="refresh_token", refresh_token=lasting)
        return Tokens(keys_in(told), later(seconds=told["expires_in"]))

    def token(self, **asked):
        """Ask for keys as our application: by its secret where it has one, else by its name alone."""
        name, secret = self.app.get("id") or "", self.app.get("secret")
        pair = b64encode(f"{name}:{secret}".encode()).decode()
        headers = {"Authorization": f"Basic {pair}"} if secret else {}
        ours = {} if secret else {"client_id": name}
        caller = Caller(self.set["token_url"], headers=headers, explain=dead_key)
        return caller.post("", form={**ours, **asked}).json


def amount(text, usual):
    """The number in what somebody typed."""
    together = re.sub(r"[\s'\u202f]|[.,](?=\d{3}(?!\d))", "", str(text))
    found = _AMOUNT.search(together.replace(",", "."))
    return found[0] if found else usual


def keys_in(told):
    """The secrets in such an answer."""
    found = {"token": told["access_token"], "refresh_token": told.get("refresh_token")}
    return {name: value for name, value in found.items() if value}


def dead_key(heard):
    """A lasting key that the platform does not know any more is told with a 400."""
    signs = (b"invalid_grant", b"token was invalid")
    if heard.status in (400, 401) and any(sign in heard.body for sign in signs):
        raise auth_expired()
