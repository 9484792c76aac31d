"""The JSON API: twenty views on a blueprint."""

from flask import Blueprint, Response, g, request

from shared import openapi, payloads, queries, render

from . import store
from .auth import issue_token, token_optional, token_required
from .db import fetch_all

bp = Blueprint("api", __name__, url_prefix="/api")


def parse_body(payload):
    """Return what the body of the request says, as a payload of that kind."""
    return payload.parse(request.mimetype, request.get_data())


# Users and profiles


@bp.post("/users")
def register():
    """Register a user, and log in."""
    user = store.insert_user(parse_body(payloads.NewUser))
    return render.user(user, issue_token(user)), 201


@bp.post("/users/login")
def login():
    """Log in."""
    user = store.authenticate(parse_body(payloads.Credentials))
    return render.user(user, issue_token(user))


@bp.get("/user")
@token_required
def get_user():
    """Return the viewer."""
    return render.user(g.viewer, issue_token(g.viewer))


@bp.put("/user")
@token_required
def update_user():
    """Change the viewer."""
    user = store.update_user(g.viewer, parse_body(payloads.UserUpdate))
    return render.user(user, issue_token(user))


@bp.get("/profiles/<username>")
@token_optional
def get_profile(username):
    """Return a user's profile."""
    return render.profile(store.find_profile(username))


@bp.post("/profiles/<username>/follow")
@token_required
def follow(username):
    """Follow a user."""
    return render.profile(store.follow(username))


@bp.delete("/profiles/<username>/follow")
@token_required
def unfollow(username):
    """Stop following a user."""
    return render.profile(store.unfollow(username))


# Articles


@bp.get("/articles")
@token_optional
def list_articles():
    """Return a page of the articles, newest first, of all or of some."""
    page = payloads.ArticlePage.parse(request.args.to_dict())
    rows, total = store.fetch_page(queries.LISTINGS[page.filters()], **page.model_dump())
    return render.articles(rows, total)


@bp.get("/articles/feed")
@token_required
def feed():
    """Return a page of the articles by authors whom the viewer follows."""
    page = payloads.Page.parse(request.args.to_dict())
    rows, total = store.fetch_page(queries.FEED, **page.model_dump())
    return render.articles(rows, total)


@bp.post("/articles")
@token_required
def create_article():
    """Publish an article."""
    article = store.insert_article(parse_body(payloads.NewArticle))
    return render.article(article), 201


@bp.get("/articles/<slug:slug>")
@token_optional
def get_article(slug):
    """Return one article."""
    return render.article(store.find_article(slug))


@bp.put("/articles/<slug:slug>")
@token_required
def update_article(slug):
    """Change one of the viewer's articles."""
    article = store.find_own_article(slug)
    new = parse_body(payloads.ArticleUpdate)
    return render.article(store.update_article(article, new))


@bp.delete("/articles/<slug:slug>")
@token_required
def delete_article(slug):
    """Delete one of the viewer's articles, and all that belongs to it."""
    store.delete_article(slug)
    return "", 204


@bp.post("/articles/<slug>/favorite")
@token_required
def favorite(slug):
    """Mark an article as a favourite."""
    return render.article(store.favorite(slug))


@bp.delete("/articles/<slug>/favorite")
@token_required
def unfavorite(slug):
    """Mark an article as no favourite any more."""
    return render.article(store.unfavorite(slug))


@bp.get("/tags")
def list_tags():
    """Return the tags that articles have, most used first."""
    return render.tags(fetch_all(queries.TAGS))


# Comments


@bp.get("/articles/<slug>/comments")
@token_optional
def list_comments(slug):
    """Return the comments on an article, newest first."""
    article = store.find_article_head(slug)
    return render.comments(store.fetch_comments(article))


@bp.post("/articles/<slug>/comments")
@token_required
def create_comment(slug):
    """Comment on an article."""
    article = store.find_article_head(slug)
    comment = store.insert_comment(article, parse_body(payloads.NewComment))
    return render.comment(comment), 201


@bp.delete("/articles/<slug>/comments/<id>")
@token_required
def delete_comment(slug, id):
    """Delete one of the viewer's comments."""
    store.delete_comment(slug, id)
    return "", 204


# The document of this API


@bp.get("/openapi.json")
def get_openapi():
    """Return the OpenAPI document that describes this API."""
    return Response(openapi.DOCUMENT, mimetype="application/json")
