"""Words that decide on their own: the team's lists, and public ones with their licence."""
