"""Why a comment is flagged, what the team decided on ones like it, and how a person says "this is wrong"."""
