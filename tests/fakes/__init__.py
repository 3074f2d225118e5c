"""Platforms of our own making: separate processes that speak as the documentation says, and misbehave when told to."""
