"""Handing a comment to someone who decides."""
