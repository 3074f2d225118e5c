"""Acts on the platform's side."""
