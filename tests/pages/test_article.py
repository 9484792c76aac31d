"""The page of an article: what it shows to whom, its comments, and how it goes."""

import pytest

from tests.contract.client import unique
from tests.pages.client import words


def cards(page):
    """Return the comments of a page."""
    return [card for card in page.all(".card") if "comment-form" not in card["class"]]


def test_an_article_is_shown(stage):
    article = stage.ann.api.read(stage.names["slug"])
    for browser in (stage.nobody, stage.ann, stage.bob):
        page = browser.read(f"/article/{article['slug']}")
        assert page.one(".article-page")
        assert page.texts(".article-page h1") == [article["title"]]
        assert page.texts(".article-content p") == ["All of it."]
        assert page.texts(".article-page .tag-list .tag-default") == article["tagList"]
        metas = page.all(".article-page .article-meta")
        assert len(metas) == 2
        for meta in metas:
            author = meta.select_one(f'a[href="/profile/{stage.ann.username}"].author')
            assert words(author) == stage.ann.username
            assert meta.select_one("img")["src"].endswith("default-avatar.svg")


def test_the_author_may_edit_and_delete(stage):
    page = stage.ann.read(stage.fill_in("/article/{slug}"))
    links = [link for link in page.all("a") if "Edit Article" in words(link)]
    assert [link["href"] for link in links] == [stage.fill_in("/editor/{slug}")] * 2
    delete = stage.fill_in("/article/{slug}/delete")
    assert [form.action for form in page.forms].count(delete) == 2
    assert page.button("Delete Article").action == delete
    assert not [form for form in page.forms if "/follow" in form.action]


@pytest.mark.parametrize("who", ["nobody", "bob"])
def test_others_may_like_it_and_follow_the_author(stage, who):
    page = stage.by(who).read(stage.fill_in("/article/{slug}"))
    metas = page.all(".article-page .article-meta")
    for label in ("Favorite Article", f"Follow {stage.ann.username}"):
        assert sum(label in words(button) for button in page.all("button")) == 2
        assert all(label in words(meta) for meta in metas)
    assert page.button("Favorite Article").action == stage.fill_in("/article/{slug}/favorite")
    follow = page.button(f"Follow {stage.ann.username}")
    assert follow.action == stage.fill_in("/profile/{username}/follow")
    said = words(page.one("body"))
    assert "Edit Article" not in said
    assert "Delete Article" not in said


def test_an_article_is_liked_and_liked_no_more(ann, bob, article):
    path = f"/article/{article['slug']}"
    page = bob.follow(bob.submit(bob.read(path).button("Favorite Article")))
    liked = [button for button in page.all("button.btn-primary") if "Unfav" in words(button)]
    assert len(liked) == 2
    assert all("Unfavorite Article" in words(button) for button in liked)
    assert ann.api.read(article["slug"])["favoritesCount"] == 1
    page = bob.follow(bob.submit(page.button("Unfavorite Article")))
    free = [b for b in page.all("button.btn-outline-primary") if "Favorite Article" in words(b)]
    assert len(free) == 2
    assert ann.api.read(article["slug"])["favoritesCount"] == 0


def test_to_like_twice_is_to_like_once(bob, article):
    path = f"/article/{article['slug']}"
    for act, count in (("favorite", 1), ("unfavorite", 0)):
        form = bob.read(path).form(f"{path}/{act}")
        assert [bob.submit(form).status for _ in range(2)] == [303, 303]
        assert bob.api.read(article["slug"])["favoritesCount"] == count


def test_the_author_is_followed_from_the_article(ann, bob, article):
    path = f"/article/{article['slug']}"
    sent = bob.submit(bob.read(path).button(f"Follow {ann.username}"))
    assert (sent.status, sent.location) == (303, path)
    assert bob.api.read(article["slug"])["author"]["following"]
    sent = bob.submit(bob.read(path).button(f"Unfollow {ann.username}"))
    assert (sent.status, sent.location) == (303, path)
    assert not bob.api.read(article["slug"])["author"]["following"]


def test_nobody_is_invited_to_log_in_before_commenting(stage):
    page = stage.nobody.read(stage.fill_in("/article/{slug}"))
    assert not page.all(".comment-form, textarea")
    links = {words(link): link["href"] for link in page.all("main a")}
    article = stage.fill_in("/article/{slug}")
    assert links["Sign in"] == f"/login?next={article}"
    assert links["sign up"] == f"/register?next={article}"
    nav = [link["href"] for link in page.all("nav a.nav-link")]
    assert nav == ["/", "/login", "/register"]


def test_a_comment_is_shown(stage):
    for browser in (stage.nobody, stage.ann, stage.bob):
        (card,) = cards(browser.read(stage.fill_in("/article/{slug}")))
        assert words(card.select_one(".card-block p")) == "Well said."
        assert card.select_one("img.comment-author-img")["src"].endswith("default-avatar.svg")
        author = f"/profile/{stage.ann.username}"
        assert stage.ann.username in {words(link) for link in card.select(f'a[href="{author}"]')}
        assert len(card.select("span.mod-options button i.ion-trash-a")) == (browser is stage.ann)


def test_a_user_comments_and_takes_it_back(ann, bob, article):
    path = f"/article/{article['slug']}"
    page = bob.read(path)
    box = page.one('.card.comment-form textarea[placeholder="Write a comment..."]')
    assert box["name"] == "body"
    assert page.button("Post Comment").action == f"{path}/comments"
    sent = bob.submit(page.button("Post Comment"), body="Well said.")
    assert sent.status == 303
    assert sent.location.partition("#")[0] == path
    page = bob.read(path)
    (card,) = cards(page)
    assert words(card.select_one(".card-block p")) == "Well said."
    (comment,) = bob.api.get(f"/articles/{article['slug']}/comments").json()["comments"]
    sent = bob.submit(page.form(f"{path}/comments/{comment['id']}/delete"))
    assert sent.status == 303
    assert sent.location.partition("#")[0] == path
    assert cards(bob.read(path)) == []


@pytest.mark.parametrize(
    "body", ["<b>&amp;", "a\nb\n\nc", "*not* Markdown", "\n\nx", "x\n" * 5_000]
)
def test_a_comment_is_plain_text_as_it_was_typed(bob, article, body):
    path = f"/article/{article['slug']}"
    assert bob.submit(bob.read(path).form(f"{path}/comments"), body=body).status == 303
    (comment,) = bob.api.get(f"/articles/{article['slug']}/comments").json()["comments"]
    assert comment["body"] == body
    (card,) = cards(bob.read(path))
    assert words(card.select_one(".card-block")) == " ".join(body.split())


@pytest.mark.parametrize("body", ["", "  ", "\n", "\0", "x" * 10_001])
def test_a_comment_that_breaks_a_rule_is_shown_again(bob, article, body):
    path = f"/article/{article['slug']}"
    page = bob.submit(bob.read(path).form(f"{path}/comments"), body=body)
    assert page.status == 422
    assert len(page.errors) == 1
    assert page.errors[0].startswith("Comment")
    assert page.texts(".article-page h1") == [article["title"]]
    assert page.viewer == bob.username
    assert page.form(f"{path}/comments")["body"] == body or "\0" in body
    assert cards(page) == []
    sent = bob.submit(page.form(f"{path}/comments"), body="Better.")
    assert sent.status == 303


def test_comments_of_others_are_not_to_be_deleted(ann, bob, article):
    slug = article["slug"]
    comment = bob.api.comment(slug)
    page = ann.read(f"/article/{slug}")
    token = page.form(f"/article/{slug}/comments")["csrf_token"]
    path = f"/article/{slug}/comments/{comment['id']}/delete"
    assert path not in [form.action for form in page.forms]
    assert ann.post(path, ("csrf_token", token)).status == 403
    assert len(cards(ann.read(f"/article/{slug}"))) == 1


def test_a_comment_is_deleted_where_it_is(ann, bob, article):
    comment = ann.api.comment(article["slug"])
    other = ann.api.publish()["slug"]
    token = ann.read("/settings").form("/settings")["csrf_token"]
    for path in (
        f"/article/{other}/comments/{comment['id']}/delete",
        f"/article/{unique('unknown')}/comments/{comment['id']}/delete",
        f"/article/{article['slug']}/comments/{comment['id']}000/delete",
        f"/article/{article['slug']}/comments/x/delete",
        f"/article/{article['slug']}/comments/{'9' * 30}/delete",
    ):
        assert ann.post(path, ("csrf_token", token)).status == 404
    assert len(cards(ann.read(f"/article/{article['slug']}"))) == 1


def test_an_article_is_deleted(ann, bob, article):
    path = f"/article/{article['slug']}"
    form = ann.read(path).button("Delete Article")
    late = bob.read(path)
    sent = ann.submit(form)
    assert sent.status == 303
    assert ann.follow(sent).viewer == ann.username
    assert ann.get(path).status == 404
    assert ann.get(f"/editor/{article['slug']}").status == 404
    assert ann.submit(form).status == 404
    for label in ("Favorite Article", "Post Comment"):
        typed = {"body": "Too late."} if label == "Post Comment" else {}
        assert bob.submit(late.button(label), **typed).status == 404


def test_an_article_of_somebody_else_is_not_to_be_deleted(bob, article):
    token = bob.read("/settings").form("/settings")["csrf_token"]
    page = bob.post(f"/article/{article['slug']}/delete", ("csrf_token", token))
    assert page.status == 403
    assert page.viewer == bob.username
    assert bob.read(f"/article/{article['slug']}")
