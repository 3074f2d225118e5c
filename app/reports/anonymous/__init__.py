"""Takes out of what people wrote whom it names and how to reach them."""
