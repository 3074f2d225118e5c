"""Public answers."""
