"""Answers that wait for a lead's yes before they leave."""
