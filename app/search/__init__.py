"""The query language: what a moderator types to find comments, as text, as a value, as SQL and as a test."""
