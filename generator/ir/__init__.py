"""The intermediate representation: what the SDK is, before any of its syntax."""
