"""The list of comments and the one that is open."""
