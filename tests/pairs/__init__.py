"""Real pairs of a document and a config, held against the SDK that was published from them.

The pairs are nobody's to commit: the environment variable STAINLESS_PAIRS names the folder that they are in, one folder
a pair with `doc.*` (the document), `stainless.yml` (the config) and `surface.jsonl` (the surface of the SDK, as facts).
"""
