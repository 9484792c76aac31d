"""Programs of the system that a few tests run, and that a machine may not have."""

import os
import shutil

PROGRAMS = ("pgbouncer", "wrk")  # of which a test may say that it needs them

# Debian keeps servers in /usr/sbin, which is not in the PATH of ordinary users.
PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"


def find_program(name: str) -> str | None:
    """Return the path of a program, or None if it is not installed."""
    return shutil.which(name, path=PATH)
