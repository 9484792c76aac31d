"""The JSON API: twenty views on a blueprint."""

from flask import Blueprint, Response, g, request

from shared import openapi, payloads, queries, render

from . import store
from .auth import issue_token, token_optional, token_required
from .db import connected, fetch_all

bp = Blueprint("api", __name__, url_prefix="/api")


def parse_body(payload):
    """Return what the body of the request says, as a payload of that kind."""
    return payload.parse(request.mimetype, request.get_data())


# Users and profiles


@bp.post("/users")
@connected
async def register():
    """Register a user, and log in."""
    user = await store.insert_user(parse_body(payloads.NewUser))
    return render.user(user, issue_token(user)), 201


@bp.post("/users/login")
@connected
async def login():
    """Log in."""
    user = await store.authenticate(parse_body(payloads.Credentials))
    return render.user(user, issue_token(user))


@bp.get("/user")
@token_required
async def get_user():
    """Return the viewer."""
    return render.user(g.viewer, issue_token(g.viewer))


@bp.put("/user")
@token_required
async def update_user():
    """Change the viewer."""
    user = await store.update_user(g.viewer, parse_body(payloads.UserUpdate))
    return render.user(user, issue_token(user))


@bp.get("/profiles/<username>")
@token_optional
async def get_profile(username):
    """Return a user's profile."""
    return render.profile(await store.find_profile(username))


@bp.post("/profiles/<username>/follow")
@token_required
async def follow(username):
    """Follow a user."""
    return render.profile(await store.follow(username))


@bp.delete("/profiles/<username>/follow")
@token_required
async def unfollow(username):
    """Stop following a user."""
    return render.profile(await store.unfollow(username))


# Articles


@bp.get("/articles")
@token_optional
async def list_articles():
    """Return a page of the articles, newest first, of all or of some."""
    page = payloads.ArticlePage.parse(request.args.to_dict())
    rows, total = await store.fetch_page(queries.LISTINGS[page.filters()], **page.model_dump())
    return render.articles(rows, total)


@bp.get("/articles/feed")
@token_required
async def feed():
    """Return a page of the articles by authors whom the viewer follows."""
    page = payloads.Page.parse(request.args.to_dict())
    rows, total = await store.fetch_page(queries.FEED, **page.model_dump())
    return render.articles(rows, total)


@bp.post("/articles")
@token_required
async def create_article():
    """Publish an article."""
    article = await store.insert_article(parse_body(payloads.NewArticle))
    return render.article(article), 201


@bp.get("/articles/<slug:slug>")
@token_optional
async def get_article(slug):
    """Return one article."""
    return render.article(await store.find_article(slug))


@bp.put("/articles/<slug:slug>")
@token_required
async def update_article(slug):
    """Change one of the viewer's articles."""
    article = await store.find_own_article(slug)
    new = parse_body(payloads.ArticleUpdate)
    return render.article(await store.update_article(article, new))


@bp.delete("/articles/<slug:slug>")
@token_required
async def delete_article(slug):
    """Delete one of the viewer's articles, and all that belongs to it."""
    await store.delete_article(slug)
    return "", 204


@bp.post("/articles/<slug>/favorite")
@token_required
async def favorite(slug):
    """Mark an article as a favourite."""
    return render.article(await store.favorite(slug))


@bp.delete("/articles/<slug>/favorite")
@token_required
async def unfavorite(slug):
    """Mark an article as no favourite any more."""
    return render.article(await store.unfavorite(slug))


@bp.get("/tags")
@connected
async def list_tags():
    """Return the tags that articles have, most used first."""
    return render.tags(await fetch_all(queries.TAGS))


# Comments


@bp.get("/articles/<slug>/comments")
@token_optional
async def list_comments(slug):
    """Return the comments on an article, newest first."""
    article = await store.find_article_head(slug)
    return render.comments(await store.fetch_comments(article))


@bp.post("/articles/<slug>/comments")
@token_required
async def create_comment(slug):
    """Comment on an article."""
    article = await store.find_article_head(slug)
    comment = await store.insert_comment(article, parse_body(payloads.NewComment))
    return render.comment(comment), 201


@bp.delete("/articles/<slug>/comments/<id>")
@token_required
async def delete_comment(slug, id):
    """Delete one of the viewer's comments."""
    await store.delete_comment(slug, id)
    return "", 204


# The document of this API


@bp.get("/openapi.json")
def get_openapi():
    """Return the OpenAPI document that describes this API."""
    return Response(openapi.DOCUMENT, mimetype="application/json")
