"""A server that is nothing but a document: the mock that packages carry, served to anyone."""
