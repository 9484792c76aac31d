"""The JSON API: twenty handlers, each of which takes a request and returns a response."""

from shared import openapi, payloads, queries, render
from shared.sansio import Response, json_response

from . import store
from .auth import token_optional, token_required

# Users and profiles


async def register(request):
    """Register a user, and log in."""
    user = await store.insert_user(request, request.parse_body(payloads.NewUser))
    return json_response(render.user(user, request.app.security.issue_token(user)), 201)


async def login(request):
    """Log in."""
    user = await store.authenticate(request, request.parse_body(payloads.Credentials))
    return json_response(render.user(user, request.app.security.issue_token(user)))


@token_required
async def get_user(request):
    """Return the viewer."""
    token = request.app.security.issue_token(request.viewer)
    return json_response(render.user(request.viewer, token))


@token_required
async def update_user(request):
    """Change the viewer."""
    new = request.parse_body(payloads.UserUpdate)
    user = await store.update_user(request, request.viewer, new)
    return json_response(render.user(user, request.app.security.issue_token(user)))


@token_optional
async def get_profile(request, username):
    """Return a user's profile."""
    return json_response(render.profile(await store.find_profile(request, username)))


@token_required
async def follow(request, username):
    """Follow a user."""
    return json_response(render.profile(await store.follow(request, username)))


@token_required
async def unfollow(request, username):
    """Stop following a user."""
    return json_response(render.profile(await store.unfollow(request, username)))


# Articles


@token_optional
async def list_articles(request):
    """Return a page of the articles, newest first, of all or of some."""
    page = payloads.ArticlePage.parse(request.arguments)
    listing = queries.LISTINGS[page.filters()]
    rows, total = await store.fetch_page(request, listing, **page.model_dump())
    return json_response(render.articles(rows, total))


@token_required
async def feed(request):
    """Return a page of the articles by authors whom the viewer follows."""
    page = payloads.Page.parse(request.arguments)
    rows, total = await store.fetch_page(request, queries.FEED, **page.model_dump())
    return json_response(render.articles(rows, total))


@token_required
async def create_article(request):
    """Publish an article."""
    article = await store.insert_article(request, request.parse_body(payloads.NewArticle))
    return json_response(render.article(article), 201)


@token_optional
async def get_article(request, slug):
    """Return one article."""
    return json_response(render.article(await store.find_article(request, slug)))


@token_required
async def update_article(request, slug):
    """Change one of the viewer's articles."""
    article = await store.find_own_article(request, slug)
    new = request.parse_body(payloads.ArticleUpdate)
    return json_response(render.article(await store.update_article(request, article, new)))


@token_required
async def delete_article(request, slug):
    """Delete one of the viewer's articles, and all that belongs to it."""
    await store.delete_article(request, slug)
    return Response(204)


@token_required
async def favorite(request, slug):
    """Mark an article as a favourite."""
    return json_response(render.article(await store.favorite(request, slug)))


@token_required
async def unfavorite(request, slug):
    """Mark an article as no favourite any more."""
    return json_response(render.article(await store.unfavorite(request, slug)))


async def list_tags(request):
    """Return the tags that articles have, most used first."""
    return json_response(render.tags(await request.db.fetch_all(queries.TAGS)))


# Comments


@token_optional
async def list_comments(request, slug):
    """Return the comments on an article, newest first."""
    article = await store.find_article_head(request, slug)
    return json_response(render.comments(await store.fetch_comments(request, article)))


@token_required
async def create_comment(request, slug):
    """Comment on an article."""
    article = await store.find_article_head(request, slug)
    new = request.parse_body(payloads.NewComment)
    comment = await store.insert_comment(request, article, new)
    return json_response(render.comment(comment), 201)


@token_required
async def delete_comment(request, slug, id):
    """Delete one of the viewer's comments."""
    await store.delete_comment(request, slug, id)
    return Response(204)


# The document of this API


async def get_openapi(request):
    """Return the OpenAPI document that describes this API."""
    return Response(200, openapi.DOCUMENT, {"Content-Type": "application/json"})
