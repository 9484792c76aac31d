"""How Alembic runs the migrations: on the connection that ``database.migrate`` hands over."""

from alembic import context

from shared.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter most of a table, only write it anew
)
with context.begin_transaction():
    context.run_migrations()
