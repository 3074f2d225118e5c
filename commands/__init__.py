"""What `./run` does: prepares this machine and starts things; needs nothing but Python itself."""
