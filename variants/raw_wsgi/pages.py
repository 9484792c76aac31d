"""The pages: eighteen handlers, for browsers."""

from shared import display, errors, forms, payloads, queries, urls
from shared.sansio import html_response, redirect
from shared.sessions import flash

from . import store
from .sessions import (
    begin_session,
    csrf_key,
    login_optional,
    login_required,
    send_to_login,
    store_next_url,
)
from .templates import render_template


def open_form(request, form_class, **data):
    """Return a form as it was submitted, or one that shows some data."""
    submitted = request.form if request.method == "POST" else None
    return form_class(submitted, request.session, csrf_key(request), data)


def check_button(request):
    """Refuse a button that was not pressed on a page of this visitor."""
    form = open_form(request, forms.Form)
    if not form.validate():
        raise errors.http_error(403)


def back_to(request, page):
    """Return to the page on which a button was pressed, or else to another one."""
    return redirect(urls.local(request.form.get("next"), page), 303)


# Lists of articles


@login_optional
def home(request):
    """Show the articles of all authors, or of those whom the viewer follows."""
    if request.arguments.get("feed") != "following":
        url = request.url_for("pages.home")
        return render_feed(request, queries.EVERYTHING, url, feed="global")
    if request.viewer is None:
        return send_to_login(request)
    url = request.url_for("pages.home", feed="following")
    return render_feed(request, queries.FEED, url, feed="following")


@login_optional
def tag(request, tag):
    """Show the articles that have a tag."""
    url = request.url_for("pages.tag", tag=tag)
    return render_feed(request, queries.TAGGED, url, feed="tag", tag=tag)


def render_feed(request, listing, url, feed, **names):
    """Return a page of articles with the popular tags beside it."""
    articles = fetch_articles(request, listing, url, **names)
    tags = display.tags(request.db.fetch_all(queries.POPULAR))
    page = render_template(request, "home.html", feed=feed, tags=tags, **names, **articles)
    return html_response(page)


def fetch_articles(request, listing, url, **names):
    """Return what a template shows of a list: some articles, and the pages there are."""
    page = payloads.page_number(request.arguments.get("page", ""))
    rows, total = store.fetch_page(request, listing, **display.limits(page), **names)
    return {"articles": display.previews(rows), "pagination": display.pagination(url, page, total)}


# Users and profiles


@login_optional
def login(request):
    """Log in."""
    store_next_url(request)
    form = open_form(request, forms.Login)
    if form.validate():
        with form.refusals():
            user = store.authenticate(request, form.payload)
            return redirect(begin_session(request, user), 303)
    return html_response(render_template(request, "login.html", form=form), form.status)


@login_optional
def register(request):
    """Register a user, and log in."""
    store_next_url(request)
    form = open_form(request, forms.Register)
    if form.validate():
        with form.refusals():
            user = store.insert_user(request, form.payload)
            return redirect(begin_session(request, user), 303)
    return html_response(render_template(request, "register.html", form=form), form.status)


@login_required
def logout(request):
    """Log out, everywhere."""
    check_button(request)
    store.end_sessions(request, request.viewer)
    request.session.clear()
    return redirect(request.url_for("pages.home"), 303)


@login_required
def settings(request):
    """Change the viewer."""
    form = open_form(request, forms.Settings, **request.viewer._asdict())
    if form.validate():
        with form.refusals():
            user = store.update_user(request, request.viewer, form.payload)
            request.session["session_key"] = user.session_key  # another one, if the password is
            flash(request.session, "Your settings are saved.")
            return redirect(request.url_for("pages.show_profile", username=user.username), 303)
    return html_response(render_template(request, "settings.html", form=form), form.status)


@login_optional
def show_profile(request, username):
    """Show a user, and the articles that the user has written."""
    profile = store.find_profile(request, username)
    url = request.url_for("pages.show_profile", username=username)
    articles = fetch_articles(request, queries.WRITTEN, url, author=username)
    names = {"profile": display.profile(profile), "tab": "authored"}
    return html_response(render_template(request, "profile.html", **names, **articles))


@login_optional
def show_favorites(request, username):
    """Show a user, and the articles that the user likes."""
    profile = store.find_profile(request, username)
    url = request.url_for("pages.show_favorites", username=username)
    articles = fetch_articles(request, queries.FAVORITED, url, favorited=username)
    names = {"profile": display.profile(profile), "tab": "favorites"}
    return html_response(render_template(request, "profile.html", **names, **articles))


@login_required
def follow(request, username):
    """Follow a user."""
    check_button(request)
    store.follow(request, username)
    return back_to(request, request.url_for("pages.show_profile", username=username))


@login_required
def unfollow(request, username):
    """Stop following a user."""
    check_button(request)
    store.unfollow(request, username)
    return back_to(request, request.url_for("pages.show_profile", username=username))


# Articles


@login_required
def new_article(request):
    """Publish an article."""
    form = open_form(request, forms.Editor)
    if form.validate():
        with form.refusals():
            article = store.insert_article(request, form.payload)
            flash(request.session, "Your article is published.")
            return redirect(request.url_for("pages.show_article", slug=article.slug), 303)
    return html_response(render_template(request, "editor.html", form=form, slug=None), form.status)


@login_required
def edit_article(request, slug):
    """Change one of the viewer's articles."""
    article = store.find_own_article(request, slug)
    draft = display.draft(store.find_article(request, slug))
    form = open_form(request, forms.Editor, **draft)
    if form.validate():
        with form.refusals():
            article = store.update_article(request, article, form.payload)
            flash(request.session, "Your article is updated.")
            return redirect(request.url_for("pages.show_article", slug=article.slug), 303)
    return html_response(render_template(request, "editor.html", form=form, slug=slug), form.status)


@login_optional
def show_article(request, slug):
    """Show an article, and the comments on it."""
    form = open_form(request, forms.Comment) if request.viewer else None
    return render_article(request, slug, form)


def render_article(request, slug, form):
    """Return the page of an article, with a form for a comment unless the viewer is nobody."""
    article = store.find_article(request, slug, queries.ARTICLE_PAGE)
    comments = store.fetch_comments(request, article)
    names = {"article": display.article(article), "comments": display.comments(comments)}
    page = render_template(request, "article.html", form=form, **names)
    return html_response(page, form.status if form else 200)


@login_required
def delete_article(request, slug):
    """Delete one of the viewer's articles, and all that belongs to it."""
    check_button(request)
    store.delete_article(request, slug)
    flash(request.session, "Your article is deleted.")
    return redirect(request.url_for("pages.home"), 303)


@login_required
def favorite(request, slug):
    """Mark an article as a favourite."""
    check_button(request)
    store.favorite(request, slug)
    return back_to(request, request.url_for("pages.show_article", slug=slug))


@login_required
def unfavorite(request, slug):
    """Mark an article as no favourite any more."""
    check_button(request)
    store.unfavorite(request, slug)
    return back_to(request, request.url_for("pages.show_article", slug=slug))


# Comments


@login_required
def create_comment(request, slug):
    """Comment on an article."""
    form = open_form(request, forms.Comment)
    if not form.validate():
        return render_article(request, slug, form)
    article = store.find_article_head(request, slug)
    store.insert_comment(request, article, form.payload)
    return redirect(request.url_for("pages.show_article", slug=slug), 303)


@login_required
def delete_comment(request, slug, id):
    """Delete one of the viewer's comments."""
    check_button(request)
    store.delete_comment(request, slug, id)
    return redirect(request.url_for("pages.show_article", slug=slug), 303)
