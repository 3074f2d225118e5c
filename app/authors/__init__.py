"""What the team knows of those who comment: notes, trust or mute, and who is one person on several platforms."""
