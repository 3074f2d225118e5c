"""A mail provider of one account: a mailbox that speaks IMAP, and a door for letters that speaks SMTP."""
