"""The reports that are there from the first day."""
