"""The JSON API: twenty handlers, each of which takes a request and returns a response."""

from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from shared import errors, openapi, payloads, queries, render, slugs
from shared.errors import found
from shared.models import now

from .auth import token_optional, token_required
from .http import Response, json_response

# Users and profiles


def register(request):
    """Register a user, and log in."""
    new = request.parse_body(payloads.NewUser)
    names = {"username": new.username, "email": new.email}
    values = {"password_hash": request.app.security.hash_password(new.password), **names}
    with request.db.transaction():
        errors.free(request.db.fetch_all(queries.TAKEN, {"id": 0, **names}), **names)
        user = request.db.fetch_one(queries.INSERT_USER, values)
    return json_response(render.user(user, request.app.security.issue_token(user.id)), 201)


def login(request):
    """Log in."""
    tried = request.parse_body(payloads.Credentials)
    row = request.db.fetch_one(queries.LOGIN, {"email": tried.email})
    request.db.release()  # verifying takes a while: others can use the connection
    password_hash, *user = row or [None]
    if not request.app.security.verify_password(password_hash, tried.password):
        raise errors.wrong_credentials()
    return json_response(render.user(user, request.app.security.issue_token(row.id)))


@token_required
def get_user(request):
    """Return the viewer."""
    token = request.app.security.issue_token(request.viewer_id)
    return json_response(render.user(request.viewer, token))


@token_required
def update_user(request):
    """Change the viewer."""
    new = request.parse_body(payloads.UserUpdate)
    changes = new.columns()
    user = request.viewer
    if "password" in changes:
        request.db.release()  # hashing takes a while: others can use the connection
        changes["password_hash"] = request.app.security.hash_password(changes.pop("password"))
    names = {name: changes.get(name) for name in ("username", "email")}
    if changes:
        with request.db.transaction():
            errors.free(request.db.fetch_all(queries.TAKEN, {"id": user.id, **names}), **names)
            user = request.db.fetch_one(queries.UPDATE_USER, {"viewer_id": user.id, **changes})
    return json_response(render.user(user, request.app.security.issue_token(user.id)))


@token_optional
def get_profile(request, username):
    """Return a user's profile."""
    return json_response(render.profile(find_profile(request, username)))


@token_required
def follow(request, username):
    """Follow a user."""
    followed = find_profile(request, username)
    names = {"follower_id": request.viewer_id, "followed_id": followed.id}
    with request.db.transaction():
        request.db.execute(queries.FOLLOW, names)
        return json_response(render.profile(find_profile(request, username)))


@token_required
def unfollow(request, username):
    """Stop following a user."""
    followed = find_profile(request, username)
    names = {"follower_id": request.viewer_id, "followed_id": followed.id}
    with request.db.transaction():
        request.db.execute(queries.UNFOLLOW, names)
        return json_response(render.profile(find_profile(request, username)))


def find_profile(request, username):
    """Return the row of a profile as the viewer sees it."""
    names = {"username": username, "viewer_id": request.viewer_id}
    return found(request.db.fetch_one(queries.PROFILE, names), "profile")


# Articles


@token_optional
def list_articles(request):
    """Return a page of the articles, newest first, of all or of some."""
    page = payloads.ArticlePage.parse(request.arguments)
    return render_page(request, queries.LISTINGS[page.filters()], page)


@token_required
def feed(request):
    """Return a page of the articles by authors whom the viewer follows."""
    page = payloads.Page.parse(request.arguments)
    return render_page(request, queries.FEED, page)


@token_required
def create_article(request):
    """Publish an article."""
    new = request.parse_body(payloads.NewArticle)
    written = now()
    times = {"created_at": written, "updated_at": written}
    values = {"author_id": request.viewer_id, **new.columns(), **times}
    for slug in slugs.candidates(new.title):
        with suppress(IntegrityError):
            with request.db.transaction():
                article = request.db.fetch_one(queries.INSERT_ARTICLE, {"slug": slug, **values})
                insert_tags(request, article.id, new.tagList)
                return json_response(render.article(find_article(request, slug)), 201)
    raise errors.taken(["title"])


@token_optional
def get_article(request, slug):
    """Return one article."""
    return json_response(render.article(find_article(request, slug)))


@token_required
def update_article(request, slug):
    """Change one of the viewer's articles."""
    article = find_own_article(request, slug)
    new = request.parse_body(payloads.ArticleUpdate)
    values = {"article_id": article.id, **new.columns(), "updated_at": now()}
    for change in slugs.changes(article, new):
        with suppress(IntegrityError):
            with request.db.transaction():
                row = request.db.fetch_one(queries.UPDATE_ARTICLE, {**change, **values})
                changed = found(row, "article")
                if "tagList" in new.model_fields_set:
                    request.db.execute(queries.DELETE_TAGS, {"article_id": article.id})
                    insert_tags(request, article.id, new.tagList)
                return json_response(render.article(find_article(request, changed.slug)))
    raise errors.taken(["title"])


@token_required
def delete_article(request, slug):
    """Delete one of the viewer's articles, and all that belongs to it."""
    article = find_own_article(request, slug)
    with request.db.transaction():
        request.db.execute(queries.DELETE_ARTICLE, {"article_id": article.id})
    return Response(204)


@token_required
def favorite(request, slug):
    """Mark an article as a favourite."""
    article = find_article_head(request, slug)
    names = {"article_id": article.id, "user_id": request.viewer_id}
    with request.db.transaction():
        request.db.execute(queries.FAVORITE, names)
        return json_response(render.article(find_article(request, slug)))


@token_required
def unfavorite(request, slug):
    """Mark an article as no favourite any more."""
    article = find_article_head(request, slug)
    names = {"article_id": article.id, "user_id": request.viewer_id}
    with request.db.transaction():
        request.db.execute(queries.UNFAVORITE, names)
        return json_response(render.article(find_article(request, slug)))


def list_tags(request):
    """Return the tags that articles have, most used first."""
    return json_response(render.tags(request.db.fetch_all(queries.TAGS)))


def render_page(request, listing, page):
    """Run the statements of a listing, and render the page that they give."""
    names = page.model_dump() | {"viewer_id": request.viewer_id}
    rows = request.db.fetch_all(listing.page, names)
    first = rows[0] if rows else request.db.fetch_one(listing.count, names)
    return json_response(render.articles(rows, total=first[-1]))


def find_article(request, slug):
    """Return the row of an article as the viewer sees it."""
    names = {"slug": slug, "viewer_id": request.viewer_id}
    return found(request.db.fetch_one(queries.ARTICLE, names), "article")


def find_article_head(request, slug):
    """Return the row of an article without what readers see: its ids and its title."""
    return found(request.db.fetch_one(queries.ARTICLE_HEAD, {"slug": slug}), "article")


def find_own_article(request, slug):
    """Return the row of an article that must be the viewer's own."""
    article = find_article_head(request, slug)
    errors.owned(article.author_id, request.viewer_id, "article")
    return article


def insert_tags(request, article_id, tags):
    """Give an article its tags."""
    rows = [{"article_id": article_id, "name": tag} for tag in tags]
    if rows:
        request.db.execute(queries.INSERT_TAGS, rows)


# Comments


@token_optional
def list_comments(request, slug):
    """Return the comments on an article, newest first."""
    article = find_article_head(request, slug)
    names = {"article_id": article.id, "viewer_id": request.viewer_id}
    return json_response(render.comments(request.db.fetch_all(queries.COMMENTS, names)))


@token_required
def create_comment(request, slug):
    """Comment on an article."""
    article = find_article_head(request, slug)
    new = request.parse_body(payloads.NewComment)
    written = now()
    times = {"created_at": written, "updated_at": written}
    values = {"article_id": article.id, "author_id": request.viewer_id, "body": new.body, **times}
    with request.db.transaction():
        comment = request.db.fetch_one(queries.INSERT_COMMENT, values)
        names = {"id": comment.id, "viewer_id": request.viewer_id}
        return json_response(render.comment(request.db.fetch_one(queries.COMMENT, names)), 201)


@token_required
def delete_comment(request, slug, id):
    """Delete one of the viewer's comments."""
    article = find_article_head(request, slug)
    names = {"article_id": article.id, "id": payloads.comment_id(id)}
    comment = found(request.db.fetch_one(queries.COMMENT_HEAD, names), "comment")
    errors.owned(comment.author_id, request.viewer_id, "comment")
    with request.db.transaction():
        request.db.execute(queries.DELETE_COMMENT, {"id": comment.id})
    return Response(204)


# The document of this API


def get_openapi(request):
    """Return the OpenAPI document that describes this API."""
    return Response(200, openapi.DOCUMENT, {"Content-Type": "application/json"})
