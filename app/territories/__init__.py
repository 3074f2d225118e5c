"""The gazetteer, and the places a comment names."""
