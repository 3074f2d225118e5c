"""Every setting of Sada, each with what it is for. From the environment, or from `.env` beside this file."""

import re
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
LOCALES = ("fr", "ar", "en")


class BadSetting(ValueError):
    """One setting that cannot be used, and why."""

    def __init__(self, name, reason):
        super().__init__(f"{name}: {reason}")


def whole(low, high):
    def read(text):
        if not re.fullmatch(r"[0-9]{1,12}", text) or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}, not {text!r}")
        return int(text)

    return read


def one_of(*words):
    def read(text):
        if text not in words:
            raise ValueError(f"must be one of {', '.join(words)}, not {text!r}")
        return text

    return read


def address(*schemes):
    def read(text):
        parts = urlsplit(text)
        if text and (parts.scheme not in schemes or not (parts.hostname or parts.path)):
            raise ValueError(
                f"must be an address that starts with {' or '.join(s + ':' for s in schemes)}"
            )
        return text.rstrip("/") if parts.scheme.startswith("http") else text

    return read


def yes_or_no(text):
    if text.lower() not in ("yes", "no", "1", "0", "true", "false"):
        raise ValueError(f"must be yes or no, not {text!r}")
    return text.lower() in ("yes", "1", "true")


def rate(text):
    if not re.fullmatch(r"[1-9][0-9]{0,6}/(second|minute|hour|day)", text):
        raise ValueError(f"must be a number and a time, such as 20/second, not {text!r}")
    return text


def words(text):
    return tuple(word for word in re.split(r"[,\s]+", text) if word)


def mailbox(text):
    if not re.fullmatch(r"([^<>@,;:\x00-\x1f]*<)?[^<>@,;:\s]+@[^<>@,;:\s]+(?(1)>)", text):
        raise ValueError(
            f"must be an e-mail address, such as Sada <sada@example.org>, not {text!r}"
        )
    return text


def setting(default, read, about, secret=False):
    """One line of the table below: the default as a person would type it, how it is read, what it is for."""
    return field(default=default, metadata={"read": read, "about": about, "secret": secret})


@dataclass(frozen=True)
class Settings:
    """What can be set; docs/settings.md is written from this table."""

    HOST: str = setting("127.0.0.1", str, "The address the inbox listens on.")
    PORT: int = setting("8000", whole(1, 65535), "The port the inbox listens on.")
    PUBLIC_URL: str = setting(
        "",
        address("http", "https"),
        "How people reach the inbox, for links in letters. Empty: http://HOST:PORT.",
    )
    SADA_HOME: Path = setting(
        "var", Path, "Where everything that is kept lives: database, queue, uploads, secret key."
    )
    DATABASE_URL: str = setting(
        "",
        address("sqlite", "postgresql", "postgresql+psycopg"),
        "The database. Empty: SQLite in SADA_HOME.",
        secret=True,
    )
    REDIS_URL: str = setting(
        "",
        address("redis", "rediss", "unix"),
        "Redis or Valkey. Empty: the embedded Valkey, started for you.",
        secret=True,
    )
    SMTP_URL: str = setting(
        "",
        address("smtp", "smtps", "smtp+starttls"),
        "Where letters leave, smtp://user:password@host:587. Empty: kept, readable by an administrator.",
        secret=True,
    )
    MAIL_FROM: str = setting("Sada <sada@localhost>", mailbox, "Who letters are from.")
    SECRET_KEY: str = setting(
        "",
        str,
        "Signs sessions and links, and encrypts platform secrets. Empty: made once, kept in SADA_HOME.",
        secret=True,
    )
    DEFAULT_LOCALE: str = setting(
        "fr", one_of(*LOCALES), "The language of who has not chosen one: fr, ar or en."
    )
    TIMEZONE: str = setting("Africa/Tunis", str, "The time zone that times are shown in.")
    TEAM_NAME: str = setting("Sada", str, "The name that letters and public pages sign with.")
    WEB_PROCESSES: int = setting("2", whole(1, 64), "Web processes.")
    WEB_THREADS: int = setting(
        "24", whole(4, 1000), "Threads in each web process; half of them may hold live streams."
    )
    WORKERS: int = setting(
        "1", whole(1, 32), "Background workers for what is done here; one more calls out."
    )
    GAZETTEER: tuple = setting(
        "tn,pact",
        words,
        "The places that comments name: gazetteers that ship (tn, pact), or paths of your own CSV files.",
    )
    API_RATE: str = setting(
        "1200/minute", rate, "How often one program's key may ask for scores, such as 20/second."
    )
    TRUSTED_PROXIES: int = setting(
        "0",
        whole(0, 5),
        "How many reverse proxies stand in front and set X-Forwarded-For and -Proto.",
    )
    UNDO_SECONDS: int = setting(
        "10", whole(0, 300), "How long a reply waits for an undo before it leaves."
    )
    ESCALATION_REMINDER_HOURS: int = setting(
        "4",
        whole(1, 720),
        "Hours until an escalation nobody took is reminded of, and then passed on.",
    )
    MAX_UPLOAD_MB: int = setting("512", whole(1, 10000), "The largest file that may be imported.")
    RAW_EVENT_DAYS: int = setting(
        "30",
        whole(1, 3650),
        "How many days an understood raw event is kept; one that failed is kept until it is dealt with.",
    )
    ALLOWED_PRIVATE_HOSTS: tuple = setting(
        "", words, "Private hosts that call-backs and connectors may reach all the same, by name."
    )
    META_APP_ID: str = setting(
        "", str, "Your application at Meta, for Facebook pages and Instagram."
    )
    META_APP_SECRET: str = setting(
        "", str, "Its app secret; also signs what Meta delivers.", secret=True
    )
    META_VERIFY_TOKEN: str = setting(
        "",
        str,
        "The word that Meta repeats when it first calls /webhooks/app/facebook.",
        secret=True,
    )
    GOOGLE_CLIENT_ID: str = setting("", str, "Your OAuth client at Google, for YouTube and Gmail.")
    GOOGLE_CLIENT_SECRET: str = setting("", str, "Its client secret.", secret=True)
    MICROSOFT_CLIENT_ID: str = setting(
        "", str, "Your application at Microsoft (Entra ID), for mailboxes of Microsoft 365."
    )
    MICROSOFT_CLIENT_SECRET: str = setting("", str, "Its client secret.", secret=True)
    X_CLIENT_ID: str = setting("", str, "Your application at X: its OAuth 2.0 client ID.")
    X_CLIENT_SECRET: str = setting("", str, "Its OAuth 2.0 client secret.", secret=True)
    X_CONSUMER_SECRET: str = setting(
        "", str, "Its API key secret, which signs what X delivers.", secret=True
    )
    LINKEDIN_CLIENT_ID: str = setting("", str, "Your application at LinkedIn.")
    LINKEDIN_CLIENT_SECRET: str = setting(
        "", str, "Its client secret; also signs what LinkedIn delivers.", secret=True
    )
    TIKTOK_CLIENT_ID: str = setting("", str, "Your application at TikTok for Business.")
    TIKTOK_CLIENT_SECRET: str = setting(
        "", str, "Its client secret; also signs what TikTok delivers.", secret=True
    )
    COOKIE_SECURE: bool = setting(
        "no", yes_or_no, "Send cookies over HTTPS only. Say yes behind HTTPS."
    )
    LOG_LEVEL: str = setting(
        "INFO", one_of("DEBUG", "INFO", "WARNING", "ERROR"), "How much is logged."
    )

    @classmethod
    def from_environ(cls, environ, root=ROOT):
        """The settings of this machine; raises BadSetting naming the first that is wrong."""
        given = {**read_dotenv(root / ".env"), **environ}
        values = {f.name: read_one(f, given.get(f.name, "") or f.default) for f in fields(cls)}
        home = values["SADA_HOME"]
        values["SADA_HOME"] = home if home.is_absolute() else root / home
        return complete(cls(**values))


def read_one(spec, text):
    try:
        return spec.metadata["read"](text)
    except ValueError as error:
        shown = "cannot be used as it is" if spec.metadata["secret"] else error
        raise BadSetting(spec.name, shown) from None


def complete(settings):
    """Fill in what depends on other settings, and refuse what does not fit together."""
    given = dict(settings.__dict__)
    home = settings.SADA_HOME
    given["DATABASE_URL"] = database_address(settings.DATABASE_URL, home)
    given["REDIS_URL"] = settings.REDIS_URL or f"unix://{socket_path(home)}"
    shown = "127.0.0.1" if settings.HOST in ("0.0.0.0", "::") else settings.HOST
    given["PUBLIC_URL"] = settings.PUBLIC_URL or f"http://{shown}:{settings.PORT}"
    check_timezone(settings.TIMEZONE)
    if not given["SECRET_KEY"]:
        given["SECRET_KEY"] = kept_secret(home)
    if len(given["SECRET_KEY"]) < 32:
        raise BadSetting("SECRET_KEY", "must have at least 32 characters")
    return Settings(**given)


def database_address(text, home):
    if not text:
        return f"sqlite:///{home / 'sada.db'}"
    return re.sub(r"^postgresql://", "postgresql+psycopg://", text)


def socket_path(home):
    """Where the embedded Valkey listens: unix sockets end at about 100 characters."""
    import hashlib
    import tempfile

    path = home / "valkey.sock"
    if len(str(path)) < 100:
        return path
    short = hashlib.sha256(str(home).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"sada-{short}" / "valkey.sock"


def check_timezone(name):
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except Exception:
        raise BadSetting("TIMEZONE", f"is not a time zone: {name!r}") from None


def kept_secret(home):
    """The secret key of this installation, made at the first start and readable by its owner alone."""
    import os

    path = home / "secret.key"
    if not path.exists():
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
        except OSError as error:
            raise BadSetting("SADA_HOME", f"cannot be written: {error.strerror}") from None
    return path.read_text().strip()


def read_dotenv(path):
    """KEY=VALUE lines of a file; quotes around a value and lines that start with # are dropped."""
    if not path.is_file():
        return {}
    pairs = (
        line.split("=", 1)
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s*[A-Z_]+\s*=", line)
    )
    return {key.strip(): value.strip().strip("'\"") for key, value in pairs}
