"""The background workers: they claim work from the database, do it, and write down how it went."""
