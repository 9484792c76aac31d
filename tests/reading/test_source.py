"""Files and functions are found by their names, in what is written."""

import pytest

from reading import ReadingError
from reading.source import Part, Source, find

SYNC = Source(
    "flask_sync",
    {
        "__init__.py": '"""One line\nand another."""\n\n\ndef create_app():\n    pass\n',
        "api.py": (
            "@bp.get('/tags')\n@token_optional\ndef list_tags():\n    return 1\n\n\n"
            "def login():\n    pass\n"
        ),
        "db.py": "def connect():\n    return g\n\n\ndef release():\n    pass\n",
        "pages.py": "def login():\n    return 'page'\n",
    },
)
RAW = Source(
    "raw_wsgi",
    {
        "api.py": "async def list_tags(request):\n    return 1\n\n\ndef login():\n    'raw'\n",
        "db.py": (
            "class Database:\n    '''All of it.'''\n\n"
            "    @property\n    def connect(self):\n        def connect():\n            pass\n"
        ),
        "http.py": "def decode():\n    pass\n",
        "pages.py": "def login():\n    'raw page'\n",
    },
)


def found(name, left=SYNC, right=RAW):
    """Return the titles of what a name stands for."""
    return [(pair.left.title, pair.right.title) for pair in find(left, right, name)]


def test_a_function_begins_at_its_first_decorator_async_or_not():
    (pair,) = find(SYNC, RAW, "list_tags")
    assert pair.left.lines == (
        "@bp.get('/tags')",
        "@token_optional",
        "def list_tags():",
        "    return 1",
    )
    assert pair.right.lines == ("async def list_tags(request):", "    return 1")
    assert (pair.left.first, pair.right.first) == (1, 1)


def test_a_method_stands_at_the_edge_beside_the_function_of_its_name():
    (pair,) = find(SYNC, RAW, "Database.connect")
    assert pair.left == Part("flask_sync/db.py: connect", ("def connect():", "    return g"), 1)
    assert pair.right.title == "raw_wsgi/db.py: Database.connect"
    assert pair.right.first == 4
    assert pair.right.lines[:2] == ("@property", "def connect(self):")


def test_of_several_of_that_name_the_least_nested_counts():
    assert found("connect") == [("flask_sync/db.py: connect", "raw_wsgi/db.py: Database.connect")]


def test_a_nested_function_is_found_by_its_path():
    assert found("Database.connect.connect", RAW, RAW) == [
        ("raw_wsgi/db.py: Database.connect.connect",) * 2
    ]


def test_a_class_is_found_whole():
    (pair,) = find(SYNC, RAW, "Database")
    assert pair.left == Part("flask_sync has no Database")
    assert len(pair.right.lines) == 7


def test_one_name_in_two_files_is_two_pairs_unless_the_file_is_named():
    pages = ("flask_sync/pages.py: login", "raw_wsgi/pages.py: login")
    assert found("login") == [("flask_sync/api.py: login", "raw_wsgi/api.py: login"), pages]
    assert found("pages.login") == [pages]


def test_of_one_name_in_several_files_those_of_one_file_belong_together():
    moved = Source(
        "raw_wsgi", {"pages.py": RAW.files["pages.py"], "users.py": "class login:\n    1\n"}
    )
    assert found("login", SYNC, moved) == [
        ("flask_sync/pages.py: login", "raw_wsgi/pages.py: login"),
        ("flask_sync/api.py: login", "raw_wsgi/users.py: login"),
    ]


def test_what_one_side_lacks_is_told():
    assert found("decode") == [("flask_sync has no decode", "raw_wsgi/http.py: decode")]
    assert found("release") == [("flask_sync/db.py: release", "raw_wsgi has no release")]
    assert found("http.py") == [("flask_sync has no http.py", "raw_wsgi/http.py")]


def test_a_file_is_found_with_all_its_lines():
    (pair,) = find(SYNC, RAW, "pages.py")
    assert pair.left == Part("flask_sync/pages.py", ("def login():", "    return 'page'"))


def test_the_summary_of_a_file_is_the_first_line_of_its_docstring():
    assert SYNC.summary("__init__.py") == "One line"
    assert SYNC.summary("api.py") == ""


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("list_tag", "unknown file or function 'list_tag': did you mean list_tags?"),
        ("Databse.connect", "did you mean Database.connect?"),
        ("db.Databse.connect", "did you mean db.Database.connect?"),
        ("api", "did you mean api.py?"),
        ("htp.py", "did you mean http.py?"),
        ("tags", "did you mean list_tags?"),
        ("quux", "'quux': the files are __init__.py, api.py, db.py, http.py, pages.py"),
    ],
)
def test_an_unknown_name_suggests_the_nearest(name, says):
    with pytest.raises(ReadingError) as refusal:
        find(SYNC, RAW, name)
    assert str(refusal.value).endswith(says)


def test_a_file_that_is_no_python_is_named():
    broken = Source("flask_sync", {"api.py": "x = 1\ndef f(:\n"})
    with pytest.raises(ReadingError, match=r"flask_sync/api\.py, line 2: invalid syntax"):
        find(broken, RAW, "list_tags")


def test_a_variant_is_read_without_being_run(tmp_path):
    folder = tmp_path / "raw_wsgi"
    folder.mkdir()
    (folder / "api.py").write_text("raise SystemExit('é')\n", encoding="utf-8")
    (folder / "README.md").touch()
    source = Source.read("raw_wsgi", tmp_path)
    assert source.files == {"api.py": "raise SystemExit('é')\n"}
    assert source.functions == {}
