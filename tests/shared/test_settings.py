"""Settings come from the environment, and what is wrong there is said in one line."""

import re

import pytest

from shared.settings import load

KEY = "0123456789abcdef0123456789abcdef"


def test_settings_are_environment_variables_of_the_same_names(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", KEY)
    monkeypatch.setenv("POOL_SIZE", "7")
    settings = load()
    assert settings.secret_key.get_secret_value() == KEY
    assert settings.pool_size == 7


def test_a_key_is_never_printed(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", KEY)
    assert KEY not in repr(load())


@pytest.mark.parametrize("key", [None, "", "short"])
def test_no_key_or_a_short_one_is_refused_in_one_line(monkeypatch, capsys, key):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    if key is not None:
        monkeypatch.setenv("SECRET_KEY", key)
    with pytest.raises(SystemExit, match="3"):
        load()
    assert re.fullmatch(r"SECRET_KEY: .*32 random characters or more\)\n", capsys.readouterr().err)


def test_every_wrong_setting_is_named_and_no_value_is_shown(monkeypatch, capsys):
    monkeypatch.setenv("SECRET_KEY", "too short a key")
    monkeypatch.setenv("POOL_SIZE", "many")
    with pytest.raises(SystemExit):
        load()
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "SECRET_KEY: " in error
    assert "POOL_SIZE: " in error
    assert "too short a key" not in error
