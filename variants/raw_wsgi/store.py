"""What the API and the pages both ask of the database."""

from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from shared import errors, payloads, queries, slugs
from shared.errors import found
from shared.models import now
from shared.security import new_key

# Users and profiles


def authenticate(request, tried):
    """Return the row of the user who has these credentials."""
    row = request.db.fetch_one(queries.LOGIN, {"email": tried.email})
    request.db.release()  # verifying takes a while: others can use the connection
    security, hashing = request.app.security, request.app.hashing
    password_hash = row and row.password_hash
    kept = hashing.run(security.check_password, password_hash, tried.password)
    if kept is None:
        raise errors.wrong_credentials()
    if kept != row.password_hash:
        names = {"user_id": row.id, "old": row.password_hash, "new": kept}
        with request.db.transaction():
            request.db.execute(queries.RENEW_HASH, names)
    return row


def insert_user(request, new):
    """Register a user, and return the user's row."""
    request.db.release()  # hashing takes a while: others can use the connection
    names = {"username": new.username, "email": new.email}
    keys = {"session_key": new_key(), "token_key": new_key()}
    hash_password, hashing = request.app.security.hash_password, request.app.hashing
    keys["password_hash"] = hashing.run(hash_password, new.password)
    with request.db.transaction():
        errors.free(request.db.fetch_all(queries.TAKEN, {"id": 0, **names}), **names)
        return request.db.fetch_one(queries.INSERT_USER, {**names, **keys})


def update_user(request, user, new):
    """Change a user, and return the user's row; a new password ends all sessions and tokens."""
    changes = new.columns()
    if "password" in changes:
        request.db.release()  # hashing takes a while: others can use the connection
        hash_password, hashing = request.app.security.hash_password, request.app.hashing
        changes["password_hash"] = hashing.run(hash_password, changes.pop("password"))
        changes |= {"session_key": new_key(), "token_key": new_key()}
    if not changes:
        return user
    names = {name: changes.get(name) for name in ("username", "email")}
    with request.db.transaction():
        errors.free(request.db.fetch_all(queries.TAKEN, {"id": user.id, **names}), **names)
        return request.db.fetch_one(queries.UPDATE_USER, {"viewer_id": user.id, **changes})


def end_sessions(request, user):
    """End all sessions of a user."""
    changes = {"session_key": new_key()}
    with request.db.transaction():
        request.db.execute(queries.UPDATE_USER, {"viewer_id": user.id, **changes})


def find_profile(request, username):
    """Return the row of a profile as the viewer sees it."""
    names = {"username": username, "viewer_id": request.viewer_id}
    return found(request.db.fetch_one(queries.PROFILE, names), "profile")


def follow(request, username):
    """Have the viewer follow a user, and return the row of the profile."""
    followed = find_profile(request, username)
    names = {"follower_id": request.viewer_id, "followed_id": followed.id}
    with request.db.transaction():
        request.db.execute(queries.FOLLOW, names)
        return find_profile(request, username)


def unfollow(request, username):
    """Have the viewer follow a user no more, and return the row of the profile."""
    followed = find_profile(request, username)
    names = {"follower_id": request.viewer_id, "followed_id": followed.id}
    with request.db.transaction():
        request.db.execute(queries.UNFOLLOW, names)
        return find_profile(request, username)


# Articles


def fetch_page(request, listing, **names):
    """Return the rows of a page of articles, and the count of all."""
    names["viewer_id"] = request.viewer_id
    rows = request.db.fetch_all(listing.page, names)
    first = rows[0] if rows else request.db.fetch_one(listing.count, names)
    return rows, first[-1]


def find_article(request, slug, query=queries.ARTICLE):
    """Return the row of an article as the viewer sees it."""
    names = {"slug": slug, "viewer_id": request.viewer_id}
    return found(request.db.fetch_one(query, names), "article")


def find_article_head(request, slug):
    """Return the row of an article without what readers see: its ids and its title."""
    return found(request.db.fetch_one(queries.ARTICLE_HEAD, {"slug": slug}), "article")


def find_own_article(request, slug):
    """Return the row of an article that must be the viewer's own."""
    article = find_article_head(request, slug)
    errors.owned(article.author_id, request.viewer_id, "article")
    return article


def insert_article(request, new):
    """Publish an article, and return its row."""
    columns = new.columns()  # rendered before the transaction
    written = now()
    times = {"created_at": written, "updated_at": written}
    values = {"author_id": request.viewer_id, **columns, **times}
    for slug in slugs.candidates(new.title):
        with suppress(IntegrityError):
            with request.db.transaction():
                article = request.db.fetch_one(queries.INSERT_ARTICLE, {"slug": slug, **values})
                insert_tags(request, article.id, new.tagList)
                return find_article(request, slug)
    raise errors.taken(["title"])


def update_article(request, article, new):
    """Change an article, and return its row."""
    columns = new.columns()
    values = {"article_id": article.id, **columns, "updated_at": now()}
    for change in slugs.changes(article, new):
        with suppress(IntegrityError):
            with request.db.transaction():
                row = request.db.fetch_one(queries.UPDATE_ARTICLE, {**change, **values})
                changed = found(row, "article")
                if "tagList" in new.model_fields_set:
                    request.db.execute(queries.DELETE_TAGS, {"article_id": article.id})
                    insert_tags(request, article.id, new.tagList)
                return find_article(request, changed.slug)
    raise errors.taken(["title"])


def insert_tags(request, article_id, tags):
    """Give an article its tags."""
    rows = [{"article_id": article_id, "name": tag} for tag in tags]
    if rows:
        request.db.execute(queries.INSERT_TAGS, rows)


def delete_article(request, slug):
    """Delete one of the viewer's articles, and all that belongs to it."""
    article = find_own_article(request, slug)
    with request.db.transaction():
        request.db.execute(queries.DELETE_ARTICLE, {"article_id": article.id})


def favorite(request, slug):
    """Make an article a favourite of the viewer's, and return its row."""
    article = find_article_head(request, slug)
    names = {"article_id": article.id, "user_id": request.viewer_id}
    with request.db.transaction():
        request.db.execute(queries.FAVORITE, names)
        return find_article(request, slug)


def unfavorite(request, slug):
    """Make an article no favourite of the viewer's any more, and return its row."""
    article = find_article_head(request, slug)
    names = {"article_id": article.id, "user_id": request.viewer_id}
    with request.db.transaction():
        request.db.execute(queries.UNFAVORITE, names)
        return find_article(request, slug)


# Comments


def fetch_comments(request, article):
    """Return the rows of the comments on an article, newest first."""
    names = {"article_id": article.id, "viewer_id": request.viewer_id}
    return request.db.fetch_all(queries.COMMENTS, names)


def insert_comment(request, article, new):
    """Comment on an article, and return the row of the comment."""
    written = now()
    times = {"created_at": written, "updated_at": written}
    values = {"article_id": article.id, "author_id": request.viewer_id, "body": new.body, **times}
    with request.db.transaction():
        comment = request.db.fetch_one(queries.INSERT_COMMENT, values)
        names = {"id": comment.id, "viewer_id": request.viewer_id}
        return request.db.fetch_one(queries.COMMENT, names)


def delete_comment(request, slug, id):
    """Delete one of the viewer's comments on an article."""
    article = find_article_head(request, slug)
    names = {"article_id": article.id, "id": payloads.comment_id(id)}
    comment = found(request.db.fetch_one(queries.COMMENT_HEAD, names), "comment")
    errors.owned(comment.author_id, request.viewer_id, "comment")
    with request.db.transaction():
        request.db.execute(queries.DELETE_COMMENT, {"id": comment.id})
