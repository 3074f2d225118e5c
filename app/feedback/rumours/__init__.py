"""The same claim on several platforms and in several scripts, and the one answer kept at hand."""
