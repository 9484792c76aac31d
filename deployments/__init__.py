"""How a variant is run: a server, a database, a process. Never a copy of a variant's code.

``servers`` is the table of servers, ``launch`` the one way to start one, ``postgresql`` a database
server that needs no installation, ``serve`` the command. This module and ``adapters`` import only
the standard library and the registry, for they are imported in the variants' environments too.
"""

from pathlib import Path

HOST = "127.0.0.1"
PROJECT = Path(__file__).resolve().parent.parent
VAR = PROJECT / "var"  # databases, logs and the secret key; not kept in version control


class DeploymentError(Exception):
    """What was asked for cannot be run; the message is one line for the person who asked."""
