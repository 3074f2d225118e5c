"""The comment: what someone wrote, where, and what happened to it."""
