"""What was typed in another normal form before it counted is found afterwards."""

from alembic import command
from sqlalchemy import text

from shared import queries, seed
from shared.security import Security
from tests.shared.test_rerender import FEW, migrate_to, rows

APART = {"é": "e\u0301", "ñ": "n\u0303"}
COMPOSED = {"é": "é", "ñ": "ñ"}


def test_the_migration_normalises_what_is_looked_up(settings, database_url, engine):
    seed.seed(settings.model_copy(update={"database_url": database_url}), FEW)
    migrate_to("0003", database_url, command.downgrade)
    changes = [
        ("UPDATE users SET email = :é WHERE id = 1", APART),
        ("UPDATE users SET email = :ñ WHERE id = 2", APART),
        ("UPDATE users SET email = :ñ WHERE id = 3", COMPOSED),
        ("UPDATE articles SET title = :é WHERE id = 1", APART),
        ("DELETE FROM article_tags", {}),
        ("INSERT INTO article_tags VALUES (1, :é), (1, :ñ), (2, :ñ)", APART),
        ("INSERT INTO article_tags VALUES (1, :é), (3, 'a')", COMPOSED),
    ]
    with engine.begin() as connection:
        for statement, values in changes:
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(text(statement), used)
    migrate_to("head", database_url, command.upgrade)
    assert rows(engine, "id, email FROM users") == [(1, "é"), (2, APART["ñ"]), (3, "ñ")]
    assert rows(engine, "id, title FROM articles")[0] == (1, "é")
    tags = set(rows(engine, "article_id, name FROM article_tags"))
    assert tags == {(1, "é"), (1, "ñ"), (2, "ñ"), (3, "a")}
    with engine.connect() as connection:
        assert connection.execute(queries.LOGIN, {"email": APART["é"]}).one().id == 1
        names = {"tag": APART["ñ"], "viewer_id": None}
        assert connection.execute(queries.TAGGED.count, names).scalar_one() == 2


def test_a_password_that_was_hashed_as_typed_is_still_the_right_one(settings):
    security = Security(settings)
    older = security._hasher.hash(APART["ñ"] + "andú")  # noqa: SLF001
    assert security.verify_password(older, APART["ñ"] + "andú")
    assert not security.verify_password(older, "ñandú")
    newer = security.hash_password(APART["ñ"] + "andú ﬁ")
    assert security.verify_password(newer, "ñandú fi")
    assert not security.verify_password(None, APART["ñ"])
