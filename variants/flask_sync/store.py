"""What the API and the pages both ask of the database."""

from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from shared import errors, payloads, queries, slugs
from shared.errors import found
from shared.models import now
from shared.security import new_key

from .auth import check_password, hash_password, viewer_id
from .db import execute, fetch_all, fetch_one, release, transaction

# Users and profiles


def authenticate(tried):
    """Return the row of the user who has these credentials."""
    row = fetch_one(queries.LOGIN, {"email": tried.email})
    release()  # verifying takes a while: others can use the connection
    kept = check_password(row and row.password_hash, tried.password)
    if kept is None:
        raise errors.wrong_credentials()
    if kept != row.password_hash:
        names = {"user_id": row.id, "old": row.password_hash, "new": kept}
        with transaction():
            execute(queries.RENEW_HASH, names)
    return row


def insert_user(new):
    """Register a user, and return the user's row."""
    release()  # hashing takes a while: others can use the connection
    names = {"username": new.username, "email": new.email}
    keys = {"session_key": new_key(), "token_key": new_key()}
    keys["password_hash"] = hash_password(new.password)
    with transaction():
        errors.free(fetch_all(queries.TAKEN, {"id": 0, **names}), **names)
        return fetch_one(queries.INSERT_USER, {**names, **keys})


def update_user(user, new):
    """Change a user, and return the user's row; a new password ends all sessions and tokens."""
    changes = new.columns()
    if "password" in changes:
        release()  # hashing takes a while: others can use the connection
        changes["password_hash"] = hash_password(changes.pop("password"))
        changes |= {"session_key": new_key(), "token_key": new_key()}
    if not changes:
        return user
    names = {name: changes.get(name) for name in ("username", "email")}
    with transaction():
        errors.free(fetch_all(queries.TAKEN, {"id": user.id, **names}), **names)
        return fetch_one(queries.UPDATE_USER, {"viewer_id": user.id, **changes})


def end_sessions(user):
    """End all sessions of a user."""
    changes = {"session_key": new_key()}
    with transaction():
        execute(queries.UPDATE_USER, {"viewer_id": user.id, **changes})


def find_profile(username):
    """Return the row of a profile as the viewer sees it."""
    names = {"username": username, "viewer_id": viewer_id()}
    return found(fetch_one(queries.PROFILE, names), "profile")


def follow(username):
    """Have the viewer follow a user, and return the row of the profile."""
    followed = find_profile(username)
    names = {"follower_id": viewer_id(), "followed_id": followed.id}
    with transaction():
        execute(queries.FOLLOW, names)
        return find_profile(username)


def unfollow(username):
    """Have the viewer follow a user no more, and return the row of the profile."""
    followed = find_profile(username)
    names = {"follower_id": viewer_id(), "followed_id": followed.id}
    with transaction():
        execute(queries.UNFOLLOW, names)
        return find_profile(username)


# Articles


def fetch_page(listing, **names):
    """Return the rows of a page of articles, and the count of all."""
    names["viewer_id"] = viewer_id()
    rows = fetch_all(listing.page, names)
    first = rows[0] if rows else fetch_one(listing.count, names)
    return rows, first[-1]


def find_article(slug, query=queries.ARTICLE):
    """Return the row of an article as the viewer sees it."""
    names = {"slug": slug, "viewer_id": viewer_id()}
    return found(fetch_one(query, names), "article")


def find_article_head(slug):
    """Return the row of an article without what readers see: its ids and its title."""
    return found(fetch_one(queries.ARTICLE_HEAD, {"slug": slug}), "article")


def find_own_article(slug):
    """Return the row of an article that must be the viewer's own."""
    article = find_article_head(slug)
    errors.owned(article.author_id, viewer_id(), "article")
    return article


def insert_article(new):
    """Publish an article, and return its row."""
    columns = new.columns()  # rendered before the transaction
    written = now()
    times = {"created_at": written, "updated_at": written}
    values = {"author_id": viewer_id(), **columns, **times}
    for slug in slugs.candidates(new.title):
        with suppress(IntegrityError):
            with transaction():
                article = fetch_one(queries.INSERT_ARTICLE, {"slug": slug, **values})
                insert_tags(article.id, new.tagList)
                return find_article(slug)
    raise errors.taken(["title"])


def update_article(article, new):
    """Change an article, and return its row."""
    columns = new.columns()
    values = {"article_id": article.id, **columns, "updated_at": now()}
    for change in slugs.changes(article, new):
        with suppress(IntegrityError):
            with transaction():
                row = fetch_one(queries.UPDATE_ARTICLE, {**change, **values})
                changed = found(row, "article")
                if "tagList" in new.model_fields_set:
                    execute(queries.DELETE_TAGS, {"article_id": article.id})
                    insert_tags(article.id, new.tagList)
                return find_article(changed.slug)
    raise errors.taken(["title"])


def insert_tags(article_id, tags):
    """Give an article its tags."""
    rows = [{"article_id": article_id, "name": tag} for tag in tags]
    if rows:
        execute(queries.INSERT_TAGS, rows)


def delete_article(slug):
    """Delete one of the viewer's articles, and all that belongs to it."""
    article = find_own_article(slug)
    with transaction():
        execute(queries.DELETE_ARTICLE, {"article_id": article.id})


def favorite(slug):
    """Make an article a favourite of the viewer's, and return its row."""
    article = find_article_head(slug)
    names = {"article_id": article.id, "user_id": viewer_id()}
    with transaction():
        execute(queries.FAVORITE, names)
        return find_article(slug)


def unfavorite(slug):
    """Make an article no favourite of the viewer's any more, and return its row."""
    article = find_article_head(slug)
    names = {"article_id": article.id, "user_id": viewer_id()}
    with transaction():
        execute(queries.UNFAVORITE, names)
        return find_article(slug)


# Comments


def fetch_comments(article):
    """Return the rows of the comments on an article, newest first."""
    names = {"article_id": article.id, "viewer_id": viewer_id()}
    return fetch_all(queries.COMMENTS, names)


def insert_comment(article, new):
    """Comment on an article, and return the row of the comment."""
    written = now()
    times = {"created_at": written, "updated_at": written}
    values = {"article_id": article.id, "author_id": viewer_id(), "body": new.body, **times}
    with transaction():
        comment = fetch_one(queries.INSERT_COMMENT, values)
        names = {"id": comment.id, "viewer_id": viewer_id()}
        return fetch_one(queries.COMMENT, names)


def delete_comment(slug, id):
    """Delete one of the viewer's comments on an article."""
    article = find_article_head(slug)
    names = {"article_id": article.id, "id": payloads.comment_id(id)}
    comment = found(fetch_one(queries.COMMENT_HEAD, names), "comment")
    errors.owned(comment.author_id, viewer_id(), "comment")
    with transaction():
        execute(queries.DELETE_COMMENT, {"id": comment.id})
