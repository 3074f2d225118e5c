"""What somebody is told of: mentions, what was given to them, and what happens to the comments they follow."""
