"""Many at once: what is unique stays unique, counts are right, and everybody is served."""

import asyncio
from collections import Counter

import httpx2
import pytest

from tests.contract.answers import SUMMARY, TAKEN
from tests.contract.client import draft, newcomer, unique


@pytest.fixture
def crowd(target):
    """Send requests by as many users at once, each over a connection of its own."""

    async def send_all(*requests):
        limits = httpx2.Limits(max_connections=len(requests))
        async with httpx2.AsyncClient(
            base_url=target, timeout=60, limits=limits, trust_env=False
        ) as client:
            return await asyncio.gather(*(send(client, *request) for request in requests))

    return send_all


async def send(client, user, method, path, body=None):
    headers = {"Authorization": user.authorization} if user.authorization else {}
    return await client.request(method, f"/api{path}", json=body, headers=headers)


def codes(responses):
    return Counter(response.status_code for response in responses)


async def test_of_50_who_want_one_username_one_gets_it(api, crowd):
    name = unique("wanted")
    bodies = [{"user": newcomer() | {"username": name}} for _ in range(50)]
    responses = await crowd(*((api, "POST", "/users", body) for body in bodies))
    assert codes(responses) == {201: 1, 409: 49}
    refusals = [response.json() for response in responses if response.status_code == 409]
    assert refusals == [{"errors": {"username": [TAKEN]}}] * 49


async def test_of_50_who_want_one_email_one_gets_it(api, crowd):
    email = f"{unique('wanted')}@example.org"
    bodies = [{"user": newcomer() | {"email": email}} for _ in range(50)]
    responses = await crowd(*((api, "POST", "/users", body) for body in bodies))
    assert codes(responses) == {201: 1, 409: 49}
    refusals = [response.json() for response in responses if response.status_code == 409]
    assert refusals == [{"errors": {"email": [TAKEN]}}] * 49


async def test_of_20_identical_registrations_one_succeeds(api, crowd):
    fields = newcomer()
    responses = await crowd(*[(api, "POST", "/users", {"user": fields})] * 20)
    assert codes(responses) == {201: 1, 409: 19}


async def test_of_10_who_change_to_one_username_one_gets_it(api, crowd):
    name = unique("wanted")
    users = [api.register() for _ in range(10)]
    update = {"user": {"username": name}}
    responses = await crowd(*((user, "PUT", "/user", update) for user in users))
    assert codes(responses) == {200: 1, 409: 9}
    assert [user.get("/user").json()["user"]["username"] for user in users].count(name) == 1


async def test_50_favourites_of_one_reader_count_once(bob, article, crowd):
    path = f"/articles/{article['slug']}/favorite"
    responses = await crowd(*[(bob, "POST", path)] * 50)
    assert codes(responses) == {200: 50}
    assert {response.json()["article"]["favoritesCount"] for response in responses} == {1}
    assert bob.read(article["slug"])["favoritesCount"] == 1


async def test_favourites_of_20_readers_all_count(api, article, crowd):
    path = f"/articles/{article['slug']}/favorite"
    readers = [api.register() for _ in range(20)]
    assert codes(await crowd(*((reader, "POST", path) for reader in readers))) == {200: 20}
    assert api.read(article["slug"])["favoritesCount"] == 20


async def test_a_crowd_of_favourites_and_second_thoughts_ends_in_order(bob, article, crowd):
    path = f"/articles/{article['slug']}/favorite"
    responses = await crowd(*[(bob, "POST", path), (bob, "DELETE", path)] * 15)
    assert codes(responses) == {200: 30}
    after = bob.read(article["slug"])
    assert after["favoritesCount"] == int(after["favorited"])


async def test_50_follows_of_one_reader_are_one(ann, bob, crowd):
    path = f"/profiles/{ann.username}/follow"
    responses = await crowd(*[(bob, "POST", path)] * 50)
    assert codes(responses) == {200: 50}
    bob.delete(path)
    assert bob.get(f"/profiles/{ann.username}").json()["profile"]["following"] is False


async def test_100_readers_are_all_served(ann, bob, article, crowd):
    ann.comment(article["slug"])
    reads = [
        "/articles",
        f"/articles?author={ann.username}",
        f"/articles/{article['slug']}",
        f"/articles/{article['slug']}/comments",
        "/tags",
    ]
    responses = await crowd(*((bob, "GET", path) for path in reads * 20))
    assert codes(responses) == {200: 100}
    listed = [r.json()["articles"] for r in responses if r.url.query.startswith(b"author")]
    assert len(listed) == 20
    assert all(set(article) == SUMMARY for (article,) in listed)


async def test_100_readers_and_writers_are_all_served(ann, bob, article, crowd):
    path = f"/articles/{article['slug']}"
    requests = [
        (ann, "PUT", path, {"article": {"body": "Changed."}}),
        (bob, "POST", f"{path}/comments", {"comment": {"body": "Well said."}}),
        (bob, "GET", path),
        (bob, "GET", "/articles?limit=5"),
    ]
    assert codes(await crowd(*requests * 25)) == {200: 75, 201: 25}
    assert len(ann.get(f"{path}/comments").json()["comments"]) == 25


async def test_20_articles_of_one_title_get_20_slugs(ann, bob, crowd):
    article = draft()
    authors = [ann, bob] * 10
    body = {"article": article}
    responses = await crowd(*((author, "POST", "/articles", body) for author in authors))
    assert codes(responses) == {201: 20}
    slugs = {response.json()["article"]["slug"] for response in responses}
    assert len(slugs) == 20
    assert all(ann.read(slug)["title"] == article["title"] for slug in slugs)


async def test_20_articles_may_bring_the_same_new_tags(api, ann, crowd):
    tags = [unique("tag") for _ in range(5)]
    orders = [tags[i % 5 :] + tags[: i % 5] for i in range(20)]
    bodies = [{"article": draft() | {"tagList": order}} for order in orders]
    responses = await crowd(*((ann, "POST", "/articles", body) for body in bodies))
    assert codes(responses) == {201: 20}
    assert [api.get("/articles", tag=tag).json()["articlesCount"] for tag in tags] == [20] * 5


async def test_20_updates_of_one_article_leave_one_of_them(ann, article, crowd):
    path = f"/articles/{article['slug']}"
    updates = [{"body": f"{n}", "description": f"{n}", "tagList": [f"{n}"]} for n in range(20)]
    responses = await crowd(*((ann, "PUT", path, {"article": update}) for update in updates))
    assert codes(responses) == {200: 20}
    after = ann.read(article["slug"])
    assert {name: after[name] for name in updates[0]} in updates


async def test_10_articles_renamed_to_one_title_get_10_slugs(ann, crowd):
    title = unique("Title")
    paths = [f"/articles/{ann.publish()['slug']}" for _ in range(10)]
    body = {"article": {"title": title}}
    responses = await crowd(*((ann, "PUT", path, body) for path in paths))
    assert codes(responses) == {200: 10}
    assert len({response.json()["article"]["slug"] for response in responses}) == 10


async def test_10_who_delete_one_article_delete_it_or_find_it_gone(api, ann, article, crowd):
    path = f"/articles/{article['slug']}"
    responses = codes(await crowd(*[(ann, "DELETE", path)] * 10))
    assert responses[204] >= 1
    assert responses[204] + responses[404] == 10
    assert api.get(path).status_code == 404


async def test_10_who_delete_one_comment_delete_it_or_find_it_gone(ann, article, crowd):
    comments = f"/articles/{article['slug']}/comments"
    path = f"{comments}/{ann.comment(article['slug'])['id']}"
    responses = codes(await crowd(*[(ann, "DELETE", path)] * 10))
    assert responses[204] >= 1
    assert responses[204] + responses[404] == 10
    assert ann.get(comments).json() == {"comments": []}


async def test_what_is_said_of_an_article_while_it_goes_is_either_said_or_too_late(
    api, ann, bob, crowd
):
    said = Counter()
    for _ in range(3):
        path = f"/articles/{ann.publish(tagList=['x'])['slug']}"
        requests = [
            (bob, "POST", f"{path}/favorite"),
            (bob, "DELETE", f"{path}/favorite"),
            (bob, "POST", f"{path}/comments", {"comment": {"body": "Well said."}}),
            (ann, "PUT", path, {"article": {"body": "Changed.", "tagList": ["y", "z"]}}),
            (bob, "GET", path),
            (bob, "GET", f"{path}/comments"),
        ]
        half = requests * 2
        said += codes(await crowd(*half, (ann, "DELETE", path), *half))
        assert api.get(path).status_code == 404
    assert set(said) <= {200, 201, 204, 404}, said
    assert api.get("/articles", author=ann.username).json()["articlesCount"] == 0
    assert api.get("/articles", favorited=bob.username).json()["articlesCount"] == 0
