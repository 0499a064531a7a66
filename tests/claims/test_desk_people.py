"""Accounts at the desk: invited by e-mail, closed, opened again, given a role; the back office by role."""

import re
from datetime import datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from claims import services
from claims.models import Case, Claimant, LedgerEntry, Metric, User, Verdict, Webhook
from sources.models import Host
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db
NEW = {"username": "eva", "email": "eva@example.org", "role": "checker", "first_name": "Eva", "last_name": ""}
PASSWORD = "correct horse battery"


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


def signed_in(user) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def seen(client: Client, address: str) -> dict[str, str]:
    """The digest of the row that the page's form shows."""
    return {"shown": client.get(address).context["adminform"].form["shown"].value()}


def house() -> list[str]:
    return list(LedgerEntry.objects.filter(chain="house").values_list("action", flat=True))


def test_a_colleague_is_invited_sets_a_password_and_signs_in(people, mailoutbox):
    answer = signed_in(people["chief"]).post("/desk/people/invite/", NEW)
    assert answer.status_code == 302
    (mail,) = mailoutbox
    assert mail.to == ["eva@example.org"]
    assert User.objects.get(username="eva").has_usable_password() is not True
    link = re.search(r"http://[^\s]+(/accounts/password/reset/key/\S+)", mail.body)
    assert link
    guest = Client()
    form = guest.get(link[1], follow=True)
    set_at = form.redirect_chain[-1][0]
    guest.post(set_at, {"password1": PASSWORD, "password2": PASSWORD})
    fresh = Client()
    fresh.post("/accounts/login/", {"login": "eva", "password": PASSWORD})
    assert fresh.get("/desk/").status_code == 200
    assert "Eva" in form.content.decode() or set_at
    # The link works once.
    assert "password1" not in Client().get(link[1], follow=True).text
    assert house() == ["account_invited"]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"username": "checker"}, "already exists"),
        ({"username": "zwei worte"}, "valid username"),
        ({"email": "no address"}, "valid email"),
        ({"email": "CHECKER@example.org"}, "already"),
        ({"role": "queen"}, "valid choice"),
    ],
)
def test_what_no_invitation_can_be(people, columns, words, mailoutbox):
    User.objects.filter(username="checker").update(email="checker@example.org")
    answer = signed_in(people["chief"]).post("/desk/people/invite/", NEW | columns)
    assert answer.status_code == 400
    assert words in answer.text
    assert not mailoutbox
    assert house() == []


def test_a_mail_that_cannot_be_sent_leaves_the_account_and_says_so(people, settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client = signed_in(people["chief"])
    answer = client.post("/desk/people/invite/", NEW, follow=True)
    assert "could not be sent" in answer.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(f"/desk/people/{User.objects.get(username='eva').pk}/", {"act": "mail"})
    assert len(mailoutbox) == 1


def test_closed_opened_again_and_given_a_role(people):
    client, checker = signed_in(people["chief"]), people["checker"]
    address = f"/desk/people/{checker.pk}/"
    assert "Give the reason" in client.post(address, {"act": "close"}).text
    claim = newsroom.in_research(people)
    services.assign(claim=claim, to=checker, actor=people["editor"])
    for act in ({"act": "close"}, {"act": "reopen"}, {"act": "role", "role": "auditor"}):
        assert client.post(address, act | {"note": "Elternzeit."}).status_code == 302
    checker.refresh_from_db()
    assert (checker.is_active, checker.role) == (True, "auditor")
    assert newsroom.fresh(claim).assignee is None
    assert house() == ["account_closed", "account_reopened", "role_changed"]
    assert client.post(address, {"act": "reopen", "note": "x"}).status_code == 400
    own = f"/desk/people/{people['chief'].pk}/"
    for act in ({"act": "close"}, {"act": "role", "role": "editor"}, {"act": "factor"}):
        assert "Nobody" in client.post(own, act | {"note": "x"}).text


def test_a_lost_second_factor_is_reset_and_sessions_end(people):
    editor = people["editor"]
    Authenticator.objects.create(user=editor, type="totp", data={})
    phone = signed_in(editor)
    address = f"/desk/people/{editor.pk}/"
    client = signed_in(people["chief"])
    client.post(address, {"act": "factor", "note": "Telefon verloren."})
    assert not Authenticator.objects.filter(user=editor).exists()
    assert phone.get("/desk/").status_code == 302
    assert "no second factor" in client.post(address, {"act": "factor", "note": "x"}).text


def test_the_first_account_is_a_chiefs():
    assert User.objects.create_superuser("first", "first@example.org", PASSWORD).may("govern")


@pytest.mark.parametrize("role", ["reporter", "checker", "editor", "auditor", "chief"])
def test_accounts_and_back_office_are_the_chiefs(people, role):
    client = signed_in(
        make.make_user(role, f"extra-{role}", is_staff=True, is_superuser=True)
    )  # flags that decide nothing
    chief = role == "chief"
    assert client.get("/desk/people/").status_code == (200 if chief else 403)
    answer = client.post(f"/desk/people/{people['checker'].pk}/", {"act": "close", "note": "x"})
    assert answer.status_code == (302 if chief else 403)
    assert client.get("/admin/").status_code == (200 if chief else 302)
    for table in ("claims/case", "claims/verdict", "claims/user", "claims/metric", "sources/host"):
        assert client.get(f"/admin/{table}/").status_code == (200 if chief else 302), table
    for table in ("authtoken/tokenproxy", "mfa/authenticator", "auth/group", "account/emailaddress"):
        assert client.get(f"/admin/{table}/").status_code in (302, 403, 404), table
    user = people["checker2"]
    client.post(f"/admin/claims/user/{user.pk}/change/", {"username": "x", "role": "chief"})
    user.refresh_from_db()
    assert user.role == "checker"


def test_how_a_host_is_asked_is_changed_in_the_log(people):
    host = Host.objects.create(key="example.org", interval=None, next_free_at=make.moment("2026-01-01"))
    client, address = signed_in(people["chief"]), f"/admin/sources/host/{host.pk}/change/"
    rest = {"backoff_until_0": "2026-12-01", "backoff_until_1": "12:00"} | seen(client, address)
    for wrong in ({"interval": "-1"}, {"interval": "nan"}, {"concurrency": "0"}):
        assert client.post(address, {"interval": "5", "concurrency": "1"} | rest | wrong).status_code == 200
    assert client.post("/admin/sources/host/add/", {"concurrency": "1"}).status_code == 403
    assert not LedgerEntry.objects.filter(action="reference_changed").exists()
    assert client.post(address, {"interval": "5", "concurrency": "1"} | rest).status_code == 302
    host.refresh_from_db()
    assert (host.interval, host.concurrency, host.next_free_at) == (5, 1, make.moment("2026-01-01"))
    entry = LedgerEntry.objects.get(chain="house", action="reference_changed")
    assert (entry.actor, entry.payload["row"]) == (people["chief"], "example.org")
    assert entry.payload["changes"]["interval"] == {"from": None, "to": 5.0}
    assert set(entry.payload["changes"]) == {"interval", "concurrency", "backoff_until"}
    assert newsroom.broken() == []


def rows_of_reference() -> dict[str, tuple[Any, str, Any]]:
    """A row of each table, a column, and what a colleague writes there meanwhile."""
    host = Host.objects.create(key="example.org", next_free_at=make.moment("2026-01-01"))
    metric = Metric.objects.create(slug="cameras", label_de="Kameras", counted="camera")
    webhook = Webhook.objects.create(name="Chat", url="https://chat.example.org/x", style="slack")
    return {
        "claims/case": (make.make_case(title_de="Alt"), "title_de", "Ihres"),
        "claims/verdict": (Verdict.objects.get(slug="accurate"), "label_en", "Right"),
        "claims/claimant": (
            Claimant.objects.create(name="Amt", kind="organisation"),
            "display_de",
            "Das Amt",
        ),
        "claims/metric": (metric, "label_en", "Cameras"),
        "claims/webhook": (webhook, "name", "Raum"),
        "sources/host": (host, "concurrency", 3),
    }


def as_shown(form: Any) -> dict[str, Any]:
    """What a browser sends of a form that nobody touched."""
    sent: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if isinstance(value, datetime):
            sent |= {f"{field.html_name}_0": f"{value:%Y-%m-%d}", f"{field.html_name}_1": f"{value:%H:%M:%S}"}
        elif value is not None and value is not False:
            sent[field.html_name] = value
    return sent


@pytest.mark.parametrize(
    "table",
    ["claims/case", "claims/verdict", "claims/claimant", "claims/metric", "claims/webhook", "sources/host"],
)
def test_a_chief_who_was_outrun_undoes_nothing_unseen(people, table):
    row, column, theirs = rows_of_reference()[table]
    client, address = signed_in(people["chief"]), f"/admin/{table}/{row.pk}/change/"
    typed = as_shown(client.get(address).context["adminform"].form)
    mine = 2 if isinstance(theirs, int) else "Meines"
    type(row).objects.filter(pk=row.pk).update(**{column: theirs})
    answer = client.post(address, typed | {column: mine})
    row.refresh_from_db()
    assert (answer.status_code, getattr(row, column)) == (200, theirs)
    shown = answer.context["adminform"].form
    assert str(shown[column].value()) == str(mine)
    assert shown.errors[column] == [f"Now: {theirs}"]
    assert "Somebody else" in shown.errors["__all__"][0]
    assert client.post(address, as_shown(shown)).status_code == 302
    row.refresh_from_db()
    assert getattr(row, column) == mine
    assert newsroom.broken() == []


@pytest.mark.parametrize(("language", "named"), [("en", "Back office"), ("de", "Verwaltung")])
def test_the_back_office_is_called_by_what_it_is(people, language, named):
    text = signed_in(people["chief"]).get("/admin/", headers={"accept-language": language}).text
    assert named in text
    assert "Django" not in text


def test_what_is_not_in_the_form_outruns_nobody(people):
    host = Host.objects.create(key="example.org", next_free_at=make.moment("2026-01-01"))
    client, address = signed_in(people["chief"]), f"/admin/sources/host/{host.pk}/change/"
    typed = as_shown(client.get(address).context["adminform"].form)
    Host.objects.update(next_free_at=make.moment("2026-01-02"))
    assert client.post(address, typed | {"concurrency": 4}).status_code == 302
    assert Host.objects.get().concurrency == 4
    assert client.post(address, typed | {"shown": ""}).status_code == 200


def test_members_that_changed_meanwhile_are_told(people):
    case = make.make_case(eyes=4, title_de="Alt")
    client, address = signed_in(people["chief"]), f"/admin/claims/case/{case.pk}/change/"
    typed = as_shown(client.get(address).context["adminform"].form)
    colleague = make.make_user("chief", "chief2")
    services.save_reference(
        row=Case.objects.get(), actor=colleague, given={"eyes": 6, "members": [colleague]}
    )
    answer = client.post(address, typed | {"title_de": "Neu"})
    assert (answer.status_code, Case.objects.get().eyes, Case.objects.get().title_de) == (200, 6, "Alt")
    shown = answer.context["adminform"].form
    assert shown.errors["eyes"] == ["Now: 6"]
    assert shown.errors["members"] == ["Now: chief2"]
    german = client.post(address, typed | {"title_de": "Neu"}, headers={"accept-language": "de"})
    assert "Jetzt: 6" in german.text
    again = as_shown(shown) | {"eyes": 6, "members": [colleague.pk]}
    assert client.post(address, again).status_code == 302
    assert (Case.objects.get().eyes, Case.objects.get().title_de) == (6, "Neu")


def test_policy_members_and_scale_are_changed_in_the_log(people):
    case = make.make_case(eyes=6, title_en="", list_open_claims=False, show_suggestions=False)
    client = signed_in(people["chief"])
    told = {"title_de": case.title_de, "kind": case.kind, "eyes": 4, "slug": "other"}
    told |= {"members": [people["reporter"].pk, people["checker"].pk]}
    address = f"/admin/claims/case/{case.pk}/change/"
    assert client.post(address, told | seen(client, address)).status_code == 302
    was, case = case, Case.objects.get(pk=case.pk)
    assert (case.eyes, case.revision, case.slug) == (4, 2, was.slug)
    entry = LedgerEntry.objects.get(chain=f"case:{case.slug}", action="reference_changed")
    assert (entry.actor, entry.payload["changes"]) == (
        people["chief"],
        {"eyes": {"from": 6, "to": 4}, "members": {"from": [], "to": ["checker", "reporter"]}},
    )
    again = LedgerEntry.objects.count()
    assert client.post(address, told | seen(client, address)).status_code == 302
    assert LedgerEntry.objects.count() == again
    new = {"slug": "half", "position": 11, "label_de": "Halb", "label_en": "Half", "definition_de": "Halb."}
    assert client.post("/admin/claims/verdict/add/", new | {"definition_en": "Half."}).status_code == 302
    added = LedgerEntry.objects.get(chain="house", action="reference_added").payload
    assert (added["table"], added["row"], added["changes"]["label_en"]["to"]) == ("verdict", "half", "Half")
    verdict = Verdict.objects.get(slug="half")
    changed = new | {"definition_en": "In half.", "slug": "quarter", "rank": 5}
    address = f"/admin/claims/verdict/{verdict.pk}/change/"
    assert client.post(address, changed | seen(client, address)).status_code == 302
    verdict.refresh_from_db()
    assert (verdict.definition_en, verdict.slug, verdict.rank) == ("In half.", "half", None)
    with pytest.raises(services.NotAllowed):
        services.save_reference(row=verdict, actor=people["editor"], given={"label_en": "x"})
    assert newsroom.broken() == []
