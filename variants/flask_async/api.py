"""The JSON API: twenty views on a blueprint."""

from contextlib import suppress

from flask import Blueprint, Response, g, request
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import ClientDisconnected, LengthRequired, RequestEntityTooLarge

from shared import errors, openapi, payloads, queries, render, slugs
from shared.errors import found
from shared.models import now

from .auth import (
    hash_password,
    issue_token,
    token_optional,
    token_required,
    verify_password,
    viewer_id,
)
from .db import connected, execute, fetch_all, fetch_one, release, transaction

bp = Blueprint("api", __name__, url_prefix="/api")


@bp.before_request
def read_body():
    """Read the body of a request whole, or refuse it: nobody would notice that one is cut."""
    if "Transfer-Encoding" in request.headers:
        read_chunked_body()
    elif request.content_length and len(request.get_data()) < request.content_length:
        raise ClientDisconnected


def read_chunked_body():
    """Read a body without a length. Werkzeug would end it at the limit without a word."""
    if "wsgi.input_terminated" not in request.environ:
        raise LengthRequired  # nor would this server end it
    body = request.get_data()
    if len(body) == request.max_content_length and request.environ["wsgi.input"].read(1):
        raise RequestEntityTooLarge


def parse_body(payload):
    """Return what the body of the request says, as a payload of that kind."""
    return payload.parse(request.mimetype, request.get_data())


# Users and profiles


@bp.post("/users")
@connected
async def register():
    """Register a user, and log in."""
    new = parse_body(payloads.NewUser)
    names = {"username": new.username, "email": new.email}
    values = {"password_hash": await hash_password(new.password), **names}
    async with transaction():
        errors.free(await fetch_all(queries.TAKEN, {"id": 0, **names}), **names)
        user = await fetch_one(queries.INSERT_USER, values)
    return render.user(user, issue_token(user.id)), 201


@bp.post("/users/login")
@connected
async def login():
    """Log in."""
    tried = parse_body(payloads.Credentials)
    row = await fetch_one(queries.LOGIN, {"email": tried.email})
    await release()  # verifying takes a while: others can use the connection
    password_hash, *user = row or [None]
    if not await verify_password(password_hash, tried.password):
        raise errors.wrong_credentials()
    return render.user(user, issue_token(row.id))


@bp.get("/user")
@token_required
async def get_user():
    """Return the viewer."""
    return render.user(g.viewer, issue_token(viewer_id()))


@bp.put("/user")
@token_required
async def update_user():
    """Change the viewer."""
    new = parse_body(payloads.UserUpdate)
    changes = new.columns()
    user = g.viewer
    if "password" in changes:
        await release()  # hashing takes a while: others can use the connection
        changes["password_hash"] = await hash_password(changes.pop("password"))
    names = {name: changes.get(name) for name in ("username", "email")}
    if changes:
        async with transaction():
            errors.free(await fetch_all(queries.TAKEN, {"id": user.id, **names}), **names)
            user = await fetch_one(queries.UPDATE_USER, {"viewer_id": user.id, **changes})
    return render.user(user, issue_token(user.id))


@bp.get("/profiles/<username>")
@token_optional
async def get_profile(username):
    """Return a user's profile."""
    return render.profile(await find_profile(username))


@bp.post("/profiles/<username>/follow")
@token_required
async def follow(username):
    """Follow a user."""
    followed = await find_profile(username)
    names = {"follower_id": viewer_id(), "followed_id": followed.id}
    async with transaction():
        await execute(queries.FOLLOW, names)
        return render.profile(await find_profile(username))


@bp.delete("/profiles/<username>/follow")
@token_required
async def unfollow(username):
    """Stop following a user."""
    followed = await find_profile(username)
    names = {"follower_id": viewer_id(), "followed_id": followed.id}
    async with transaction():
        await execute(queries.UNFOLLOW, names)
        return render.profile(await find_profile(username))


async def find_profile(username):
    """Return the row of a profile as the viewer sees it."""
    names = {"username": username, "viewer_id": viewer_id()}
    return found(await fetch_one(queries.PROFILE, names), "profile")


# Articles


@bp.get("/articles")
@token_optional
async def list_articles():
    """Return a page of the articles, newest first, of all or of some."""
    page = payloads.ArticlePage.parse(request.args.to_dict())
    return await render_page(queries.LISTINGS[page.filters()], page)


@bp.get("/articles/feed")
@token_required
async def feed():
    """Return a page of the articles by authors whom the viewer follows."""
    page = payloads.Page.parse(request.args.to_dict())
    return await render_page(queries.FEED, page)


@bp.post("/articles")
@token_required
async def create_article():
    """Publish an article."""
    new = parse_body(payloads.NewArticle)
    written = now()
    times = {"created_at": written, "updated_at": written}
    values = {"author_id": viewer_id(), **new.columns(), **times}
    for slug in slugs.candidates(new.title):
        with suppress(IntegrityError):
            async with transaction():
                article = await fetch_one(queries.INSERT_ARTICLE, {"slug": slug, **values})
                await insert_tags(article.id, new.tagList)
                return render.article(await find_article(slug)), 201
    raise errors.taken(["title"])


@bp.get("/articles/<slug>")
@token_optional
async def get_article(slug):
    """Return one article."""
    return render.article(await find_article(slug))


@bp.put("/articles/<slug>")
@token_required
async def update_article(slug):
    """Change one of the viewer's articles."""
    article = await find_own_article(slug)
    new = parse_body(payloads.ArticleUpdate)
    values = {"article_id": article.id, **new.columns(), "updated_at": now()}
    for change in slugs.changes(article, new):
        with suppress(IntegrityError):
            async with transaction():
                row = await fetch_one(queries.UPDATE_ARTICLE, {**change, **values})
                changed = found(row, "article")
                if "tagList" in new.model_fields_set:
                    await execute(queries.DELETE_TAGS, {"article_id": article.id})
                    await insert_tags(article.id, new.tagList)
                return render.article(await find_article(changed.slug))
    raise errors.taken(["title"])


@bp.delete("/articles/<slug>")
@token_required
async def delete_article(slug):
    """Delete one of the viewer's articles, and all that belongs to it."""
    article = await find_own_article(slug)
    async with transaction():
        await execute(queries.DELETE_ARTICLE, {"article_id": article.id})
    return "", 204


@bp.post("/articles/<slug>/favorite")
@token_required
async def favorite(slug):
    """Mark an article as a favourite."""
    article = await find_article_head(slug)
    names = {"article_id": article.id, "user_id": viewer_id()}
    async with transaction():
        await execute(queries.FAVORITE, names)
        return render.article(await find_article(slug))


@bp.delete("/articles/<slug>/favorite")
@token_required
async def unfavorite(slug):
    """Mark an article as no favourite any more."""
    article = await find_article_head(slug)
    names = {"article_id": article.id, "user_id": viewer_id()}
    async with transaction():
        await execute(queries.UNFAVORITE, names)
        return render.article(await find_article(slug))


@bp.get("/tags")
@connected
async def list_tags():
    """Return the tags that articles have, most used first."""
    return render.tags(await fetch_all(queries.TAGS))


async def render_page(listing, page):
    """Run the statements of a listing, and render the page that they give."""
    names = page.model_dump() | {"viewer_id": viewer_id()}
    rows = await fetch_all(listing.page, names)
    first = rows[0] if rows else await fetch_one(listing.count, names)
    return render.articles(rows, total=first[-1])


async def find_article(slug):
    """Return the row of an article as the viewer sees it."""
    names = {"slug": slug, "viewer_id": viewer_id()}
    return found(await fetch_one(queries.ARTICLE, names), "article")


async def find_article_head(slug):
    """Return the row of an article without what readers see: its ids and its title."""
    return found(await fetch_one(queries.ARTICLE_HEAD, {"slug": slug}), "article")


async def find_own_article(slug):
    """Return the row of an article that must be the viewer's own."""
    article = await find_article_head(slug)
    errors.owned(article.author_id, viewer_id(), "article")
    return article


async def insert_tags(article_id, tags):
    """Give an article its tags."""
    rows = [{"article_id": article_id, "name": tag} for tag in tags]
    if rows:
        await execute(queries.INSERT_TAGS, rows)


# Comments


@bp.get("/articles/<slug>/comments")
@token_optional
async def list_comments(slug):
    """Return the comments on an article, newest first."""
    article = await find_article_head(slug)
    names = {"article_id": article.id, "viewer_id": viewer_id()}
    return render.comments(await fetch_all(queries.COMMENTS, names))


@bp.post("/articles/<slug>/comments")
@token_required
async def create_comment(slug):
    """Comment on an article."""
    article = await find_article_head(slug)
    new = parse_body(payloads.NewComment)
    written = now()
    times = {"created_at": written, "updated_at": written}
    values = {"article_id": article.id, "author_id": viewer_id(), "body": new.body, **times}
    async with transaction():
        comment = await fetch_one(queries.INSERT_COMMENT, values)
        names = {"id": comment.id, "viewer_id": viewer_id()}
        return render.comment(await fetch_one(queries.COMMENT, names)), 201


@bp.delete("/articles/<slug>/comments/<id>")
@token_required
async def delete_comment(slug, id):
    """Delete one of the viewer's comments."""
    article = await find_article_head(slug)
    names = {"article_id": article.id, "id": payloads.comment_id(id)}
    comment = found(await fetch_one(queries.COMMENT_HEAD, names), "comment")
    errors.owned(comment.author_id, viewer_id(), "comment")
    async with transaction():
        await execute(queries.DELETE_COMMENT, {"id": comment.id})
    return "", 204


# The document of this API


@bp.get("/openapi.json")
def get_openapi():
    """Return the OpenAPI document that describes this API."""
    return Response(openapi.DOCUMENT, mimetype="application/json")
