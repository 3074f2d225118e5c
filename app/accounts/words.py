"""What Flask-Security tells people, in our words and our translations."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_security.babel import FsDomain

TOO_OLD = _l("This link was used before, or is too old. Ask for a new one.")
WORDS = {
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": (
        _l("This address and this password do not belong together."),
        "error",
    ),
    "SECURITY_MSG_PASSWORD_RESET_REQUEST": (
        _l("If %(email)s has an account here, a letter with a link is on its way."),
        "info",
    ),
    "SECURITY_MSG_INVALID_RESET_PASSWORD_TOKEN": (TOO_OLD, "info"),
    "SECURITY_MSG_PASSWORD_RESET_EXPIRED": (TOO_OLD, "info"),
    "SECURITY_MSG_PASSWORD_RESET_NO_LOGIN": (
        _l("Your new password is kept. Sign in with it."),
        "success",
    ),
    "SECURITY_MSG_PASSWORD_CHANGE": (_l("Your new password is kept."), "success"),
    "SECURITY_MSG_PASSWORD_INVALID_LENGTH": (
        _l("A password has at least %(length)s characters."),
        "error",
    ),
    "SECURITY_MSG_PASSWORD_IS_THE_SAME": (
        _l("This is the password you have already."),
        "error",
    ),
}

LABELS = {
    "Email Address": _l("E-mail address"),
    "Password": _l("Password"),
    "Remember Me": _l("Stay signed in on this device"),
    "New Password": _l("New password"),
    "Retype Password": _l("New password, once more"),
}


class Domain(FsDomain):
    """The library's own sentences, except where we have a better one."""

    def gettext(self, string, **variables):
        string = LABELS.get(string, string)
        if isinstance(string, LazyString):
            return str(string) % variables if variables else str(string)
        return super().gettext(string, **variables)
