"""Lowering: from the document and the config to the IR."""
