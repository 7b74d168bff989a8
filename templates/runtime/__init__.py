"""The fixed part of every generated package. This file is not copied: the package has an `__init__.py` of its own."""
