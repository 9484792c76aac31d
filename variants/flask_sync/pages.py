"""The pages: eighteen views on a blueprint, for browsers."""

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for

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


def open_form(form_class, **data):
    """Return a form as it was submitted, or one that shows some data."""
    submitted = request.form if request.method == "POST" else None
    return form_class(submitted, session, csrf_key(), data)


def check_button():
    """Refuse a button that was not pressed on a page of this visitor."""
    form = open_form(forms.Form)
    if not form.validate():
        raise errors.http_error(403)


def back_to(page):
    """Return to the page on which a button was pressed, or else to another one."""
    return redirect(urls.local(request.form.get("next"), page), 303)


# Lists of articles


@bp.get("/")
@login_optional
def home():
    """Show the articles of all authors, or of those whom the viewer follows."""
    if request.args.get("feed") != "following":
        return render_feed(queries.EVERYTHING, url_for(".home"), feed="global")
    if g.viewer is None:
        return send_to_login()
    return render_feed(queries.FEED, url_for(".home", feed="following"), feed="following")


@bp.get("/tag/<tag>")
@login_optional
def tag(tag):
    """Show the articles that have a tag."""
    return render_feed(queries.TAGGED, url_for(".tag", tag=tag), feed="tag", tag=tag)


def render_feed(listing, url, feed, **names):
    """Return a page of articles with the popular tags beside it."""
    articles = fetch_articles(listing, url, **names)
    tags = display.tags(fetch_all(queries.POPULAR))
    return render_template("home.html", feed=feed, tags=tags, **names, **articles)


def fetch_articles(listing, url, **names):
    """Return what a template shows of a list: some articles, and the pages there are."""
    page = payloads.page_number(request.args.get("page", ""))
    rows, total = store.fetch_page(listing, **display.limits(page), **names)
    return {"articles": display.previews(rows), "pagination": display.pagination(url, page, total)}


# Users and profiles


@bp.route("/login", methods=["GET", "POST"])
@login_optional
def login():
    """Log in."""
    store_next_url()
    form = open_form(forms.Login)
    if form.validate():
        with form.refusals():
            user = store.authenticate(form.payload)
            return redirect(begin_session(user), 303)
    return render_template("login.html", form=form), form.status


@bp.route("/register", methods=["GET", "POST"])
@login_optional
def register():
    """Register a user, and log in."""
    store_next_url()
    form = open_form(forms.Register)
    if form.validate():
        with form.refusals():
            user = store.insert_user(form.payload)
            return redirect(begin_session(user), 303)
    return render_template("register.html", form=form), form.status


@bp.post("/logout")
@login_required
def logout():
    """Log out, everywhere."""
    check_button()
    store.end_sessions(g.viewer)
    session.clear()
    return redirect(url_for(".home"), 303)


@bp.route("/settings", methods=["GET", "POST"])
@login_required
def settings():
    """Change the viewer."""
    form = open_form(forms.Settings, **g.viewer._asdict())
    if form.validate():
        with form.refusals():
            user = store.update_user(g.viewer, form.payload)
            session["session_key"] = user.session_key  # another one, if the password is
            flash("Your settings are saved.")
            return redirect(url_for(".show_profile", username=user.username), 303)
    return render_template("settings.html", form=form), form.status


@bp.get("/profile/<username>")
@login_optional
def show_profile(username):
    """Show a user, and the articles that the user has written."""
    profile = store.find_profile(username)
    url = url_for(".show_profile", username=username)
    articles = fetch_articles(queries.WRITTEN, url, author=username)
    profile = display.profile(profile)
    return render_template("profile.html", profile=profile, tab="authored", **articles)


@bp.get("/profile/<username>/favorites")
@login_optional
def show_favorites(username):
    """Show a user, and the articles that the user likes."""
    profile = store.find_profile(username)
    url = url_for(".show_favorites", username=username)
    articles = fetch_articles(queries.FAVORITED, url, favorited=username)
    profile = display.profile(profile)
    return render_template("profile.html", profile=profile, tab="favorites", **articles)


@bp.post("/profile/<username>/follow")
@login_required
def follow(username):
    """Follow a user."""
    check_button()
    store.follow(username)
    return back_to(url_for(".show_profile", username=username))


@bp.post("/profile/<username>/unfollow")
@login_required
def unfollow(username):
    """Stop following a user."""
    check_button()
    store.unfollow(username)
    return back_to(url_for(".show_profile", username=username))


# Articles


@bp.route("/editor", methods=["GET", "POST"])
@login_required
def new_article():
    """Publish an article."""
    form = open_form(forms.Editor)
    if form.validate():
        with form.refusals():
            article = store.insert_article(form.payload)
            flash("Your article is published.")
            return redirect(url_for(".show_article", slug=article.slug), 303)
    return render_template("editor.html", form=form, slug=None), form.status


@bp.route("/editor/<slug>", methods=["GET", "POST"])
@login_required
def edit_article(slug):
    """Change one of the viewer's articles."""
    article = store.find_own_article(slug)
    draft = display.draft(store.find_article(slug))
    form = open_form(forms.Editor, **draft)
    if form.validate():
        with form.refusals():
            article = store.update_article(article, form.payload)
            flash("Your article is updated.")
            return redirect(url_for(".show_article", slug=article.slug), 303)
    return render_template("editor.html", form=form, slug=slug), form.status


@bp.get("/article/<slug>")
@login_optional
def show_article(slug):
    """Show an article, and the comments on it."""
    return render_article(slug, open_form(forms.Comment) if g.viewer else None)


def render_article(slug, form):
    """Return the page of an article, with a form for a comment unless the viewer is nobody."""
    article = store.find_article(slug, queries.ARTICLE_PAGE)
    comments = store.fetch_comments(article)
    names = {"article": display.article(article), "comments": display.comments(comments)}
    return render_template("article.html", form=form, **names), form.status if form else 200


@bp.post("/article/<slug>/delete")
@login_required
def delete_article(slug):
    """Delete one of the viewer's articles, and all that belongs to it."""
    check_button()
    store.delete_article(slug)
    flash("Your article is deleted.")
    return redirect(url_for(".home"), 303)


@bp.post("/article/<slug>/favorite")
@login_required
def favorite(slug):
    """Mark an article as a favourite."""
    check_button()
    store.favorite(slug)
    return back_to(url_for(".show_article", slug=slug))


@bp.post("/article/<slug>/unfavorite")
@login_required
def unfavorite(slug):
    """Mark an article as no favourite any more."""
    check_button()
    store.unfavorite(slug)
    return back_to(url_for(".show_article", slug=slug))


# Comments


@bp.post("/article/<slug>/comments")
@login_required
def create_comment(slug):
    """Comment on an article."""
    form = open_form(forms.Comment)
    if not form.validate():
        return render_article(slug, form)
    article = store.find_article_head(slug)
    store.insert_comment(article, form.payload)
    return redirect(url_for(".show_article", slug=slug), 303)


@bp.post("/article/<slug>/comments/<id>/delete")
@login_required
def delete_comment(slug, id):
    """Delete one of the viewer's comments."""
    check_button()
    store.delete_comment(slug, id)
    return redirect(url_for(".show_article", slug=slug), 303)
