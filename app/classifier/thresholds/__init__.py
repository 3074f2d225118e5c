"""From which score a label counts, as the team chose it on its own past comments."""
