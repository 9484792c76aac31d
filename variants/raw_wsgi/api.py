"""The JSON API: twenty handlers, each of which takes a request and returns a response."""

from shared import openapi, payloads, queries, render
from shared.sansio import Response, json_response

from . import store
from .auth import token_optional, token_required

# Users and profiles


def register(request):
    """Register a user, and log in."""
    user = store.insert_user(request, request.parse_body(payloads.NewUser))
    return json_response(render.user(user, request.app.security.issue_token(user)), 201)


def login(request):
    """Log in."""
    user = store.authenticate(request, request.parse_body(payloads.Credentials))
    return json_response(render.user(user, request.app.security.issue_token(user)))


@token_required
def get_user(request):
    """Return the viewer."""
    token = request.app.security.issue_token(request.viewer)
    return json_response(render.user(request.viewer, token))


@token_required
def update_user(request):
    """Change the viewer."""
    user = store.update_user(request, request.viewer, request.parse_body(payloads.UserUpdate))
    return json_response(render.user(user, request.app.security.issue_token(user)))


@token_optional
def get_profile(request, username):
    """Return a user's profile."""
    return json_response(render.profile(store.find_profile(request, username)))


@token_required
def follow(request, username):
    """Follow a user."""
    return json_response(render.profile(store.follow(request, username)))


@token_required
def unfollow(request, username):
    """Stop following a user."""
    return json_response(render.profile(store.unfollow(request, username)))


# Articles


@token_optional
def list_articles(request):
    """Return a page of the articles, newest first, of all or of some."""
    page = payloads.ArticlePage.parse(request.arguments)
    listing = queries.LISTINGS[page.filters()]
    rows, total = store.fetch_page(request, listing, **page.model_dump())
    return json_response(render.articles(rows, total))


@token_required
def feed(request):
    """Return a page of the articles by authors whom the viewer follows."""
    page = payloads.Page.parse(request.arguments)
    rows, total = store.fetch_page(request, queries.FEED, **page.model_dump())
    return json_response(render.articles(rows, total))


@token_required
def create_article(request):
    """Publish an article."""
    article = store.insert_article(request, request.parse_body(payloads.NewArticle))
    return json_response(render.article(article), 201)


@token_optional
def get_article(request, slug):
    """Return one article."""
    return json_response(render.article(store.find_article(request, slug)))


@token_required
def update_article(request, slug):
    """Change one of the viewer's articles."""
    article = store.find_own_article(request, slug)
    new = request.parse_body(payloads.ArticleUpdate)
    return json_response(render.article(store.update_article(request, article, new)))


@token_required
def delete_article(request, slug):
    """Delete one of the viewer's articles, and all that belongs to it."""
    store.delete_article(request, slug)
    return Response(204)


@token_required
def favorite(request, slug):
    """Mark an article as a favourite."""
    return json_response(render.article(store.favorite(request, slug)))


@token_required
def unfavorite(request, slug):
    """Mark an article as no favourite any more."""
    return json_response(render.article(store.unfavorite(request, slug)))


def list_tags(request):
    """Return the tags that articles have, most used first."""
    return json_response(render.tags(request.db.fetch_all(queries.TAGS)))


# Comments


@token_optional
def list_comments(request, slug):
    """Return the comments on an article, newest first."""
    article = store.find_article_head(request, slug)
    return json_response(render.comments(store.fetch_comments(request, article)))


@token_required
def create_comment(request, slug):
    """Comment on an article."""
    article = store.find_article_head(request, slug)
    comment = store.insert_comment(request, article, request.parse_body(payloads.NewComment))
    return json_response(render.comment(comment), 201)


@token_required
def delete_comment(request, slug, id):
    """Delete one of the viewer's comments."""
    store.delete_comment(request, slug, id)
    return Response(204)


# The document of this API


def get_openapi(request):
    """Return the OpenAPI document that describes this API."""
    return Response(200, openapi.DOCUMENT, {"Content-Type": "application/json"})
