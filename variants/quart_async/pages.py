"""The pages: eighteen views on a blueprint, for browsers."""

from quart import Blueprint, flash, g, redirect, render_template, request, session, url_for

from shared import display, errors, forms, payloads, queries, urls

from . import store
from .db import fetch_all
from .sessions import (
    begin_session,
    csrf_key,
    login_optional,
    login_required,
    send_to_login,
    store_next_url,
)

bp = Blueprint("pages", __name__)


async def open_form(form_class, **data):
    """Return a form as it was submitted, or one that shows some data."""
    submitted = await request.form if request.method == "POST" else None
    return form_class(submitted, session, csrf_key(), data)


async def check_button():
    """Refuse a button that was not pressed on a page of this visitor."""
    form = await open_form(forms.Form)
    if not form.validate():
        raise errors.http_error(403)


async def back_to(page):
    """Return to the page on which a button was pressed, or else to another one."""
    return redirect(urls.local((await request.form).get("next"), page), 303)


# Lists of articles


@bp.get("/")
@login_optional
async def home():
    """Show the articles of all authors, or of those whom the viewer follows."""
    if request.args.get("feed") != "following":
        return await render_feed(queries.EVERYTHING, url_for(".home"), feed="global")
    if g.viewer is None:
        return await send_to_login()
    return await render_feed(queries.FEED, url_for(".home", feed="following"), feed="following")


@bp.get("/tag/<tag>")
@login_optional
async def tag(tag):
    """Show the articles that have a tag."""
    return await render_feed(queries.TAGGED, url_for(".tag", tag=tag), feed="tag", tag=tag)


async def render_feed(listing, url, feed, **names):
    """Return a page of articles with the popular tags beside it."""
    articles = await fetch_articles(listing, url, **names)
    tags = display.tags(await fetch_all(queries.POPULAR))
    return await render_template("home.html", feed=feed, tags=tags, **names, **articles)


async def fetch_articles(listing, url, **names):
    """Return what a template shows of a list: some articles, and the pages there are."""
    page = payloads.page_number(request.args.get("page", ""))
    rows, total = await store.fetch_page(listing, **display.limits(page), **names)
    return {"articles": display.previews(rows), "pagination": display.pagination(url, page, total)}


# Users and profiles


@bp.route("/login", methods=["GET", "POST"])
@login_optional
async def login():
    """Log in."""
    store_next_url()
    form = await open_form(forms.Login)
    if form.validate():
        with form.refusals():
            user = await store.authenticate(form.payload)
            return redirect(begin_session(user), 303)
    return await render_template("login.html", form=form), form.status


@bp.route("/register", methods=["GET", "POST"])
@login_optional
async def register():
    """Register a user, and log in."""
    store_next_url()
    form = await open_form(forms.Register)
    if form.validate():
        with form.refusals():
            user = await store.insert_user(form.payload)
            return redirect(begin_session(user), 303)
    return await render_template("register.html", form=form), form.status


@bp.post("/logout")
@login_required
async def logout():
    """Log out, everywhere."""
    await check_button()
    await store.end_sessions(g.viewer)
    session.clear()
    return redirect(url_for(".home"), 303)


@bp.route("/settings", methods=["GET", "POST"])
@login_required
async def settings():
    """Change the viewer."""
    form = await open_form(forms.Settings, **g.viewer._asdict())
    if form.validate():
        with form.refusals():
            user = await store.update_user(g.viewer, form.payload)
            session["session_key"] = user.session_key  # another one, if the password is
            await flash("Your settings are saved.")
            return redirect(url_for(".show_profile", username=user.username), 303)
    return await render_template("settings.html", form=form), form.status


@bp.get("/profile/<username>")
@login_optional
async def show_profile(username):
    """Show a user, and the articles that the user has written."""
    profile = await store.find_profile(username)
    url = url_for(".show_profile", username=username)
    articles = await fetch_articles(queries.WRITTEN, url, author=username)
    profile = display.profile(profile)
    return await render_template("profile.html", profile=profile, tab="authored", **articles)


@bp.get("/profile/<username>/favorites")
@login_optional
async def show_favorites(username):
    """Show a user, and the articles that the user likes."""
    profile = await store.find_profile(username)
    url = url_for(".show_favorites", username=username)
    articles = await fetch_articles(queries.FAVORITED, url, favorited=username)
    profile = display.profile(profile)
    return await render_template("profile.html", profile=profile, tab="favorites", **articles)


@bp.post("/profile/<username>/follow")
@login_required
async def follow(username):
    """Follow a user."""
    await check_button()
    await store.follow(username)
    return await back_to(url_for(".show_profile", username=username))


@bp.post("/profile/<username>/unfollow")
@login_required
async def unfollow(username):
    """Stop following a user."""
    await check_button()
    await store.unfollow(username)
    return await back_to(url_for(".show_profile", username=username))


# Articles


@bp.route("/editor", methods=["GET", "POST"])
@login_required
async def new_article():
    """Publish an article."""
    form = await open_form(forms.Editor)
    if form.validate():
        with form.refusals():
            article = await store.insert_article(form.payload)
            await flash("Your article is published.")
            return redirect(url_for(".show_article", slug=article.slug), 303)
    return await render_template("editor.html", form=form, slug=None), form.status


@bp.route("/editor/<slug>", methods=["GET", "POST"])
@login_required
async def edit_article(slug):
    """Change one of the viewer's articles."""
    article = await store.find_own_article(slug)
    draft = display.draft(await store.find_article(slug))
    form = await open_form(forms.Editor, **draft)
    if form.validate():
        with form.refusals():
            article = await store.update_article(article, form.payload)
            await flash("Your article is updated.")
            return redirect(url_for(".show_article", slug=article.slug), 303)
    return await render_template("editor.html", form=form, slug=slug), form.status


@bp.get("/article/<slug>")
@login_optional
async def show_article(slug):
    """Show an article, and the comments on it."""
    return await render_article(slug, await open_form(forms.Comment) if g.viewer else None)


async def render_article(slug, form):
    """Return the page of an article, with a form for a comment unless the viewer is nobody."""
    article = await store.find_article(slug, queries.ARTICLE_PAGE)
    comments = await store.fetch_comments(article)
    names = {"article": display.article(article), "comments": display.comments(comments)}
    return await render_template("article.html", form=form, **names), form.status if form else 200


@bp.post("/article/<slug>/delete")
@login_required
async def delete_article(slug):
    """Delete one of the viewer's articles, and all that belongs to it."""
    await check_button()
    await store.delete_article(slug)
    await flash("Your article is deleted.")
    return redirect(url_for(".home"), 303)


@bp.post("/article/<slug>/favorite")
@login_required
async def favorite(slug):
    """Mark an article as a favourite."""
    await check_button()
    await store.favorite(slug)
    return await back_to(url_for(".show_article", slug=slug))


@bp.post("/article/<slug>/unfavorite")
@login_required
async def unfavorite(slug):
    """Mark an article as no favourite any more."""
    await check_button()
    await store.unfavorite(slug)
    return await back_to(url_for(".show_article", slug=slug))


# Comments


@bp.post("/article/<slug>/comments")
@login_required
async def create_comment(slug):
    """Comment on an article."""
    form = await open_form(forms.Comment)
    if not form.validate():
        return await render_article(slug, form)
    article = await store.find_article_head(slug)
    await store.insert_comment(article, form.payload)
    return redirect(url_for(".show_article", slug=slug), 303)


@bp.post("/article/<slug>/comments/<id>/delete")
@login_required
async def delete_comment(slug, id):
    """Delete one of the viewer's comments."""
    await check_button()
    await store.delete_comment(slug, id)
    return redirect(url_for(".show_article", slug=slug), 303)
