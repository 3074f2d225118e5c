"""Mailboxes whose provider takes no passwords: a person says yes at Google or Microsoft, and a key that is renewed opens them."""

import json
from base64 import urlsafe_b64decode
from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.connectors.contract import Account, Setting
from app.connectors.failures import invalid
from app.connectors.keys import ShortKeys, keys_in
from app.lib.clock import later


@dataclass(frozen=True)
class Provider:
    """Where people say yes, what for, and where their letters are."""

    title: str
    sign_in: str
    token: str
    imap: str
    smtp: str
    scopes: tuple
    # Those without which nothing works; providers let people leave some out.
    needed: tuple
    besides: dict = field(default_factory=dict)


GMAIL = "https://mail.google.com/"
AT_MICROSOFT = ("https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send")  # fmt: skip
PROVIDERS = {
    "google": Provider(
        "Gmail, Google Workspace", "https://accounts.google.com/o/oauth2/v2/auth", "https://oauth2.googleapis.com/token",
        "imap.gmail.com", "smtp.gmail.com", (GMAIL, "openid", "email"), (GMAIL,),
        {"access_type": "offline", "prompt": "consent"},
    ),
    "microsoft": Provider(
        "Microsoft 365, Outlook.com", "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/common/oauth2/v2.0/token", "outlook.office365.com", "smtp.office365.com",
        (*AT_MICROSOFT, "offline_access", "openid", "email", "profile"), AT_MICROSOFT[:1], {"prompt": "select_account"},
    ),
}  # fmt: skip
settings = (
    Setting("provider", _l("Whose mailbox it is"), kind="choice", choices=tuple((name, each.title) for name, each in PROVIDERS.items()), default="google", asked="window"),
    Setting("sign_in_url", _l("Address where people say yes"), kind="url", advanced=True),
    Setting("token_url", _l("Address for keys"), kind="url", advanced=True),
)  # fmt: skip


class MailKeys(ShortKeys):
    """What a mailbox needs to be opened by a key instead of a password; both are ways of one connector."""

    app_settings = {
        "google_id": "GOOGLE_CLIENT_ID", "google_secret": "GOOGLE_CLIENT_SECRET",
        "microsoft_id": "MICROSOFT_CLIENT_ID", "microsoft_secret": "MICROSOFT_CLIENT_SECRET",
    }  # fmt: skip

    window = _l("the provider")

    def __init__(self, *given, **more):
        super().__init__(*given, **more)
        self.applications = self.app
        self.provider = PROVIDERS[self.set["provider"]]
        name = self.set["provider"]
        self.app = {word: self.app.get(f"{name}_{word}", "") for word in ("id", "secret")}
        self.set["sign_in_url"] = self.set.get("sign_in_url") or self.provider.sign_in
        self.set["token_url"] = self.set.get("token_url") or self.provider.token
        self.scopes, self.asked_besides = self.provider.scopes, self.provider.besides

    @classmethod
    def is_set_up(cls, app):
        """One provider is enough."""
        return any(app.get(f"{name}_id") and app.get(f"{name}_secret") for name in PROVIDERS)

    @property
    def renews(self):
        return bool(self.secrets.get("refresh_token"))

    @property
    def key(self):
        """What opens the mailbox instead of a password; None where there is only a password."""
        return self.secrets.get("token")

    def begin(self, redirect, state):
        if not (self.app["id"] and self.app["secret"]):
            raise invalid(_("An administrator first gives Sada your application at %(provider)s.", provider=self.provider.title))  # fmt: skip
        return super().begin(redirect, state)

    def finish(self, query, redirect, keep):
        """The mailbox of who said yes; or the shared one that they typed, if it opens to them."""
        told = self.exchanged(query, redirect, keep)
        allowed = (told.get("scope") or "").split()
        if any(scope not in allowed for scope in self.provider.needed):
            raise invalid(_("Tick the box for reading and sending mail in the provider's window: without it nothing can be read."))  # fmt: skip
        if not told.get("refresh_token"):
            raise invalid(_("The provider gave no lasting key. Remove Sada's access in that account, then connect again."))  # fmt: skip
        address = self.set.get("address", "").strip().lower() or address_in(told)
        where = {
            "address": address, "imap": self.set.get("imap") or self.provider.imap,
            "smtp": self.set.get("smtp") or self.provider.smtp,
        }  # fmt: skip
        theirs = type(self)({**self.set, **where}, keys_in(told), app=self.applications)
        standing = theirs.check()
        return [
            Account(
                address, address, keys_in(told), {**where, "provider": self.set["provider"], **standing.keep},
                about=" ".join(map(str, standing.notes)), granted=standing.granted, expires_at=later(seconds=told["expires_in"]),
            )
        ]  # fmt: skip


def address_in(told):
    """Who said yes, as the answer that brought the key says itself: it came straight from the provider."""
    try:
        middle = told["id_token"].split(".")[1]
        claims = json.loads(urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (KeyError, IndexError, ValueError, AttributeError):
        claims = {}
    found = claims.get("email") or claims.get("preferred_username") or ""
    if "@" not in found:
        raise invalid(_("The provider did not say whose mailbox it is. Type its address before you go there."))  # fmt: skip
    return found.strip().lower()
