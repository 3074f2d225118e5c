"""The form on other people's sites: leave a comment or a question, and read back what was moderated."""
