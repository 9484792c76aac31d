"""What the pages need: a key for each user's sessions, and articles rendered once.

A migration is never changed, and so uses nothing of the application: the rules of Markdown below
are those of the day it was written. ``shared.rerender`` applies newer ones.
"""

from typing import Any

import nh3
import sqlalchemy as sa
from alembic import op
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

revision = "0002"
down_revision = "0001"

BATCH = 500  # articles rendered at a time

SCHEMES = {"http", "https", "mailto"}
TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code"),
    *("em", "strong", "s", "ul", "ol", "li", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "code": {"class"},
}
GIVE_KEYS = {
    "sqlite": "UPDATE users SET session_key = lower(hex(randomblob(16)))",
    "postgresql": "UPDATE users SET session_key = replace(gen_random_uuid()::text, '-', '')",
}


def upgrade() -> None:
    """Bring the schema forward."""
    for table, column in (("users", "session_key"), ("articles", "body_html")):
        op.add_column(table, sa.Column(column, sa.Text, nullable=False, server_default=""))
    op.execute(GIVE_KEYS[op.get_bind().dialect.name])
    render_articles()
    for table, column in (("users", "session_key"), ("articles", "body_html")):
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, server_default=None)


def downgrade() -> None:
    """Take the schema back."""
    for table, column in (("users", "session_key"), ("articles", "body_html")):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)


def render_articles() -> None:
    """Render all articles, a batch at a time."""
    connection = op.get_bind()
    columns: Any = (sa.column("id"), sa.column("body"), sa.column("body_html"))
    articles: Any = sa.table("articles", *columns)
    batch = sa.select(articles.c.id, articles.c.body).order_by(articles.c.id).limit(BATCH)
    change = sa.update(articles).where(articles.c.id == sa.bindparam("article_id"))
    change = change.values(body_html=sa.bindparam("rendered"))
    last = 0
    while rows := connection.execute(batch.where(articles.c.id > last)).all():
        rendered = [{"article_id": id, "rendered": render(body)} for id, body in rows]
        connection.execute(change, rendered)
        last = rows[-1].id


def render(text: str) -> str:
    """Return a text in Markdown as HTML that is safe to show."""
    return nh3.clean(
        parser.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener noreferrer",
    )


def lower_headings(state: StateCore) -> None:
    """Turn every heading into one of the next level."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"


parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
parser.core.ruler.push("lower_headings", lower_headings)
