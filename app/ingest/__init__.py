"""What platforms send becomes comments."""
