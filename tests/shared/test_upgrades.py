"""A database that an earlier version made and filled answers the same after the upgrade.

What each schema is filled with is written down here as it was then, in SQL, and never changes. A
new migration adds an entry to ``ADDED``, with the values that the new columns may have.
"""

import ast
import re
from pathlib import Path

import httpx2
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from shared import database
from tests.conftest import serving

CONFIG = Config()
CONFIG.set_main_option("script_location", "shared:migrations")
SCRIPTS = ScriptDirectory.from_config(CONFIG)
VERSIONS = Path(SCRIPTS.versions)

PASSWORD = "correct horse battery staple"
OLD_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$x4070DK/ofbJS4zktKqRZg"
    "$V7XMloIbApS2Thr04ov0fs48kzoC6NWX7nGFaGBNxKQ"
)
MANY = 1_203  # more than two batches, and not a multiple of one
NOON = "2026-01-01T12:00:00.000Z"
LATER = "2026-02-18T03:22:56.637Z"
LONG = "Ünïcode, *100 kB* of it. " * 4_000  # 100 000 characters, as many as are let in

USERS = [
    {"id": 1, "username": "ann", "email": "ann@example.org", "bio": None, "image": None},
    {"id": 2, "username": "bob", "email": "bob@example.org", "bio": "", "image": ""},
    {"id": 3, "username": "c" * 64, "email": "c@example.org", "bio": "Žluťoučký 🐎\n\nkůň",
     "image": "https://example.org/c.png"},
]  # fmt: skip
ARTICLES = [
    {"id": 1, "slug": "first", "title": "First", "description": "D",
     "body": "# Hello\n\n<b>*B*</b>", "author_id": 1, "created_at": NOON, "updated_at": LATER},
    {"id": 2, "slug": "rfid2c", "title": "日本語 & <Ünïcode> 🐍", "description": "\t", "body": LONG,
     "author_id": 3, "created_at": LATER, "updated_at": LATER},
]  # fmt: skip
ROWS = {
    "users": [
        *USERS,
        *({"id": n, "username": f"user{n}", "email": f"user{n}@example.org", "bio": None,
           "image": None} for n in range(4, MANY + 1)),
    ],
    "articles": [
        *ARTICLES,
        *({"id": n, "slug": f"article-{n}", "title": f"Article {n}", "description": "D",
           "body": f"Body *{n}*", "author_id": 4, "created_at": "2025-12-31T23:59:59.999Z",
           "updated_at": "2025-12-31T23:59:59.999Z"} for n in range(3, MANY + 1)),
    ],
    "article_tags": [
        {"article_id": 1, "name": "b"}, {"article_id": 1, "name": "a"},
        {"article_id": 2, "name": "čeština 2"}, {"article_id": 2, "name": "b"},
    ],
    "comments": [
        {"id": 5, "body": "Well\nsaid 👍", "article_id": 1, "author_id": 2, "created_at": NOON,
         "updated_at": NOON},
        {"id": 9, "body": "<script>", "article_id": 1, "author_id": 3, "created_at": LATER,
         "updated_at": LATER},
    ],
    "favorites": [{"article_id": 1, "user_id": n} for n in (1, 2, 3)],
    "follows": [{"follower_id": 1, "followed_id": 3}, {"follower_id": 2, "followed_id": 1}],
}  # fmt: skip

# What every row of a table has in addition, from a revision on.
ADDED = {
    "0001": {"users": {"password_hash": OLD_HASH}},
    "0002": {"users": {"session_key": "0" * 32}, "articles": {"body_html": "<p>As it was</p>"}},
    "0003": {"users": {"token_key": "0" * 32}},
    "0004": {},
}

ANN = {"username": "ann", "bio": None, "image": None, "following": False}
BOB = {"username": "bob", "bio": "", "image": "", "following": False}
CLAIRE = {"username": "c" * 64, "bio": "Žluťoučký 🐎\n\nkůň", "image": "https://example.org/c.png",
          "following": True}  # fmt: skip
FIRST = {
    "slug": "first", "title": "First", "description": "D", "tagList": ["a", "b"],
    "createdAt": NOON, "updatedAt": LATER, "favorited": True, "favoritesCount": 3, "author": ANN,
}  # fmt: skip
SECOND = {
    "slug": "rfid2c", "title": "日本語 & <Ünïcode> 🐍", "description": "\t",
    "tagList": ["b", "čeština 2"], "createdAt": LATER, "updatedAt": LATER, "favorited": False,
    "favoritesCount": 0, "author": CLAIRE,
}  # fmt: skip
# What ann was answered by the version that filled the database, whichever it was.
ANSWERS = {
    "/profiles/bob": {"profile": BOB},
    f"/profiles/{'c' * 64}": {"profile": CLAIRE},
    "/articles?limit=2": {"articles": [SECOND, FIRST], "articlesCount": MANY},
    "/articles?tag=b&author=ann": {"articles": [FIRST], "articlesCount": 1},
    "/articles?favorited=bob": {"articles": [FIRST], "articlesCount": 1},
    "/articles/feed": {"articles": [SECOND], "articlesCount": 1},
    "/articles/first": {"article": FIRST | {"body": "# Hello\n\n<b>*B*</b>"}},
    "/articles/rfid2c": {"article": SECOND | {"body": LONG}},
    "/articles/first/comments": {"comments": [
        {"id": 9, "createdAt": LATER, "updatedAt": LATER, "body": "<script>", "author": CLAIRE},
        {"id": 5, "createdAt": NOON, "updatedAt": NOON, "body": "Well\nsaid 👍", "author": BOB},
    ]},
    "/tags": {"tags": ["b", "a", "čeština 2"]},
}  # fmt: skip


def upgrade(database_url, revision):
    """Bring a database to a revision."""
    with database.connected(database_url) as connection, connection.begin():
        CONFIG.attributes["connection"] = connection
        command.upgrade(CONFIG, revision)


def fill(database_url, revision):
    """Insert the rows of the day on which a revision was the newest."""
    values = {table: {} for table in ROWS}
    for known in sorted(name for name in ADDED if name <= revision):
        for table, added in ADDED[known].items():
            values[table] |= added
    with database.connected(database_url) as connection, connection.begin():
        for table, rows in ROWS.items():
            names = [*rows[0], *values[table]]
            places = ", ".join(f":{name}" for name in names)
            statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"  # noqa: S608
            connection.execute(text(statement), [row | values[table] for row in rows])
            if connection.dialect.name == "postgresql" and "id" in names:
                connection.execute(text(f"SELECT setval('{table}_id_seq', {MANY})"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """The URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old.sqlite3'}"
    revision = request.node.callspec.params["revision"]
    return request.getfixturevalue("cluster").create(f"upgrade_{revision}")


def test_every_migration_has_its_data():
    assert {script.revision for script in SCRIPTS.walk_revisions()} == set(ADDED)


@pytest.mark.parametrize("revision", ADDED)
def test_the_answers_are_the_same_after_an_upgrade(empty_url, revision):
    upgrade(empty_url, revision)
    fill(empty_url, revision)
    upgrade(empty_url, "head")
    with (
        serving("flask_sync", empty_url) as url,
        httpx2.Client(base_url=f"{url}/api", timeout=60, trust_env=False) as http,
    ):
        credentials = {"email": "ann@example.org", "password": PASSWORD}
        login = http.post("/users/login", json={"user": credentials})
        assert login.status_code == 200, login.text
        user = login.json()["user"]
        http.headers["Authorization"] = f"Token {user.pop('token')}"
        assert user == {"email": "ann@example.org", "username": "ann", "bio": None, "image": None}
        assert {path: http.get(path).json() for path in ANSWERS} == ANSWERS
        assert http.post("/users/login", json={"user": credentials}).status_code == 200
        new = http.post("/articles/first/comments", json={"comment": {"body": "New"}})
        assert new.json()["comment"]["id"] > 9
    check_rows(empty_url, revision)


def check_rows(database_url, revision):
    """Check what no answer of the API shows."""
    with database.connected(database_url) as connection:
        hashes = connection.execute(text("SELECT password_hash FROM users ORDER BY id")).scalars()
        first, *others = hashes
        assert ",p=1$" in first, "the hash of whoever logged in is renewed"
        assert set(others) == {OLD_HASH}
        for column, since in (("session_key", "0002"), ("token_key", "0003")):
            keys = connection.execute(text(f"SELECT {column} FROM users")).scalars().all()  # noqa: S608
            assert all(re.fullmatch("[0-9a-f]{32}", key) for key in keys)
            assert len(set(keys)) == (1 if revision >= since else MANY)
        rendered = "SELECT body_html FROM articles WHERE id IN (1, 1203) ORDER BY id"
        pages = connection.execute(text(rendered)).scalars().all()
        if revision < "0002":
            assert pages[0].startswith("<h2>Hello</h2>\n<p>&lt;b&gt;<em>B</em>&lt;/b&gt;</p>")
            assert pages[1] == "<p>Body <em>1203</em></p>\n"
        else:
            assert set(pages) == {"<p>As it was</p>"}


@pytest.mark.parametrize("name", sorted(path.name for path in VERSIONS.glob("*.py")))
def test_a_migration_uses_nothing_of_the_application(name):
    """What it would use may change, and the migration with it."""
    modules = []
    for node in ast.walk(ast.parse((VERSIONS / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            modules.append("." * node.level + (node.module or ""))
        elif isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
    assert not [module for module in modules if module.split(".")[0] in {"", "shared", "variants"}]
