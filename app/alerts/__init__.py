"""Watches over what is said, and the alerts they raise."""
