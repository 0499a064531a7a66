"""Signing in: a second factor for those who publish, throttling, no open registration, sessions that end."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from claims import services
from tests import factories as make

pytestmark = pytest.mark.django_db
ACTIVATE = "/accounts/2fa/totp/activate/"
PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _production(settings):
    settings.FACTCHECK_SECOND_FACTOR = True
    cache.clear()
    yield
    cache.clear()


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def signed_in(role: str, *, factors: str = "") -> Client:
    user = make.make_user(role)
    if "totp" in factors:
        TOTP.activate(user, SECRET)
    if "codes" in factors:
        RecoveryCodes.activate(user)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", ["editor", "chief"])
@pytest.mark.parametrize("factors", ["", "totp", "codes"])
def test_who_publishes_is_led_to_the_second_factor(role, factors):
    client = signed_in(role, factors=factors)
    for address in ("/desk/", "/admin/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, ACTIVATE)
    told = client.get("/api/v1/claims/")
    assert (told.status_code, told["Content-Type"]) == (403, "application/problem+json")
    assert client.get("/de/").status_code == 200


@pytest.mark.parametrize(
    ("role", "factors"),
    [("editor", "totp codes"), ("chief", "totp codes"), ("checker", ""), ("reporter", "")],
)
def test_who_has_it_or_needs_none_works(role, factors):
    client = signed_in(role, factors=factors)
    assert client.get("/desk/").status_code == 200
    assert client.get("/api/v1/claims/").status_code == 200


def test_in_a_demonstration_it_may_be_off(settings):
    settings.FACTCHECK_SECOND_FACTOR = False
    assert signed_in("chief").get("/desk/").status_code == 200


def test_setting_it_up_brings_recovery_codes_and_then_signing_in_asks_for_the_code():
    user = make.make_user("editor", "eva")
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post("/accounts/login/", {"login": "eva", "password": PASSWORD})
    # Whoever finds an open session cannot add a factor of their own: the password is asked again.
    reauthenticate = client.get(ACTIVATE)["Location"]
    client.post(reauthenticate, {"password": PASSWORD})
    page = client.get(ACTIVATE)
    secret = re.search(r'value="([A-Z2-7]{16,})"', page.text)
    assert secret
    client.post(ACTIVATE, {"code": code(secret[1])})
    held = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    assert held == {"totp", "recovery_codes"}
    assert client.get("/desk/").status_code == 200
    # Next time the password alone opens nothing.
    again = Client()
    answer = again.post("/accounts/login/", {"login": "eva", "password": PASSWORD})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert again.get("/desk/").status_code == 302
    recovery = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    again.post("/accounts/2fa/authenticate/", {"code": recovery})
    assert again.get("/desk/").status_code == 200


def test_readers_pages_do_not_look_at_the_session():
    answer = signed_in("editor").get("/de/")
    assert "Cookie" not in answer.get("Vary", "")


def test_guessing_passwords_is_throttled():
    user = make.make_user("checker", "carl")
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    for _ in range(5):
        client.post("/accounts/login/", {"login": "carl", "password": "wrong"})
    client.post("/accounts/login/", {"login": "carl", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    cache.clear()
    client.post("/accounts/login/", {"login": "carl", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_session_lasts_a_working_day():
    client = signed_in("checker")
    until = Session.objects.get().expire_date
    assert timedelta(hours=11) < until - timezone.now() <= timedelta(hours=12)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/desk/").status_code == 302


def test_nobody_registers_by_themselves():
    fields = {"username": "eve", "email": "eve@example.org", "password1": PASSWORD, "password2": PASSWORD}
    answer = Client().post("/accounts/signup/", fields)
    assert "_auth_user_id" not in Client().session
    assert answer.status_code == 200
    assert not make.User.objects.filter(username="eve").exists()


def test_who_was_invited_sets_the_password_and_then_the_second_factor(mailoutbox):
    """allauth takes down the address by which the password was set, as not confirmed: no hindrance."""
    chief = make.make_user("chief")
    user = services.invite(username="nora", email="nora@example.org", role="editor", actor=chief)
    services.mail_invitation(user)
    address = re.search(r"http://\S+(/accounts/\S+)", mailoutbox[0].body)
    assert address
    client = Client()
    page = client.get(address[1], follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    client.post("/accounts/login/", {"login": "nora", "password": PASSWORD})
    assert client.get("/desk/")["Location"] == ACTIVATE
    client.post(client.get(ACTIVATE)["Location"], {"password": PASSWORD})
    page = client.get(ACTIVATE)
    assert (page.status_code, 'name="code"' in page.text) == (200, True)


def test_a_new_password_by_mail_tells_strangers_nothing(mailoutbox):
    make.make_user("checker", "carl", email="carl@example.org")
    told = [
        Client().post("/accounts/password/reset/", {"email": email}, follow=True).text
        for email in ("carl@example.org", "nobody@example.org")
    ]
    assert told[0] == told[1]
    assert [message.to for message in mailoutbox] == [["carl@example.org"]]
    assert "/accounts/password/reset/key/" in mailoutbox[0].body


def test_too_many_tries_are_told_in_words():
    answers = [Client().post("/accounts/password/reset/", {"email": "a@example.org"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Das war zu oft" in answers[-1].text


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page():
    page = "http://testserver/desk/claims/abc/?at=1"
    for referer, back in (
        (page, "/desk/claims/abc/%3Fat%3D1"),
        ("http://elsewhere.example/desk/", "/desk/"),
        ("", "/desk/"),
    ):
        answer = Client().post(
            "/desk/claims/abc/assess/", {"verdict": "accurate"}, headers={"referer": referer}
        )
        assert answer["Location"] == f"/accounts/login/?next={back}"


def test_what_an_account_may_not_do_is_said_on_a_page_of_the_house():
    answer = signed_in("checker").get("/desk/people/")
    assert (answer.status_code, 'id="why"' in answer.text) == (403, True)


def test_a_form_from_before_the_sign_in_is_told_from_a_missing_right():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.make_user("checker"))
    answer = client.post("/desk/assign/")
    assert (answer.status_code, 'id="stale"' in answer.text) == (403, True)


def test_the_address_of_an_account_is_the_chiefs_to_change():
    client = signed_in("checker")
    answer = client.post("/accounts/email/", {"action_add": "", "email": "other@example.org"}, follow=True)
    assert answer.request["PATH_INFO"] == "/accounts/2fa/"
    assert not EmailAddress.objects.filter(email="other@example.org").exists()
