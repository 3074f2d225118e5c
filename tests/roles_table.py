"""Who may open what: every endpoint and the least role it asks for. A new endpoint adds a line; `test_roles.py` tries it."""

ANYONE = "anyone"
VIEWER, MODERATOR, LEAD, ADMIN = "viewer", "moderator", "lead", "admin"

TABLE = {
    # files and health
    "static": ANYONE,
    "assets.serve": ANYONE,
    "health.alive": ANYONE,
    "health.ready": ANYONE,
    # signing in and out
    "security.login": ANYONE,
    "security.logout": ANYONE,
    "security.forgot_password": ANYONE,
    "security.reset_password": ANYONE,
    "security.change_password": VIEWER,
    "invitations.setup": ANYONE,
    "invitations.accept": ANYONE,
    # people and letters
    "accounts.profile": VIEWER,
    "accounts.change_profile": VIEWER,
    "accounts.users": LEAD,
    "accounts.change_user": ADMIN,
    "invitations.index": LEAD,
    "invitations.create": LEAD,
    "invitations.withdraw": LEAD,
    "letters.index": ADMIN,
    "letters.show": ADMIN,
    "letters.body": ADMIN,
    "letters.send_again": ADMIN,
    # searching and views
    "search.suggest": VIEWER,
    "saved_views.index": VIEWER,
    "saved_views.create": VIEWER,
    "saved_views.change": VIEWER,
    "saved_views.delete": VIEWER,
    # what can be done with a comment
    "assignment.new": MODERATOR,
    "assignment.create": MODERATOR,
    "assignment.undo": MODERATOR,
    "snooze.new": MODERATOR,
    "snooze.create": MODERATOR,
    "snooze.undo": MODERATOR,
    "resolution.create": MODERATOR,
    "resolution.undo": MODERATOR,
    "spam.create": MODERATOR,
    "spam.undo": MODERATOR,
    "undo.create": MODERATOR,
    "replies.new": MODERATOR,
    "replies.create": MODERATOR,
    "replies.show": VIEWER,
    "replies.undo": MODERATOR,
    "replies.again": MODERATOR,
    "replies.arrival": MODERATOR,
    "replies.aside": MODERATOR,
}
