"""The sample data is the same every time, and there is all of it or none."""

import pytest
from sqlalchemy import func, select

from shared import markdown, queries, seed
from shared.database import make_engine
from shared.models import Article, Base, Comment, Favorite, User
from shared.security import Security

SECRETS = {"password_hash", "session_key", "token_key"}
FEW = seed.Amounts(users=5, articles=12, follows=2)


@pytest.fixture
def filled(settings, database_url):
    """Settings of an application whose database holds the sample data."""
    config = settings.model_copy(update={"database_url": database_url})
    assert seed.is_empty(config)
    seed.seed(config, FEW)
    return config


def contents(engine):
    """Return all rows of all tables but what is secret, and therefore random."""
    with engine.connect() as connection:
        return {
            name: connection.execute(
                select(*(c for c in table.c if c.name not in SECRETS)).order_by(*table.c)
            ).all()
            for name, table in Base.metadata.tables.items()
        }


def test_the_amounts_are_as_asked(filled, engine):
    with engine.connect() as connection:
        counts = [
            connection.scalar(select(func.count()).select_from(model))
            for model in (User, Article, Comment, Favorite)
        ]
    assert counts == [5, 12, 12 * FEW.comments, 12 * FEW.favorites]


def test_the_data_is_the_same_every_time_and_on_every_database(
    filled, engine, settings, new_database
):
    other = settings.model_copy(update={"database_url": new_database("sqlite", "other")})
    seed.seed(other, FEW)
    other_engine = make_engine(other)
    assert contents(engine) == contents(other_engine)
    other_engine.dispose()


def test_an_interrupted_seed_leaves_nothing(settings, database_url, engine):
    def interrupt(done, total):
        raise KeyboardInterrupt

    config = settings.model_copy(update={"database_url": database_url})
    with pytest.raises(KeyboardInterrupt):
        seed.seed(config, FEW, interrupt)
    assert seed.is_empty(config)


def test_progress_is_told(settings, database_url):
    told = []
    config = settings.model_copy(update={"database_url": database_url})
    seed.seed(config, FEW, lambda done, total: told.append((done, total)))
    assert told == [(12, 12)]


def test_articles_are_rendered_as_they_would_be_when_written(filled, engine):
    with engine.connect() as connection:
        for body, body_html in connection.execute(select(Article.body, Article.body_html)):
            assert body_html == markdown.render(body)


def test_somebody_can_log_in(filled, engine):
    with engine.connect() as connection:
        row = connection.execute(queries.LOGIN, {"email": seed.EMAIL}).one()
    assert Security(filled).verify_password(row.password_hash, seed.PASSWORD)


def test_the_next_row_gets_the_next_id(filled, engine):
    new = {"username": "new", "email": "new@example.org"} | dict.fromkeys(SECRETS, "-")
    with engine.begin() as connection:
        assert connection.execute(queries.INSERT_USER, new).one().id == FEW.users + 1
