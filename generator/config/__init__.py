"""The SDK config: what the document cannot say."""
