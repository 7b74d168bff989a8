"""The names that were published, and the document that changes beneath them."""
