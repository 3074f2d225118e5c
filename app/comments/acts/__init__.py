"""The verbs that every comment has, by URL: assignment, snooze, resolution, spam, and taking back."""
