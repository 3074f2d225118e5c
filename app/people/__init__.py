"""The page of one person who comments: all they wrote, what was done, and what the team knows of them."""
