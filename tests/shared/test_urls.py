"""No address that a visitor names leads to another site."""

import pytest

from shared import urls


@pytest.mark.parametrize("address", ["/", "/?page=2", "/tag/a%2Fb?page=2", "/article/x#comments"])
def test_an_address_of_this_site_is_kept(address):
    assert urls.local(address, "/elsewhere") == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/x\r\nSet-Cookie: a=b",
        " //evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "evil.example",
        "/x y",
        "/x\0",
        "/é",
        "/" + 2001 * "x",
    ],
)
def test_any_other_is_replaced(address):
    assert urls.local(address, "/elsewhere") == "/elsewhere"


def test_the_address_of_a_request_can_be_asked_for_again():
    assert urls.here("", "/tag/50% off? #1", b"page=2") == "/tag/50%25%20off%3F%20%231?page=2"
    assert urls.here("/blog", "/", b"") == "/blog/"


def test_what_a_careless_client_sent_is_escaped():
    address = urls.here("", "/tag/caf\udce9", b'q=\xe9"<')
    assert address == "/tag/caf%E9?q=%E9%22%3C"
    assert urls.local(address, "/elsewhere") == address
