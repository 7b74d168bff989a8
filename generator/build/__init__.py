"""The build stage: from the document and the config to the IR."""
