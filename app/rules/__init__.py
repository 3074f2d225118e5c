"""Rules that look at what arrives, and what each of them did."""
