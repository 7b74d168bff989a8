"""An OpenAPI-driven SDK generator: one document in; a client package, its type stubs and its docs out."""

__version__ = "0.1.0"
