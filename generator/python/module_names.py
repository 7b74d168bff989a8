"""Names that a package of its own cannot have.

They stand here in full, as what Python's own list says differs from one version to the next.
"""

from __future__ import annotations

from typing import Final

_STANDARD_LIBRARY: Final = """
    abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb
    binascii binhex bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop
    collections colorsys compileall compression concurrent configparser contextlib contextvars copy copyreg
    crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest email encodings
    ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath
    getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp
    importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap
    marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath
    nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb pickle pickletools pipes pkgutil
    platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data
    pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors
    shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile
    sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig
    syslog tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter token
    tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib
    uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile
    zipimport zlib zoneinfo
"""
_DEPENDENCIES: Final = """
    aiohttp annotated_types anyio certifi h11 h2 httpcore httpcore2 httpx httpx2 idna pydantic pydantic_core sniffio
    socks socksio truststore typing_extensions typing_inspection websockets
"""
_OUTPUT: Final = "docs tests"
_GENERATOR: Final = "generator"

TAKEN: Final = frozenset(f"{_STANDARD_LIBRARY} {_DEPENDENCIES} {_OUTPUT} {_GENERATOR}".split())
"""Modules of Python, what generated packages import, folders that stand beside them, and what made them: an SDK may be
installed where its generator is."""
