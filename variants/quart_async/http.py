"""What a request is: Quart's, and how this application wants its forms read."""

import quart
from quart.formparser import FormDataParser
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge


class FormParser(FormDataParser):
    """Quart's parser, which refuses what it cannot read: by default, that is an empty form."""

    async def parse(self, body, mimetype, content_length, options=None):
        """Return the fields and the files of a form; raises 400 and 413."""
        self.silent = False
        if mimetype == "application/x-www-form-urlencoded":
            body = self.limit(await body)
        elif mimetype == "multipart/form-data":
            body = ended(body)
        try:
            return await super().parse(body, mimetype, content_length, options)
        except ValueError:
            raise BadRequest from None

    async def limit(self, body):
        """Return a body with few fields: Quart counts them in multipart only."""
        if body.count(b"&") >= self.max_form_parts:
            raise RequestEntityTooLarge
        return body.decode(errors="replace").encode()


async def ended(body):
    """Yield a body and then None, its end: without that, Quart takes a cut form for whole."""
    async for data in body:
        yield data
    yield None


class Request(quart.Request):
    """A request with its path as it was sent, and a form that is never cut."""

    form_data_parser_class = FormParser

    def __init__(self, method, scheme, path, *args, **kwargs):
        super().__init__(method, scheme, path, *args, **kwargs)
        self.path = path
