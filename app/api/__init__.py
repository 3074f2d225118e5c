"""What programs ask of Sada: scores for a comment, in the words of the Perspective API."""
