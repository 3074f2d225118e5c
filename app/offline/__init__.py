"""What goes on where the line is weak: acts that wait in the browser and count once, and Sada put on a phone's first page."""
