"""Tools that know nothing of moderation."""
