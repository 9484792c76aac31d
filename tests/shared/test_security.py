"""Passwords are hashed with salt; tokens are read only when they are ours and still good."""

import base64
import time
from types import SimpleNamespace

import jwt
import pytest

from shared.errors import ApiError
from shared.security import Security, token_from

KEY = b"known to the tests and to nobody else" * 2


@pytest.fixture
def security(settings):
    return Security(settings)


def forge(secret=KEY, algorithm="HS256", **claims):
    ours = {"sub": "7", "key": "k", "exp": time.time() + 60}
    return jwt.encode(ours | claims, secret, algorithm)


def test_a_password_is_verified_against_its_hash(security):
    password_hash = security.hash_password("correct horse")
    assert password_hash.startswith("$argon2id$")
    assert security.verify_password(password_hash, "correct horse")
    assert not security.verify_password(password_hash, "wrong horse")


def test_the_same_password_has_another_hash_each_time(security):
    assert security.hash_password("correct horse") != security.hash_password("correct horse")


@pytest.mark.parametrize("password", ["", "correct horse"])
def test_nobody_has_no_password(security, password):
    assert not security.verify_password(None, password)


def test_a_hash_with_other_parameters_is_renewed(settings, security):
    old = Security(settings.model_copy(update={"argon2_parallelism": 4, "argon2_memory_cost": 32}))
    password_hash = old.hash_password("correct horse")
    assert "p=4" in password_hash
    assert security.check_password(password_hash, "wrong horse") is None
    renewed = security.check_password(password_hash, "correct horse")
    assert "p=1" in renewed
    assert security.check_password(renewed, "correct horse") == renewed


@pytest.mark.parametrize("password", ["", "correct horse"])
def test_nobody_has_a_hash_to_keep(security, password):
    assert security.check_password(None, password) is None


def test_a_token_names_its_user(security):
    user = SimpleNamespace(id=7, token_key="k")
    assert security.read_token(security.issue_token(user)) == {"id": 7, "token_key": "k"}
    assert security.read_token(forge()) == {"id": 7, "token_key": "k"}


FORGED = {
    "nothing": "",
    "one part": "x",
    "three parts": "a.b.c",
    "a cut one": forge()[:-1],
    "another key": forge(secret=b"another key, as long as the first"),
    "no signature": forge(secret="", algorithm="none"),
    "another algorithm": forge(algorithm="HS512"),
    "an old one": forge(exp=time.time() - 1),
    "no number": forge(sub="x"),
    "a negative number": forge(sub="-1"),
    "a large number": forge(sub="1" * 19),
    "no end": jwt.encode({"sub": "7", "key": "k"}, KEY),
    "nobody": jwt.encode({"key": "k", "exp": time.time() + 60}, KEY),
    "no key, as before keys": jwt.encode({"sub": "7", "exp": time.time() + 60}, KEY),
    "a key that is no text": forge(key=["k"]),
    "deep nesting": base64.urlsafe_b64encode(b"[" * 20_000).decode() + ".e30.x",
}


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED)
def test_any_other_token_is_invalid(security, token):
    with pytest.raises(ApiError) as caught:
        security.read_token(token)
    assert caught.value.status == 401
    assert caught.value.headers == {"WWW-Authenticate": "Token"}


@pytest.mark.parametrize(
    ("header", "token"),
    [
        (None, None),
        ("", None),
        ("Token abc", "abc"),
        ("token abc", "abc"),
        ("Bearer  abc", "abc"),
        ("Token", ""),
        ("Basic abc", None),
        ("Tokens abc", None),
    ],
)
def test_a_header_of_our_schemes_has_a_token(header, token):
    assert token_from(header) == token
