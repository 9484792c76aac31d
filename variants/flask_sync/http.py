"""What a request is: Flask's, and how this application wants its forms read."""

from io import BytesIO

import flask
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.wsgi import get_path_info


class FormParser(FormDataParser):
    """Werkzeug's parser, which refuses what it cannot read: by default, that is an empty form."""

    def parse(self, stream, mimetype, content_length, options=None):
        """Return the stream, the fields and the files of a form; raises 400 and 413."""
        self.silent = False
        if mimetype == "application/x-www-form-urlencoded":
            stream = self.limit(stream.read())
        try:
            return super().parse(stream, mimetype, content_length, options)
        except ValueError:
            raise BadRequest from None

    def limit(self, body):
        """Return a stream of a body with few fields: Werkzeug counts them in multipart only."""
        if body.count(b"&") >= self.max_form_parts:
            raise RequestEntityTooLarge
        return BytesIO(body.decode(errors="replace").encode())


class Request(flask.Request):
    """A request with its path as it was sent, and a form that is never cut."""

    form_data_parser_class = FormParser

    def __init__(self, environ, *args, **kwargs):
        super().__init__(environ, *args, **kwargs)
        self.path = get_path_info(environ)  # as it was sent: Werkzeug's begins with one slash
