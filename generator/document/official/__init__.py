"""The JSON Schemas that the OpenAPI Initiative publishes, as data."""
