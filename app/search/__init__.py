"""The query language: text, Query, URL, SQL."""
