"""The program: `sdkgen`, and `python -m generator`."""

import gc
import os
import sys
from typing import NoReturn

from generator.cli import main


def program() -> NoReturn:
    """Run the command line, and end with what it has made as it is: neither looking through that for garbage nor taking
    it apart, piece by piece, which would be a twentieth of the time each."""
    gc.disable()
    code = main()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


if __name__ == "__main__":
    program()
