"""What the team's decisions teach, and the layer that is learned from them."""
