"""Two variants side by side in the terminal: ``nox -s diff -- flask_sync quart_async get_article``.

A general diff pairs lines that are equal. Here hardly any line is, for ``def`` becomes ``async
def`` and ``fetch_one(…)`` becomes ``await fetch_one(…)``, so lines are paired that are alike.

``source`` finds files and functions, ``alignment`` says which line belongs beside which,
``columns`` shows it, ``__main__`` is the command. The variants are read and never imported, so that
none of them needs to be installed.
"""


class ReadingError(Exception):
    """What was asked for is not there; the message is one line for the person who asked."""
