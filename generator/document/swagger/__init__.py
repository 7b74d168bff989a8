"""Swagger 2.0, turned into the form of OpenAPI 3.0 before anything else reads it: nodes to nodes, in their places.

`convert.py` has the way in. The line and column of a finding are where the author wrote it. Its pointer, like every
pointer that the SDK keeps (names lock, config, change list), is that of the converted document, so that all of these
stay as they are when the document moves on to OpenAPI 3.
"""
