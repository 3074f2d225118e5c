"""Our figures over a period."""
