"""What each day's comments are, kept so that a year is counted without reading its comments."""
