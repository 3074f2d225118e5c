"""Classify what arrived."""
