"""Sada, one inbox for the comments people leave on many platforms; docs/architecture.md is the map."""
