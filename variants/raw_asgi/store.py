"""What the API and the pages both ask of the database.

Hashing a password keeps a core busy for dozens of milliseconds, and rendering a long article for up
to a second: in a thread, or the event loop stands still.
"""

import asyncio
from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from shared import errors, payloads, queries, slugs
from shared.errors import found
from shared.models import now
from shared.security import new_key

# Users and profiles


async def authenticate(request, tried):
    """Return the row of the user who has these credentials."""
    row = await request.db.fetch_one(queries.LOGIN, {"email": tried.email})
    await request.db.release()  # verifying takes a while: others can use the connection
    security, hashing = request.app.security, request.app.hashing
    password_hash = row and row.password_hash
    kept = await hashing.run(security.check_password, password_hash, tried.password)
    if kept is None:
        raise errors.wrong_credentials()
    if kept != row.password_hash:
        names = {"user_id": row.id, "old": row.password_hash, "new": kept}
        async with request.db.transaction():
            await request.db.execute(queries.RENEW_HASH, names)
    return row


async def insert_user(request, new):
    """Register a user, and return the user's row."""
    await request.db.release()  # hashing takes a while: others can use the connection
    names = {"username": new.username, "email": new.email}
    keys = {"session_key": new_key(), "token_key": new_key()}
    hash_password, hashing = request.app.security.hash_password, request.app.hashing
    keys["password_hash"] = await hashing.run(hash_password, new.password)
    async with request.db.transaction():
        errors.free(await request.db.fetch_all(queries.TAKEN, {"id": 0, **names}), **names)
        return await request.db.fetch_one(queries.INSERT_USER, {**names, **keys})


async def update_user(request, user, new):
    """Change a user, and return the user's row; a new password ends all sessions and tokens."""
    changes = new.columns()
    if "password" in changes:
        await request.db.release()  # hashing takes a while: others can use the connection
        hash_password, hashing = request.app.security.hash_password, request.app.hashing
        changes["password_hash"] = await hashing.run(hash_password, changes.pop("password"))
        changes |= {"session_key": new_key(), "token_key": new_key()}
    if not changes:
        return user
    names = {name: changes.get(name) for name in ("username", "email")}
    async with request.db.transaction():
        errors.free(await request.db.fetch_all(queries.TAKEN, {"id": user.id, **names}), **names)
        return await request.db.fetch_one(queries.UPDATE_USER, {"viewer_id": user.id, **changes})


async def end_sessions(request, user):
    """End all sessions of a user."""
    changes = {"session_key": new_key()}
    async with request.db.transaction():
        await request.db.execute(queries.UPDATE_USER, {"viewer_id": user.id, **changes})


async def find_profile(request, username):
    """Return the row of a profile as the viewer sees it."""
    names = {"username": username, "viewer_id": request.viewer_id}
    return found(await request.db.fetch_one(queries.PROFILE, names), "profile")


async def follow(request, username):
    """Have the viewer follow a user, and return the row of the profile."""
    followed = await find_profile(request, username)
    names = {"follower_id": request.viewer_id, "followed_id": followed.id}
    async with request.db.transaction():
        await request.db.execute(queries.FOLLOW, names)
        return await find_profile(request, username)


async def unfollow(request, username):
    """Have the viewer follow a user no more, and return the row of the profile."""
    followed = await find_profile(request, username)
    names = {"follower_id": request.viewer_id, "followed_id": followed.id}
    async with request.db.transaction():
        await request.db.execute(queries.UNFOLLOW, names)
        return await find_profile(request, username)


# Articles


async def fetch_page(request, listing, **names):
    """Return the rows of a page of articles, and the count of all."""
    names["viewer_id"] = request.viewer_id
    rows = await request.db.fetch_all(listing.page, names)
    first = rows[0] if rows else await request.db.fetch_one(listing.count, names)
    return rows, first[-1]


async def find_article(request, slug, query=queries.ARTICLE):
    """Return the row of an article as the viewer sees it."""
    names = {"slug": slug, "viewer_id": request.viewer_id}
    return found(await request.db.fetch_one(query, names), "article")


async def find_article_head(request, slug):
    """Return the row of an article without what readers see: its ids and its title."""
    return found(await request.db.fetch_one(queries.ARTICLE_HEAD, {"slug": slug}), "article")


async def find_own_article(request, slug):
    """Return the row of an article that must be the viewer's own."""
    article = await find_article_head(request, slug)
    errors.owned(article.author_id, request.viewer_id, "article")
    return article


async def insert_article(request, new):
    """Publish an article, and return its row."""
    columns = await asyncio.to_thread(new.columns)  # rendered before the transaction
    written = now()
    times = {"created_at": written, "updated_at": written}
    values = {"author_id": request.viewer_id, **columns, **times}
    for slug in slugs.candidates(new.title):
        with suppress(IntegrityError):
            async with request.db.transaction():
                names = {"slug": slug, **values}
                article = await request.db.fetch_one(queries.INSERT_ARTICLE, names)
                await insert_tags(request, article.id, new.tagList)
                return await find_article(request, slug)
    raise errors.taken(["title"])


async def update_article(request, article, new):
    """Change an article, and return its row."""
    columns = await asyncio.to_thread(new.columns)
    values = {"article_id": article.id, **columns, "updated_at": now()}
    for change in slugs.changes(article, new):
        with suppress(IntegrityError):
            async with request.db.transaction():
                row = await request.db.fetch_one(queries.UPDATE_ARTICLE, {**change, **values})
                changed = found(row, "article")
                if "tagList" in new.model_fields_set:
                    await request.db.execute(queries.DELETE_TAGS, {"article_id": article.id})
                    await insert_tags(request, article.id, new.tagList)
                return await find_article(request, changed.slug)
    raise errors.taken(["title"])


async def insert_tags(request, article_id, tags):
    """Give an article its tags."""
    rows = [{"article_id": article_id, "name": tag} for tag in tags]
    if rows:
        await request.db.execute(queries.INSERT_TAGS, rows)


async def delete_article(request, slug):
    """Delete one of the viewer's articles, and all that belongs to it."""
    article = await find_own_article(request, slug)
    async with request.db.transaction():
        await request.db.execute(queries.DELETE_ARTICLE, {"article_id": article.id})


async def favorite(request, slug):
    """Make an article a favourite of the viewer's, and return its row."""
    article = await find_article_head(request, slug)
    names = {"article_id": article.id, "user_id": request.viewer_id}
    async with request.db.transaction():
        await request.db.execute(queries.FAVORITE, names)
        return await find_article(request, slug)


async def unfavorite(request, slug):
    """Make an article no favourite of the viewer's any more, and return its row."""
    article = await find_article_head(request, slug)
    names = {"article_id": article.id, "user_id": request.viewer_id}
    async with request.db.transaction():
        await request.db.execute(queries.UNFAVORITE, names)
        return await find_article(request, slug)


# Comments


async def fetch_comments(request, article):
    """Return the rows of the comments on an article, newest first."""
    names = {"article_id": article.id, "viewer_id": request.viewer_id}
    return await request.db.fetch_all(queries.COMMENTS, names)


async def insert_comment(request, article, new):
    """Comment on an article, and return the row of the comment."""
    written = now()
    times = {"created_at": written, "updated_at": written}
    values = {"article_id": article.id, "author_id": request.viewer_id, "body": new.body, **times}
    async with request.db.transaction():
        comment = await request.db.fetch_one(queries.INSERT_COMMENT, values)
        names = {"id": comment.id, "viewer_id": request.viewer_id}
        return await request.db.fetch_one(queries.COMMENT, names)


async def delete_comment(request, slug, id):
    """Delete one of the viewer's comments on an article."""
    article = await find_article_head(request, slug)
    names = {"article_id": article.id, "id": payloads.comment_id(id)}
    comment = found(await request.db.fetch_one(queries.COMMENT_HEAD, names), "comment")
    errors.owned(comment.author_id, request.viewer_id, "comment")
    async with request.db.transaction():
        await request.db.execute(queries.DELETE_COMMENT, {"id": comment.id})
