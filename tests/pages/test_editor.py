"""The editor: new articles, changed ones, their tags, and what is refused."""

import pytest

from tests.contract.client import unique

NEW = {"title": "A title", "description": "What it says", "body": "All of it."}


def new(**fields):
    """Return what is typed for a new article."""
    return NEW | {"title": unique("A title")} | fields


def publish(browser, **fields):
    """Publish an article through the form, and return it as the API shows it."""
    page = browser.submit(browser.read("/editor").form("/editor"), **new(**fields))
    assert page.status == 303, page.errors
    assert page.location.startswith("/article/")
    return browser.api.read(page.location.removeprefix("/article/"))


def tags_field(page):
    """Return the name of the line into which tags are typed."""
    return page.one('input[placeholder="Enter tags"]')["name"]


def test_the_form_says_what_it_is_for(ann):
    page = ann.read("/editor")
    assert page.one("input[name=title]")
    assert page.one("input[name=description]")
    assert page.one("textarea[name=body]")
    assert page.one('input[placeholder="Enter tags"]')
    assert page.button("Publish Article").action == "/editor"
    form = page.form("/editor")
    assert {form[name] for name in ("title", "description", "body", tags_field(page))} == {""}


def test_an_article_is_published(ann):
    fields = new()
    page = ann.submit(ann.read("/editor").form("/editor"), **fields)
    assert page.status == 303
    slug = page.location.removeprefix("/article/")
    article = ann.api.read(slug)
    assert {name: article[name] for name in fields} == fields
    assert article["author"]["username"] == ann.username
    assert ann.follow(page).texts("h1") == [fields["title"]]


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("", []),
        ("one", ["one"]),
        ("two, one", ["one", "two"]),
        (" one ,two,, three four ,", ["one", "three four", "two"]),
        ("one, one", ["one"]),
        ("é, 日本, <b>&amp;", ["<b>&amp;", "é", "日本"]),
        (" , ", []),
    ],
)
def test_tags_are_typed_with_commas_between_them(ann, typed, tags):
    assert publish(ann, new_tags=typed)["tagList"] == tags


@pytest.mark.strictest_only
@pytest.mark.parametrize("tag", ["a/b", "x" * 65, "\t\x01", "a\x7f"])
def test_a_tag_that_breaks_a_rule_is_shown_again(ann, tag):
    page = ann.submit(ann.read("/editor").form("/editor"), **new(new_tags=f"good, {tag}"))
    assert page.status == 422
    assert len(page.errors) == 1
    assert "tags" in page.errors[0].lower()
    assert "good" in " ".join(value for _, value in page.form("/editor").fields)


def test_more_than_twenty_tags_are_too_many(ann):
    assert len(publish(ann, new_tags=",".join(map(str, range(20))))["tagList"]) == 20
    page = ann.submit(
        ann.read("/editor").form("/editor"), **new(new_tags=",".join(map(str, range(21))))
    )
    assert page.status == 422


@pytest.mark.strictest_only
@pytest.mark.parametrize("blank", ["title", "description", "body"])
@pytest.mark.parametrize("value", ["", "  ", "\0"])
def test_what_breaks_a_rule_is_shown_again_as_it_was_typed(ann, blank, value):
    fields = new(new_tags="one, two") | {blank: value}
    page = ann.submit(ann.read("/editor").form("/editor"), **fields)
    assert page.status == 422
    assert len(page.errors) == 1
    assert page.errors[0].startswith(blank.capitalize())
    form = page.form("/editor")
    for name in set(NEW) - {blank}:
        assert form[name] == fields[name]
    sent = ann.submit(form, **{blank: "Filled in."})
    assert ann.api.read(sent.location.removeprefix("/article/"))["tagList"] == ["one", "two"]


def test_all_that_is_wrong_is_told_at_once(ann):
    page = ann.submit(ann.read("/editor").form("/editor"))
    assert page.errors == [f"{name} can't be blank" for name in ("Title", "Description", "Body")]


@pytest.mark.parametrize("character", ["x", "é", "日", "🙂"])
def test_the_longest_article_is_published(ann, character):
    body = character * 100_000
    assert publish(ann, body=body)["body"] == body


def test_lines_are_not_counted_twice(ann):
    body = f"{'x' * 99}\n" * 1_000
    assert publish(ann, body=body)["body"] == body


def test_a_longer_article_is_shown_again_whole(ann):
    fields = new(body="🙂" * 100_001, description="y" * 1_001, new_tags="one")
    page = ann.submit(ann.read("/editor").form("/editor"), **fields)
    assert page.status == 422
    assert page.errors == [
        "Description is too long (at most 1000 characters)",
        "Body is too long (at most 100000 characters)",
    ]
    form = page.form("/editor")
    assert all(form[name] == fields[name] for name in NEW)


@pytest.mark.parametrize("body", ["a\nb", "\n\n    code", "a\n\nb\n", "\ta & <b>\n</textarea>"])
def test_a_body_comes_back_as_it_was_typed(ann, body):
    article = publish(ann, body=body)
    assert article["body"] == body
    assert ann.read(f"/editor/{article['slug']}").form(f"/editor/{article['slug']}")["body"] == body


def test_an_article_is_changed(ann):
    slug = ann.api.publish(tagList=["one", "two"])["slug"]
    path = f"/editor/{slug}"
    fields = new(title=unique("Another title"))
    sent = ann.submit(ann.read(path).form(path), **fields, new_tags="three")
    assert sent.status == 303
    assert sent.location not in (path, f"/article/{slug}")
    article = ann.api.read(sent.location.removeprefix("/article/"))
    assert {name: article[name] for name in fields} == fields
    assert article["tagList"] == ["one", "three", "two"]
    assert ann.get(f"/article/{slug}").status == 404


def test_an_article_that_keeps_its_title_keeps_its_address(ann, article):
    path = f"/editor/{article['slug']}"
    sent = ann.submit(ann.read(path).form(path), body="Changed.")
    assert (sent.status, sent.location) == (303, f"/article/{article['slug']}")
    changed = ann.api.read(article["slug"])
    assert changed["updatedAt"] > article["updatedAt"]
    assert changed["createdAt"] == article["createdAt"]


def test_tags_are_boxes_to_untick(ann):
    tags = ["<i>", "a, b", "one", 'quo"te', "two"]
    slug = ann.api.publish(tagList=tags)["slug"]
    path = f"/editor/{slug}"
    form = ann.read(path).form(path)
    assert [value for name, value in form.fields if name == "tags"] == tags
    assert ann.submit(form.drop("tags", "one")).status == 303
    assert ann.api.read(slug)["tagList"] == ["<i>", "a, b", 'quo"te', "two"]
    assert ann.submit(form.drop("tags")).status == 303
    assert ann.api.read(slug)["tagList"] == []


def test_a_tag_is_a_pill_with_a_cross_that_is_the_label_of_its_box(ann):
    slug = ann.api.publish(tagList=["<i>", "one"])["slug"]
    pills = ann.read(f"/editor/{slug}").all(".tag-list span.tag-default.tag-pill")
    assert [pill.get_text() for pill in pills] == [" <i>", " one"]
    for pill in pills:
        assert str(pill).startswith(
            '<span class="tag-default tag-pill"><i class="ion-close-round"></i> '
        )
        (box,) = pill.find_parent("label").select("input[type=checkbox][checked]")
        assert f" {box['value']}" == pill.get_text()


def test_a_refused_change_is_shown_again_and_changes_nothing(ann):
    article = ann.api.publish(tagList=["one", "two"])
    path = f"/editor/{article['slug']}"
    form = ann.read(path).form(path).drop("tags", "one")
    page = ann.submit(form, title="", body="Typed.", new_tags="three")
    assert page.status == 422
    again = page.form(path)
    assert (again["title"], again["body"]) == ("", "Typed.")
    assert page.viewer == ann.username
    assert ann.api.read(article["slug"]) == article
    assert ann.submit(again, title=article["title"]).status == 303
    assert ann.api.read(article["slug"])["tagList"] == ["three", "two"]


def test_an_article_of_somebody_else_is_not_to_be_changed(ann, bob, article):
    path = f"/editor/{article['slug']}"
    assert bob.get(path).status == 403
    token = bob.read("/editor").form("/editor")["csrf_token"]
    page = bob.post(path, ("csrf_token", token), *new().items())
    assert page.status == 403
    assert page.viewer == bob.username
    assert ann.api.read(article["slug"]) == article


def test_two_articles_may_have_one_title(ann):
    first, second = publish(ann, title="Twice"), publish(ann, title="Twice")
    assert first["slug"] != second["slug"]
    assert first["title"] == second["title"]


def test_a_title_without_words_has_an_address_too(ann):
    article = publish(ann, title="?!🙂")
    assert ann.read(f"/article/{article['slug']}").texts("h1") == ["?!🙂"]


def test_fields_that_nobody_asked_for_are_ignored(ann):
    slug = unique("chosen")
    extra = [("slug", slug), ("author_id", "1"), ("created_at", "2000"), ("body_html", "<b>")]
    page = ann.submit(ann.read("/editor").form("/editor").add(*extra), **new())
    assert page.status == 303
    assert page.location != f"/article/{slug}"
    article = ann.api.read(page.location.removeprefix("/article/"))
    assert article["author"]["username"] == ann.username
    assert not ann.follow(page).all(".article-content b")
