"""The page of one post, and what comments take from it."""
