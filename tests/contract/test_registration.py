"""Registering and signing in."""

import pytest

from tests.contract.answers import BAD_LOGIN, BLANK, USER, invalid, refusal, taken
from tests.contract.client import PASSWORD, newcomer, unique


def login(api, email, password=PASSWORD):
    return api.post("/users/login", {"user": {"email": email, "password": password}})


def test_a_newcomer_registers_and_is_signed_in(api):
    fields = newcomer()
    response = api.post("/users", {"user": fields})
    assert response.status_code == 201
    assert set(response.json()) == {"user"}
    user = response.json()["user"]
    token = user.pop("token")
    assert user == {
        "email": fields["email"],
        "username": fields["username"],
        "bio": None,
        "image": None,
    }
    whoami = api.authorized(f"Token {token}").get("/user")
    assert whoami.json()["user"]["username"] == fields["username"]


def test_a_user_signs_in_with_email_and_password(api, ann):
    response = login(api, ann.email)
    assert response.status_code == 200
    user = response.json()["user"]
    assert set(user) == USER
    assert user["username"] == ann.username
    assert api.signed_in(user).get("/user").status_code == 200


def test_signing_in_again_leaves_the_earlier_token_valid(api, ann):
    login(api, ann.email)
    assert ann.get("/user").status_code == 200


def test_signing_in_shows_bio_and_image(api, ann):
    ann.put("/user", {"user": {"bio": "I write.", "image": "https://example.org/ann.png"}})
    user = login(api, ann.email).json()["user"]
    assert (user["bio"], user["image"]) == ("I write.", "https://example.org/ann.png")


def test_a_wrong_password_is_refused(api, ann):
    assert refusal(login(api, ann.email, PASSWORD + "!")) == BAD_LOGIN


def test_an_unknown_email_is_refused_in_the_same_words(api):
    assert refusal(login(api, newcomer()["email"])) == BAD_LOGIN


@pytest.mark.parametrize("tried", ["x", "no e-mail at all", "a@b@c", "x" * 10_000])
def test_an_email_that_nobody_could_have_is_a_wrong_login(api, tried):
    assert refusal(login(api, tried)) == BAD_LOGIN


@pytest.mark.parametrize("tried", ["x", "x" * 10_000], ids=["too short", "too long"])
def test_a_password_that_nobody_could_have_is_a_wrong_login(api, ann, tried):
    assert refusal(login(api, ann.email, tried)) == BAD_LOGIN


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_login_is_told_what_is_missing(api, blank):
    expected = invalid(email=BLANK, password=BLANK)
    assert refusal(login(api, blank, blank)) == expected
    assert refusal(api.post("/users/login", {"user": {}})) == expected


def test_a_registration_is_told_everything_that_is_missing(api):
    response = api.post("/users", {"user": {}})
    assert refusal(response) == invalid(username=BLANK, email=BLANK, password=BLANK)


def test_the_email_is_kept_in_lower_case_and_found_whatever_its_case(api):
    name = unique("Ann")
    ann = api.register(email=f"{name}@Example.ORG")
    assert ann.email == f"{name}@example.org".lower()
    for spelling in (ann.email, ann.email.upper(), f"{name}@Example.ORG"):
        assert login(api, spelling).json()["user"]["username"] == ann.username


def test_case_also_folds_beyond_ascii(api):
    name = unique("é")
    ann = api.register(email=f"{name.upper()}@example.org")
    assert ann.email == f"{name}@example.org"
    assert login(api, f"{name.upper()}@example.org").status_code == 200


def test_a_username_that_is_taken_is_refused(api, ann):
    fields = newcomer() | {"username": ann.username}
    assert refusal(api.post("/users", {"user": fields})) == taken("username")
    assert refusal(login(api, fields["email"])) == BAD_LOGIN


def test_an_email_that_is_taken_is_refused_whatever_its_case(api, ann):
    fields = newcomer() | {"email": ann.email.upper()}
    assert refusal(api.post("/users", {"user": fields})) == taken("email")
    assert api.get(f"/profiles/{fields['username']}").status_code == 404


def test_both_taken_are_both_named_whoever_has_them(api, ann, bob):
    fields = {"username": ann.username, "email": bob.email, "password": PASSWORD}
    assert refusal(api.post("/users", {"user": fields})) == taken("username", "email")
    fields["email"] = ann.email
    assert refusal(api.post("/users", {"user": fields})) == taken("username", "email")


def test_every_character_of_a_long_password_counts(api):
    password = "x" * 256
    ann = api.register(password=password)
    assert refusal(login(api, ann.email, password[:-1])) == BAD_LOGIN
    assert refusal(login(api, ann.email, password[:-1] + "y")) == BAD_LOGIN
    assert login(api, ann.email, password).status_code == 200


def test_spaces_around_a_password_count(api):
    ann = api.register(password=f" {PASSWORD} ")
    assert refusal(login(api, ann.email, PASSWORD)) == BAD_LOGIN
    assert login(api, ann.email, f" {PASSWORD} ").status_code == 200


def test_a_password_of_any_script_works(api):
    password = "пароль 密码 🔑🔑"
    ann = api.register(password=password)
    assert login(api, ann.email, password).status_code == 200


def test_a_registration_cannot_set_what_is_not_its_own(api):
    extra = {"bio": "I am new.", "token": "mine", "id": 1, "admin": True, "unheard_of": [{}]}
    response = api.post("/users", {"user": newcomer() | extra, "admin": True})
    assert response.status_code == 201
    assert set(response.json()["user"]) == USER
    assert response.json()["user"]["token"] != "mine"
