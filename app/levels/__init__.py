"""What the team promises: how soon a comment is answered or decided, in its working hours, and when each is due."""
