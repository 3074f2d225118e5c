"""What was written, kept as it was before it was hidden or deleted, so that it can be shown to a court."""
