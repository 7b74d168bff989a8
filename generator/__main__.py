"""The program: `sdkgen`, and `python -m generator`."""

import os
import sys
from typing import NoReturn

from generator.cli import main


def program() -> NoReturn:
    """Run the command line, and end without taking apart all that it has made, which would be a twentieth of the time."""
    code = main()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


if __name__ == "__main__":
    program()
