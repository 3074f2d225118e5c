"""Words people put on comments."""
