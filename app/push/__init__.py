"""Messages to a phone or a desk that asked for them: that something urgent waits, and never what it says."""
