"""Webhooks through the API: the chief's alone, and no secret ever comes out."""

import json

import pytest

from claims.models import Delivery, LedgerEntry, Webhook
from tests import factories as make
from tests.claims.api_rows import ROLES, Api
from tests.lyingserver import LyingServer

pytestmark = pytest.mark.django_db

SECRET = "a-secret-of-the-house"
GIVEN = {"name": "chat", "url": "https://hooks.example/a", "style": "slack", "secret": SECRET}


@pytest.fixture
def chief() -> Api:
    return Api(make.make_user("chief", "chief"))


@pytest.mark.parametrize(("role", "status"), [("", 401), *((r, 403) for r in ROLES if r != "chief")])
def test_nobody_else_learns_of_them(role, status):
    webhook = Webhook.objects.create(name="chat", url="https://hooks.example/a")
    api = Api(make.make_user(role) if role else None)
    for answer in (
        api.get("webhooks/"),
        api.get(f"webhooks/{webhook.pk}/"),
        api.get(f"webhooks/{webhook.pk}/deliveries/"),
        api.post("webhooks/", GIVEN),
        api.post(f"webhooks/{webhook.pk}/test/"),
        api.patch(f"webhooks/{webhook.pk}/", {"active": False}),
    ):
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"
    assert Webhook.objects.get().active


def test_added_changed_and_never_showing_its_secret(chief):
    made = chief.post("webhooks/", GIVEN)
    assert made.status_code == 201
    webhook = Webhook.objects.get()
    assert (webhook.style, webhook.secret) == ("slack", SECRET)
    address = f"webhooks/{webhook.pk}/"
    shown = chief.get(address)
    changed = chief.patch(address, {"active": False, "secret": "another-secret-here"}, If_Match=shown["ETag"])
    assert (changed.status_code, changed.json()["active"]) == (200, False)
    webhook.refresh_from_db()
    assert webhook.secret == "another-secret-here"
    late = chief.patch(address, {"name": "late"}, If_Match=shown["ETag"])
    assert late.status_code == 412
    for answer in (made, shown, changed, chief.get("webhooks/")):
        assert b"secret" not in answer.content
    entries = LedgerEntry.objects.filter(chain="house").order_by("sequence")
    assert [entry.action for entry in entries] == ["webhook_added", "webhook_changed"]
    assert entries[0].payload["host"] == "hooks.example"
    assert entries[1].payload == {"webhook": "chat", "active": False, "secret": "new"}
    told = json.dumps([entry.payload for entry in entries])
    assert SECRET not in told
    assert GIVEN["url"] not in told


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"secret": None}, "secret"),
        ({"secret": "short"}, "secret"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "https://user:password@hooks.example/"}, "url"),
        ({"style": "fax"}, "style"),
        ({"name": "taken"}, "name"),
        ({"tocken": "x"}, "tocken"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(chief, wrong, field):
    Webhook.objects.create(name="taken", url="https://hooks.example/b")
    answer = chief.post("webhooks/", {k: v for k, v in (GIVEN | wrong).items() if v is not None})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert Webhook.objects.count() == 1


def test_they_are_not_deleted(chief):
    webhook = Webhook.objects.create(name="chat", url="https://hooks.example/a")
    answer = chief.client.delete(f"/api/v1/webhooks/{webhook.pk}/", headers=chief.headers)
    assert answer.status_code == 405


def test_a_message_to_try_it_out(chief, settings):
    with LyingServer() as receiver:
        settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32"]
        settings.FACTCHECK_FETCH_PORTS = [receiver.port]
        receiver.pages["/hook"] = (200, {}, b"ok")
        good = chief.post("webhooks/", GIVEN | {"url": receiver.url("/hook"), "style": "json"}).json()
        bad = chief.post("webhooks/", GIVEN | {"url": receiver.url("/none"), "name": "other"}).json()
        arrived = chief.post(f"webhooks/{good['id']}/test/").json()
        lost = chief.post(f"webhooks/{bad['id']}/test/").json()
    assert (arrived["succeeded"], arrived["status_code"], arrived["notices"]) == (True, 200, 0)
    assert (lost["succeeded"], lost["trouble"]) == (False, "The address answered 404.")
    assert receiver.requests[0].headers["x-factcheck-signature"].startswith("t=")
    assert [row["succeeded"] for row in chief.rows(f"webhooks/{good['id']}/deliveries/")] == [True]
    assert Delivery.objects.count() == 2


def test_a_private_address_is_no_oracle(chief):
    made = chief.post("webhooks/", GIVEN | {"url": "http://127.0.0.1/"}).json()
    tried = chief.post(f"webhooks/{made['id']}/test/").json()
    assert (tried["succeeded"], tried["status_code"]) == (False, None)
    assert tried["trouble"] == "The address does not belong to the public web."


def test_the_back_office_keeps_to_the_same_rules_and_the_same_log(client):
    client.force_login(make.make_user("chief"))
    add = "/admin/claims/webhook/add/"
    refused = client.post(add, GIVEN | {"url": "https://user:password@hooks.example/"})
    assert (refused.status_code, Webhook.objects.count()) == (200, 0)
    assert client.post(add, GIVEN | {"active": "on"}).status_code == 302
    webhook = Webhook.objects.get()
    assert (webhook.url, webhook.active) == (GIVEN["url"], True)
    change = f"/admin/claims/webhook/{webhook.pk}/change/"
    shown = client.get(change).context["adminform"].form["shown"].value()
    assert client.post(change, GIVEN | {"shown": shown}).status_code == 302
    webhook.refresh_from_db()
    assert not webhook.active
    entries = LedgerEntry.objects.filter(chain="house").order_by("sequence")
    assert [entry.action for entry in entries] == ["webhook_added", "webhook_changed"]
    assert entries[1].payload == {"webhook": "chat", "active": False}
