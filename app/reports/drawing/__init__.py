"""Draws a report: as a page, a letter, a PDF, editable text, a sheet or a picture."""
