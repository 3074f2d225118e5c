"""What people asked, proposed or believed, and what became of it: you said, we did."""
