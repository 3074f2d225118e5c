"""Answers that the team keeps to use again, with fields to fill."""
