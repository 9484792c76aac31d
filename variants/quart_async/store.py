"""What the API and the pages both ask of the database.

Rendering a long article keeps a core busy for up to a second: in a thread, as for passwords.
"""

import asyncio
from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from shared import errors, payloads, queries, slugs
from shared.errors import found
from shared.models import now
from shared.security import new_key

from .auth import check_password, hash_password, viewer_id
from .db import execute, fetch_all, fetch_one, release, transaction

# Users and profiles


async def authenticate(tried):
    """Return the row of the user who has these credentials."""
    row = await fetch_one(queries.LOGIN, {"email": tried.email})
    await release()  # verifying takes a while: others can use the connection
    kept = await check_password(row and row.password_hash, tried.password)
    if kept is None:
        raise errors.wrong_credentials()
    if kept != row.password_hash:
        names = {"user_id": row.id, "old": row.password_hash, "new": kept}
        async with transaction():
            await execute(queries.RENEW_HASH, names)
    return row


async def insert_user(new):
    """Register a user, and return the user's row."""
    await release()  # hashing takes a while: others can use the connection
    names = {"username": new.username, "email": new.email}
    keys = {"session_key": new_key(), "token_key": new_key()}
    keys["password_hash"] = await hash_password(new.password)
    async with transaction():
        errors.free(await fetch_all(queries.TAKEN, {"id": 0, **names}), **names)
        return await fetch_one(queries.INSERT_USER, {**names, **keys})


async def update_user(user, new):
    """Change a user, and return the user's row; a new password ends all sessions and tokens."""
    changes = new.columns()
    if "password" in changes:
        await release()  # hashing takes a while: others can use the connection
        changes["password_hash"] = await hash_password(changes.pop("password"))
        changes |= {"session_key": new_key(), "token_key": new_key()}
    if not changes:
        return user
    names = {name: changes.get(name) for name in ("username", "email")}
    async with transaction():
        errors.free(await fetch_all(queries.TAKEN, {"id": user.id, **names}), **names)
        return await fetch_one(queries.UPDATE_USER, {"viewer_id": user.id, **changes})


async def end_sessions(user):
    """End all sessions of a user."""
    changes = {"session_key": new_key()}
    async with transaction():
        await execute(queries.UPDATE_USER, {"viewer_id": user.id, **changes})


async def find_profile(username):
    """Return the row of a profile as the viewer sees it."""
    names = {"username": username, "viewer_id": viewer_id()}
    return found(await fetch_one(queries.PROFILE, names), "profile")


async def follow(username):
    """Have the viewer follow a user, and return the row of the profile."""
    followed = await find_profile(username)
    names = {"follower_id": viewer_id(), "followed_id": followed.id}
    async with transaction():
        await execute(queries.FOLLOW, names)
        return await find_profile(username)


async def unfollow(username):
    """Have the viewer follow a user no more, and return the row of the profile."""
    followed = await find_profile(username)
    names = {"follower_id": viewer_id(), "followed_id": followed.id}
    async with transaction():
        await execute(queries.UNFOLLOW, names)
        return await find_profile(username)


# Articles


async def fetch_page(listing, **names):
    """Return the rows of a page of articles, and the count of all."""
    names["viewer_id"] = viewer_id()
    rows = await fetch_all(listing.page, names)
    first = rows[0] if rows else await fetch_one(listing.count, names)
    return rows, first[-1]


async def find_article(slug, query=queries.ARTICLE):
    """Return the row of an article as the viewer sees it."""
    names = {"slug": slug, "viewer_id": viewer_id()}
    return found(await fetch_one(query, names), "article")


async def find_article_head(slug):
    """Return the row of an article without what readers see: its ids and its title."""
    return found(await fetch_one(queries.ARTICLE_HEAD, {"slug": slug}), "article")


async def find_own_article(slug):
    """Return the row of an article that must be the viewer's own."""
    article = await find_article_head(slug)
    errors.owned(article.author_id, viewer_id(), "article")
    return article


async def insert_article(new):
    """Publish an article, and return its row."""
    columns = await asyncio.to_thread(new.columns)  # rendered before the transaction
    written = now()
    times = {"created_at": written, "updated_at": written}
    values = {"author_id": viewer_id(), **columns, **times}
    for slug in slugs.candidates(new.title):
        with suppress(IntegrityError):
            async with transaction():
                article = await fetch_one(queries.INSERT_ARTICLE, {"slug": slug, **values})
                await insert_tags(article.id, new.tagList)
                return await find_article(slug)
    raise errors.taken(["title"])


async def update_article(article, new):
    """Change an article, and return its row."""
    columns = await asyncio.to_thread(new.columns)
    values = {"article_id": article.id, **columns, "updated_at": now()}
    for change in slugs.changes(article, new):
        with suppress(IntegrityError):
            async with transaction():
                row = await fetch_one(queries.UPDATE_ARTICLE, {**change, **values})
                changed = found(row, "article")
                if "tagList" in new.model_fields_set:
                    await execute(queries.DELETE_TAGS, {"article_id": article.id})
                    await insert_tags(article.id, new.tagList)
                return await find_article(changed.slug)
    raise errors.taken(["title"])


async def insert_tags(article_id, tags):
    """Give an article its tags."""
    rows = [{"article_id": article_id, "name": tag} for tag in tags]
    if rows:
        await execute(queries.INSERT_TAGS, rows)


async def delete_article(slug):
    """Delete one of the viewer's articles, and all that belongs to it."""
    article = await find_own_article(slug)
    async with transaction():
        await execute(queries.DELETE_ARTICLE, {"article_id": article.id})


async def favorite(slug):
    """Make an article a favourite of the viewer's, and return its row."""
    article = await find_article_head(slug)
    names = {"article_id": article.id, "user_id": viewer_id()}
    async with transaction():
        await execute(queries.FAVORITE, names)
        return await find_article(slug)


async def unfavorite(slug):
    """Make an article no favourite of the viewer's any more, and return its row."""
    article = await find_article_head(slug)
    names = {"article_id": article.id, "user_id": viewer_id()}
    async with transaction():
        await execute(queries.UNFAVORITE, names)
        return await find_article(slug)


# Comments


async def fetch_comments(article):
    """Return the rows of the comments on an article, newest first."""
    names = {"article_id": article.id, "viewer_id": viewer_id()}
    return await fetch_all(queries.COMMENTS, names)


async def insert_comment(article, new):
    """Comment on an article, and return the row of the comment."""
    written = now()
    times = {"created_at": written, "updated_at": written}
    values = {"article_id": article.id, "author_id": viewer_id(), "body": new.body, **times}
    async with transaction():
        comment = await fetch_one(queries.INSERT_COMMENT, values)
        names = {"id": comment.id, "viewer_id": viewer_id()}
        return await fetch_one(queries.COMMENT, names)


async def delete_comment(slug, id):
    """Delete one of the viewer's comments on an article."""
    article = await find_article_head(slug)
    names = {"article_id": article.id, "id": payloads.comment_id(id)}
    comment = found(await fetch_one(queries.COMMENT_HEAD, names), "comment")
    errors.owned(comment.author_id, viewer_id(), "comment")
    async with transaction():
        await execute(queries.DELETE_COMMENT, {"id": comment.id})
