"""The published SDKs' own tests, run on the packages that are generated in their place."""
