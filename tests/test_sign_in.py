"""Signing in: a second factor for those who publish, throttling, no open registration, sessions that end."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

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
