"""What keeps the people of the team well: veils, sessions, kind words, and a count that is nobody else's."""
