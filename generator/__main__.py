"""`python -m generator`."""

import os
import sys

from generator.cli import main

code = main()
for stream in (sys.stdout, sys.stderr):
    stream.flush()
# Taking apart all that a run has made, piece by piece, would be a twentieth of its time.
os._exit(code)
