"""Comments that say nearly the same, and what is done with all of them."""
