"""Read forms: the fields and files that browsers send (HTML standard, section 4.10.22)."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import parse_qsl

from multipart import (
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
    parse_options_header,
)

from .errors import http_error

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

MOST_FIELDS = 1_000  # files included; Flask has the same limit
MOST_HEADERS = 8  # of one part, which needs two
LONGEST_HEADER = 4_096  # bytes, the name of the field or file included


class File(NamedTuple):
    """A file in a form; the client chose its names and its type."""

    name: str
    filename: str
    content_type: str
    content: bytes


class FormData:
    """The fields of a form by their names, each of which may have several values, and its files."""

    def __init__(self, fields: Iterable[tuple[str, str]] = (), files: Iterable[File] = ()) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in fields:
            self._values.setdefault(name, []).append(value)
        self.files = list(files)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def getlist(self, name: str) -> list[str]:
        """Return all values of a name."""
        return self._values.get(name, [])

    def get(self, name: str) -> str | None:
        """Return the first value of a name, or None."""
        return next(iter(self.getlist(name)), None)


def parse_form(content_type: str, body: bytes) -> FormData:
    """Return the form in a body; a body of another type than the two of forms is an empty form.

    Raises ApiError: 413 for more than 1,000 fields, 400 for multipart that is cut or malformed.
    """
    media_type, options = parse_options_header(content_type)
    if media_type == URLENCODED:
        return FormData(_parse_urlencoded(body))
    if media_type == MULTIPART:
        return _parse_multipart(options.get("boundary", ""), body)
    return FormData()


def _parse_urlencoded(body: bytes) -> list[tuple[str, str]]:
    if body.count(b"&") >= MOST_FIELDS:
        raise http_error(413)
    return parse_qsl(body.decode(errors="replace"), keep_blank_values=True)


def _parse_multipart(boundary: str, body: bytes) -> FormData:
    fields: list[tuple[str, str]] = []
    files: list[File] = []
    try:
        for part, content in _parts(boundary, body):
            name = part.name or ""
            if part.filename is None:
                fields.append((name, content.decode(errors="replace")))
            else:
                files.append(File(name, part.filename, part.content_type or "", content))
    except ParserLimitReached:
        raise http_error(413) from None
    except MultipartError:
        raise http_error(400) from None
    return FormData(fields, files)


def _parts(boundary: str, body: bytes) -> Iterable[tuple[MultipartSegment, bytes]]:
    parser = PushMultipartParser(
        boundary,
        max_segment_count=MOST_FIELDS,
        max_header_count=MOST_HEADERS,
        max_header_size=LONGEST_HEADER,
    )
    with parser:  # at its end, the parser raises ParserError for a body that is cut
        for event in parser.parse(body):
            if isinstance(event, MultipartSegment):
                part, content = event, b""
            elif event:
                content = event  # in one piece, as the body is
            else:
                yield part, content
