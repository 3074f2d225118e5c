"""Words among moderators."""
