"""The screens of channels: connect one, see what it received, deal with what it refused."""
