"""The current user, and the rules for what a user says of themselves."""

import pytest

from tests.contract.answers import BLANK, USER, invalid, refusal, taken, too_long
from tests.contract.client import PASSWORD, newcomer, unique

TOO_SHORT = "is too short (at least 8 characters)"
INVALID = "is invalid"


def padded(length, domain=""):
    """Return a name of this length that nobody else has."""
    return unique("n").ljust(length - len(domain), "x") + domain


@pytest.fixture(params=["registration", "update"])
def save(request, api):
    """Save some fields of a user: of somebody new, or of somebody registered already."""
    if request.param == "registration":
        return lambda **fields: api.post("/users", {"user": newcomer() | fields})
    user = api.register()
    return lambda **fields: user.put("/user", {"user": fields})


def test_a_user_sees_themselves(ann):
    user = ann.get("/user").json()["user"]
    assert set(user) == USER
    assert (user["email"], user["username"]) == (ann.email, ann.username)
    assert (user["bio"], user["image"]) == (None, None)


def test_the_token_that_comes_with_the_user_works(api, ann):
    again = api.signed_in(ann.get("/user").json()["user"])
    assert again.get("/user").json()["user"]["username"] == ann.username


def test_a_user_changes_everything_at_once(api, ann):
    fields = newcomer("anna") | {"bio": "I write.", "image": "https://example.org/anna.png"}
    response = ann.put("/user", {"user": fields})
    assert response.status_code == 200
    user = response.json()["user"]
    del fields["password"]
    assert user == fields | {"token": user["token"]}
    assert api.signed_in(user).get("/user").json()["user"] | {"token": ""} == user | {"token": ""}


@pytest.mark.parametrize("field", ["username", "email", "bio", "image"])
def test_one_changed_field_leaves_the_others(ann, field):
    ann.put("/user", {"user": {"bio": "I write.", "image": "https://example.org/1.png"}})
    before = ann.get("/user").json()["user"]
    value = newcomer().get(field, "changed")
    after = ann.put("/user", {"user": {field: value}}).json()["user"]
    assert after | {"token": ""} == before | {field: value, "token": ""}
    assert ann.get("/user").json()["user"] | {"token": ""} == after | {"token": ""}


def test_an_update_of_nothing_changes_nothing(ann):
    before = ann.get("/user").json()["user"]
    response = ann.put("/user", {"user": {}})
    assert response.status_code == 200
    assert response.json()["user"] | {"token": ""} == before | {"token": ""}


def test_a_new_password_replaces_the_old_one(api, ann):
    ann.put("/user", {"user": {"password": "a new password"}})
    old = {"email": ann.email, "password": PASSWORD}
    assert api.post("/users/login", {"user": old}).status_code == 401
    new = old | {"password": "a new password"}
    assert api.post("/users/login", {"user": new}).status_code == 200


def test_an_update_without_a_password_keeps_it(api, ann):
    ann.put("/user", {"user": {"bio": "I write."}})
    response = api.post("/users/login", {"user": {"email": ann.email, "password": PASSWORD}})
    assert response.status_code == 200


def test_a_changed_email_is_kept_in_lower_case_and_signs_in(api, ann):
    new = unique("ANNA") + "@Example.org"
    assert ann.put("/user", {"user": {"email": new}}).json()["user"]["email"] == new.lower()
    response = api.post("/users/login", {"user": {"email": new, "password": PASSWORD}})
    assert response.status_code == 200
    response = api.post("/users/login", {"user": {"email": ann.email, "password": PASSWORD}})
    assert response.status_code == 401


def test_a_new_username_shows_everywhere(api, ann, article):
    name = unique("anna")
    ann.put("/user", {"user": {"username": name}})
    assert api.get(f"/articles/{article['slug']}").json()["article"]["author"]["username"] == name
    assert api.get(f"/profiles/{name}").status_code == 200
    assert api.get(f"/profiles/{ann.username}").status_code == 404
    assert api.get("/articles", author=name).json()["articlesCount"] == 1


@pytest.mark.parametrize("field", ["bio", "image"])
@pytest.mark.parametrize("nothing", [None, ""])
def test_bio_and_image_can_be_removed(ann, field, nothing):
    assert ann.put("/user", {"user": {field: "something"}}).json()["user"][field] == "something"
    assert ann.put("/user", {"user": {field: nothing}}).json()["user"][field] is None
    assert ann.get("/user").json()["user"][field] is None


@pytest.mark.http_only
@pytest.mark.parametrize("field", ["username", "email", "password"])
@pytest.mark.parametrize("nothing", [None, "", "   "])
def test_username_email_and_password_cannot_be_blank(save, field, nothing):
    assert refusal(save(**{field: nothing})) == invalid(**{field: BLANK})


def test_a_user_cannot_take_the_name_of_another(ann, bob):
    update = {"username": bob.username}
    assert refusal(ann.put("/user", {"user": update})) == taken("username")
    update = {"email": bob.email.upper(), "bio": "not saved either"}
    assert refusal(ann.put("/user", {"user": update})) == taken("email")
    update = {"username": bob.username, "email": bob.email}
    assert refusal(ann.put("/user", {"user": update})) == taken("username", "email")
    assert ann.get("/user").json()["user"]["bio"] is None


def test_a_user_may_send_their_own_names_again(ann):
    response = ann.put("/user", {"user": {"username": ann.username, "email": ann.email.upper()}})
    assert response.status_code == 200
    assert response.json()["user"]["email"] == ann.email


@pytest.mark.parametrize("name", ["_._-_", "...", "007", "-", "A.b-C_9"])
def test_usernames_may_be_of_letters_digits_and_three_signs(api, name):
    response = api.post("/users", {"user": newcomer() | {"username": name}})
    assert response.status_code == 201 or refusal(response) == taken("username")


BAD_USERNAMES = [
    ".", "..", "a b", " ann", "ann ", "ann\n", "a/b", "a%b", "a@b", "a,b", "ann!", "🙂",
]  # fmt: skip


@pytest.mark.strictest_only
@pytest.mark.parametrize("name", BAD_USERNAMES, ids=ascii)
def test_usernames_of_other_characters_are_refused(save, name):
    assert refusal(save(username=name)) == invalid(username=INVALID)


def test_a_username_has_at_most_64_characters(api, save):
    name = padded(64)
    assert save(username=name).json()["user"]["username"] == name
    assert api.get(f"/profiles/{name}").status_code == 200
    assert refusal(save(username=padded(65))) == invalid(username=too_long(64))


@pytest.mark.parametrize("email", ["a@b", "a+b@c", "o'neil@example.org"])
def test_an_email_needs_little_more_than_an_at_sign(api, email):
    response = api.post("/users", {"user": newcomer() | {"email": email}})
    assert response.status_code == 201 or refusal(response) == taken("email")


@pytest.mark.http_only
@pytest.mark.parametrize("email", ["nobody", "ann@@example.org", "ann@example@org"])
def test_an_email_has_one_at_sign(save, email):
    assert refusal(save(email=email)) == invalid(email=INVALID)


def test_an_email_has_three_characters_or_more(save):
    status, errors = refusal(save(email="a@"))
    assert (status, set(errors)) == (422, {"email"})


def test_an_email_has_at_most_254_characters(save):
    email = padded(254, "@example.org")
    assert save(email=email).json()["user"]["email"] == email
    assert refusal(save(email=padded(255, "@example.org"))) == invalid(email=too_long(254))


@pytest.mark.parametrize("password", ["12345678", "aaaaaaaa", "x" * 64, "x" * 256, "🔑" * 256])
def test_a_password_is_limited_only_in_length(save, password):
    assert save(password=password).is_success


def test_a_password_of_seven_characters_is_too_short(save):
    assert refusal(save(password="1234567")) == invalid(password=TOO_SHORT)
    assert refusal(save(password="🔑" * 7)) == invalid(password=TOO_SHORT)


def test_a_password_of_257_characters_is_too_long(save):
    assert refusal(save(password="x" * 257)) == invalid(password=too_long(256))


@pytest.mark.parametrize(("field", "limit"), [("bio", 5_000), ("image", 2_000)])
def test_bio_and_image_have_limits_counted_in_characters(ann, field, limit):
    longest = "é" * limit
    assert ann.put("/user", {"user": {field: longest}}).json()["user"][field] == longest
    refused = ann.put("/user", {"user": {field: longest + "é"}})
    assert refusal(refused) == invalid(**{field: too_long(limit)})
    assert ann.get("/user").json()["user"][field] == longest


def test_all_that_is_wrong_is_told_at_once(save):
    response = save(username="a b", email="nobody", password="short")
    expected = invalid(username=INVALID, email=INVALID, password=TOO_SHORT)
    assert refusal(response) == expected
