"""Articles are rendered anew by command, and by the migration that keeps them rendered."""

import sys

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text, update

from shared import database, rerender, seed
from shared.models import Article

FEW = seed.Amounts(users=3, articles=7)


def migrate_to(revision, database_url, direction):
    """Bring a database to another revision."""
    config = Config()
    config.set_main_option("script_location", "shared:migrations")
    with database.connected(database_url) as connection, connection.begin():
        config.attributes["connection"] = connection
        direction(config, revision)


def rows(engine, columns):
    """Return some columns of all articles and users."""
    with engine.connect() as connection:
        return connection.execute(text(f"SELECT {columns} ORDER BY 1")).all()


def test_the_command_renders_all(settings, database_url, engine, monkeypatch, capsys):
    seed.seed(settings.model_copy(update={"database_url": database_url}), FEW)
    with engine.begin() as connection:
        connection.execute(update(Article).values(body="*new*"))
    monkeypatch.setattr(sys, "argv", ["rerender", database_url])
    monkeypatch.setattr(rerender, "BATCH", 2)
    rerender.main()
    assert rows(engine, "DISTINCT body_html FROM articles") == [("<p><em>new</em></p>\n",)]
    assert capsys.readouterr().out.endswith("7 articles rendered\n")


def test_without_a_database_the_command_says_what_it_wants(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["rerender"])
    with pytest.raises(SystemExit):
        rerender.main()
    assert "the following arguments are required: database" in capsys.readouterr().err


def test_the_migration_keeps_what_was_there(settings, database_url, engine):
    seed.seed(settings.model_copy(update={"database_url": database_url}), FEW)
    before = rows(engine, "id, slug, title, body, body_html, author_id FROM articles")
    tags = rows(engine, "article_id, name FROM article_tags")
    keys = rows(engine, "id, session_key FROM users")
    migrate_to("0001", database_url, command.downgrade)
    migrate_to("head", database_url, command.upgrade)
    assert rows(engine, "id, slug, title, body, body_html, author_id FROM articles") == before
    assert rows(engine, "article_id, name FROM article_tags") == tags
    assert tags
    new_keys = rows(engine, "id, session_key FROM users")
    assert len({key for _, key in new_keys}) == FEW.users
    assert not {key for _, key in keys} & {key for _, key in new_keys}
