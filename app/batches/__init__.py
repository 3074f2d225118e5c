"""Many comments chosen by hand, and what is done to all of them."""
