"""Our presences on platforms."""
