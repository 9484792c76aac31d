"""Forms are read as browsers send them, within limits, and never by half."""

import pytest

from shared.errors import ApiError
from shared.formdata import MOST_FIELDS, File, parse_form

TYPE = "multipart/form-data; boundary=x"
FIELD = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
FILE = (
    b'--x\r\nContent-Disposition: form-data; name="b"; filename="\xc3\xa9.bin"\r\n'
    b"Content-Type: image/png\r\n\r\n\xff\0\r\n--y\r\n\r\n"
)
END = b"--x--\r\n"


def status_of(content_type, body):
    """Return the status with which a form is refused."""
    with pytest.raises(ApiError) as caught:
        parse_form(content_type, body)
    return caught.value.status


@pytest.mark.parametrize(
    "content_type",
    [TYPE, 'Multipart/Form-Data;BOUNDARY="x"', "multipart/form-data; charset=utf-8; boundary=x"],
)
def test_fields_and_files_are_told_apart(content_type):
    form = parse_form(content_type, b"before\r\n" + FIELD + FILE + FIELD + END + b"after")
    assert form.getlist("a") == ["1", "1"]
    assert "b" not in form
    assert form.files == [File("b", "é.bin", "image/png", b"\xff\0\r\n--y\r\n")]


def test_an_empty_value_is_one():
    assert parse_form(TYPE, FIELD.replace(b"\r\n1", b"\r\n") + END).getlist("a") == [""]
    assert parse_form(TYPE, END).getlist("a") == []


@pytest.mark.parametrize("size", range(len(FIELD + FILE + END) - 2))
def test_a_form_that_is_cut_anywhere_is_refused(size):
    assert status_of(TYPE, (FIELD + FILE + END)[:size]) == 400


@pytest.mark.parametrize("boundary", ["", ";", "; boundary", "; boundary=", "; boundary=y"])
def test_a_form_with_another_boundary_is_refused(boundary):
    assert status_of(f"multipart/form-data{boundary}", FIELD + END) == 400


def test_the_number_of_fields_is_limited():
    assert status_of(TYPE, FIELD * (MOST_FIELDS + 1) + END) == 413
    assert len(parse_form(TYPE, FIELD * MOST_FIELDS + END).getlist("a")) == MOST_FIELDS
    urlencoded = "application/x-www-form-urlencoded"
    assert status_of(urlencoded, b"a=&" * MOST_FIELDS) == 413
    form = parse_form(urlencoded, b"a=&" * (MOST_FIELDS - 1) + b"a")
    assert len(form.getlist("a")) == MOST_FIELDS


@pytest.mark.parametrize("header", [b"X: 1\r\n" * 8, b"X: " + b"1" * 4_096 + b"\r\n"])
def test_the_headers_of_a_part_are_limited(header):
    assert status_of(TYPE, FIELD.replace(b"\r\n\r\n", b"\r\n" + header + b"\r\n") + END) == 413
