"""Letters about accounts: an invitation, and what Flask-Security wants to say."""

from flask import current_app
from flask_babel import force_locale, format_date
from flask_security import MailUtil

from app.letters.actions import post, written
from app.lib.links import public_url


def write_invitation(invitation, *, link, locale):
    """Send somebody the link to their own account."""
    with force_locale(locale):
        until = format_date(invitation.expires_at, "full")
    return post(
        invitation.email,
        template="accounts/mail/invitation",
        locale=locale,
        by=invitation.by.called if invitation.by else current_app.config["TEAM_NAME"],
        link=link,
        until=until,
    )


def write_to_nobody():
    """Take the time of a letter for an address without an account, so that the clock does not tell who has one."""
    written(
        "nobody@example.org",
        template="accounts/mail/reset",
        locale=None,
        name="",
        link=public_url("security.reset_password", token="0" * 64),
    )


class SecurityLetters(MailUtil):
    """What Flask-Security wants to tell a user, as a letter of ours in that user's language."""

    # A link that the library made would trust the Host header of whoever asked.
    LETTERS = {
        "security/email/reset_instructions": (
            "reset",
            lambda token: public_url("security.reset_password", token=token),
        ),
        "security/email/reset_notice": (
            "password_changed",
            lambda token: public_url("security.forgot_password"),
        ),
        "security/email/change_notice": (
            "password_changed",
            lambda token: public_url("security.forgot_password"),
        ),
    }

    def send_mail(self, template, subject, recipient, sender, body, html, **context):
        name, link = self.LETTERS[template]
        user = context["user"]
        post(
            user.email,
            template=f"accounts/mail/{name}",
            locale=user.locale,
            name=user.called,
            link=link(context.get("reset_token")),
        )
