"""What the machine thinks of a comment, and why."""
