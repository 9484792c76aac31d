"""The page of a user: who they are, what they wrote, and what they like."""

import pytest

from tests.contract.client import unique
from tests.pages.client import words
from tests.pages.site import EMPTY_LIST


def toggle(page):
    """Return the tabs above the list: what they say, where they lead, and which is active."""
    tabs = page.all(".profile-page a.nav-link")
    return [(words(tab), tab["href"], "active" in tab["class"]) for tab in tabs]


def test_a_user_is_shown(ann, bob, nobody):
    ann.api.put("/user", {"user": {"bio": "Writes <b>boldly</b> & often."}})
    for browser in (ann, bob, nobody):
        page = browser.read(f"/profile/{ann.username}")
        info = page.one(".profile-page .user-info")
        assert words(info.select_one("h4")) == ann.username
        assert "Writes <b>boldly</b> & often." in words(info)
        assert info.select_one("img.user-img")["src"].endswith("default-avatar.svg")


def test_a_user_without_a_bio_has_an_empty_one(ann, bob):
    for change in ({}, {"bio": "Old."}, {"bio": ""}, {"bio": "Old."}, {"bio": None}):
        ann.api.put("/user", {"user": change})
        for browser in (ann, bob):
            page = browser.read(f"/profile/{ann.username}")
            assert page.one(".user-info p").get_text() == (change.get("bio") or "")


def test_one_s_own_profile_leads_to_the_settings(stage):
    page = stage.ann.read(stage.fill_in("/profile/{username}"))
    (link,) = [link for link in page.all(".user-info a") if "Edit Profile Settings" in words(link)]
    assert link["href"] == "/settings"
    assert not [form for form in page.forms if "follow" in form.action]


@pytest.mark.parametrize("who", ["nobody", "bob"])
def test_others_can_be_followed(stage, who):
    page = stage.by(who).read(stage.fill_in("/profile/{username}"))
    (button,) = page.all(".user-info button")
    assert words(button).endswith(f"Follow {stage.ann.username}")
    form = page.button(f"Follow {stage.ann.username}")
    assert form.action == stage.fill_in("/profile/{username}/follow")
    assert "Edit Profile Settings" not in words(page.one("body"))


def test_a_user_is_followed_and_followed_no_more(ann, bob):
    path = f"/profile/{ann.username}"
    for act, follows in (("Follow", True), ("Unfollow", False)):
        form = bob.read(path).button(f"{act} {ann.username}")
        sent = bob.submit(form)
        assert (sent.status, sent.location) == (303, path)
        assert bob.submit(form).status == 303
        profile = bob.api.get(f"/profiles/{ann.username}").json()["profile"]
        assert profile["following"] is follows
    assert bob.read(path).button(f"Follow {ann.username}").action == f"{path}/follow"


def test_a_profile_shows_what_its_user_wrote_or_likes(ann, bob):
    own, liked = ann.api.publish()["slug"], bob.api.publish()["slug"]
    ann.api.post(f"/articles/{liked}/favorite")
    path = f"/profile/{ann.username}"
    mine, favorites = ("My Articles", path), ("Favorited Articles", f"{path}/favorites")
    for browser in (ann, bob):
        page = browser.read(path)
        assert toggle(page) == [(*mine, True), (*favorites, False)]
        assert [a["href"] for a in page.all("a.preview-link")] == [f"/article/{own}"]
        page = browser.read(f"{path}/favorites")
        assert toggle(page) == [(*mine, False), (*favorites, True)]
        assert [a["href"] for a in page.all("a.preview-link")] == [f"/article/{liked}"]
        assert words(page.one(".user-info h4")) == ann.username


def test_a_favourite_taken_back_on_its_tab_is_gone_from_it(ann, bob):
    slug = bob.api.publish()["slug"]
    ann.api.post(f"/articles/{slug}/favorite")
    path = f"/profile/{ann.username}/favorites"
    sent = ann.submit(ann.read(path).form(f"/article/{slug}/unfavorite"))
    assert (sent.status, sent.location) == (303, path)
    assert ann.follow(sent).texts(".empty-feed-message") == [EMPTY_LIST]


@pytest.mark.parametrize("tab", ["", "/favorites"])
def test_who_wrote_and_liked_nothing_has_empty_lists(nobody, ann, tab):
    page = nobody.read(f"/profile/{ann.username}{tab}")
    assert page.texts(".empty-feed-message") == [EMPTY_LIST]


def test_an_old_name_leads_nowhere(ann, nobody):
    old = ann.username
    ann.api.put("/user", {"user": {"username": unique("renamed")}})
    assert nobody.get(f"/profile/{old}").status == 404
    assert nobody.get(f"/profile/{old}/favorites").status == 404


SHOWN = ["http://e.org/a.png", "https://e.org/?a=1&b=2", "HTTPS://E.ORG/A.PNG", "https://é.org/日"]
NOT_SHOWN = [
    "javascript:alert(1)", "data:image/svg+xml,x", "//e.org/a.png", "/logout", "a.png", "ftp://e",
    "http:", "httpx://e.org", " ", "blob:https://e.org", "vbscript:x", "file:///x",
]  # fmt: skip


@pytest.mark.parametrize("url", SHOWN + NOT_SHOWN)
def test_a_picture_is_shown_only_from_the_web(ann, bob, url):
    ann.api.put("/user", {"user": {"image": url}})
    slug = ann.api.publish(tagList=[unique("tag")])["slug"]
    ann.api.comment(slug)
    bob.api.post(f"/profiles/{ann.username}/follow")
    article, profile = ann.read(f"/article/{slug}"), ann.read(f"/profile/{ann.username}")
    pictures = [
        article.one("img.user-pic"),
        *article.all(".article-meta img, img.comment-author-img"),
        profile.one("img.user-img"),
        profile.one(".article-preview img"),
        bob.read("/?feed=following").one(".article-preview img"),
    ]
    assert len(pictures) >= 7
    for picture in pictures:
        assert picture["src"] == url if url in SHOWN else picture["src"].startswith("/static/")
        assert url in SHOWN or picture["src"].endswith("default-avatar.svg")
