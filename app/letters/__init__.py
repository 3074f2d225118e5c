"""Letters that leave by mail."""
