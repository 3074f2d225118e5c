"""Levels at work: due times are written as comments change, told of before they break, and shown on their pages."""
