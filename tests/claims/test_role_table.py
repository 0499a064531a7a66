"""The role table, address by address: who may open what, and that nobody learns what exists.

One policy: who is not signed in is led to sign in (302; the API says 401). What a colleague may not see does
not exist for them (404); what they may see but not do is refused (403). Every address of the site stands in
this table; a new one fails the last test until it does.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.authtoken.models import Token

from claims import services
from claims.models import Claim
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db

EVERYBODY = ("", "reporter", "checker", "editor", "chief", "auditor")
READERS = ("checker", "editor", "chief", "auditor")  # of everything
NOBODY: tuple[str, ...] = ()
ADD = ("reporter", "checker", "editor", "chief")
ASSESS = ("checker", "editor", "chief")
EDIT = ("editor", "chief")
CHIEF = ("chief",)

# Pages of a claim in the reporter's own case: address, body of a write (None: read), who is let in.
OWN = ("reporter", *READERS)
RATING = {"verdict": "misleading", "certainty": "strong", "one_sentence_de": "Eine laufende Summe."}
DESK: list[tuple[str, dict[str, str] | None, tuple[str, ...]]] = [
    ("/desk/", None, OWN),
    ("/desk/ledger/", None, OWN),
    ("/desk/findings/", None, OWN),
    ("/desk/links/", None, OWN),
    ("/desk/notices/", None, OWN),
    ("/desk/activity/", None, OWN),
    ("/desk/views/", {"name": "Meine", "tray": "mine"}, OWN),
    ("/desk/people/", None, CHIEF),
    ("/desk/people/invite/", {}, CHIEF),
    ("/desk/articles/{article}/", None, OWN),
    ("/desk/articles/{article}/record/", {"start": "0", "end": "8"}, ADD),
    ("/desk/claims/{claim}/", None, OWN),
    (
        "/desk/claims/{claim}/edit/",
        {"expected_revision": "{revision}", "statement_de": "Neu.", "rated": "content"},
        ADD,
    ),
    ("/desk/claims/{claim}/assess/", RATING | {"reference_point": "as_of_check"}, ASSESS),
    ("/desk/claims/{claim}/assign/", {"to": "{checker}", "expected_revision": "{revision}"}, EDIT),
    ("/desk/claims/{claim}/comment/", {"text": "Wer hat das Blatt?"}, ADD),
    ("/desk/claims/{claim}/decline/", {"reason": "outdated"}, EDIT),
    ("/desk/claims/{claim}/chief/", {"act": "hold_legally", "reason": "Verfahren."}, CHIEF),
    ("/desk/claims/{claim}/withdraw/", {"note_de": "Der Beleg war falsch."}, CHIEF),
    (
        "/desk/claims/{claim}/passage/",
        {"passage": "{passage}", "act": "suppress", "reason": "Urheberrecht."},
        CHIEF,
    ),
    ("/desk/claims/{claim}/review/", None, OWN),
]
API: list[tuple[str, dict[str, object] | None, tuple[str, ...]]] = [
    ("claims/{claim}/", None, OWN),
    ("claims/{claim}/ledger/", None, OWN),
    ("claims/{claim}/assessments/", None, OWN),
    ("passages/", None, OWN),
    ("captures/", None, OWN),
    ("checks/", None, OWN),
    ("findings/", None, OWN),
    ("rulings/", None, OWN),
    (
        "claims/{claim}/assess/",
        {"verdict": "misleading", "certainty": "strong", "one_sentence_de": "x"},
        ASSESS,
    ),
    ("claims/{claim}/transition/", {"to": "declined", "note": "Doppelt."}, EDIT),
    ("claims/{claim}/reply/", {"waived_reason": "Amtlich."}, ADD),
    ("claims/{claim}/publish/", {}, EDIT),
    ("claims/{claim}/assign/", {"assignee": None}, EDIT),
]
# An empty form is given back to who may fill it in, and one for what there is not (no fact-check yet).
ASKED_BACK = ("/desk/people/invite/", "/desk/claims/{claim}/withdraw/")
REFUSED = (302, 401, 403, 404, 405)


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


@pytest.fixture
def claim(people) -> Claim:
    return newsroom.in_research(people)


def filled(value, claim: Claim):
    if isinstance(value, dict):
        return {name: filled(each, claim) for name, each in value.items()}
    known = {
        "claim": claim.public_id,
        "article": claim.article.slug,
        "revision": claim.revision,
        "passage": claim.appearances.values_list("passage", flat=True).first(),
        "checker": make.User.objects.get(username="checker").pk,
    }
    return value.format(**known) if isinstance(value, str) else value


def named(value) -> str:
    return value if isinstance(value, str) else ""


@contextmanager
def undone() -> Iterator[None]:
    """What one role may do is not in the way of the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def desk(role: str, people, address: str, body) -> int:
    client = Client()
    if role:
        client.force_login(people[role])
    answer = client.get(address) if body is None else client.post(address, body)
    if answer.status_code == 302 and "/accounts/login/" not in answer["Location"]:
        return 200  # done, and led back
    return answer.status_code


def api(role: str, people, address: str, body) -> int:
    client, headers = Client(), {}
    if role:
        token = Token.objects.get_or_create(user=people[role])[0]
        headers = {"Authorization": f"Token {token.key}"}
    address = f"/api/v1/{address}"
    if body is None:
        return client.get(address, headers=headers).status_code
    return client.post(address, body, content_type="application/json", headers=headers).status_code


@pytest.mark.parametrize(("address", "body", "let_in"), DESK, ids=named)
def test_the_desk(people, claim, address, body, let_in):
    address_of_it, filled_in = filled(address, claim), filled(body, claim)
    for role in EVERYBODY:
        with undone():
            status = desk(role, people, address_of_it, filled_in)
        if role in let_in:
            assert status == (200 if address not in ASKED_BACK else 400), (role, status)
        else:
            assert status == (403 if role else 302), (role, status)


@pytest.mark.parametrize(("address", "body", "let_in"), API, ids=named)
def test_the_api(people, claim, address, body, let_in):
    hidden = address.startswith("claims/") and body is None and address.count("/") == 2
    address_of_it, filled_in = filled(address, claim), filled(body, claim)
    for role in EVERYBODY:
        with undone():
            status = api(role, people, address_of_it, filled_in)
        if role in let_in:
            assert status not in REFUSED, (role, status)
            assert status < 500
        else:
            assert status == (403 if role else 404 if hidden else 401), (role, status)


def test_what_is_not_of_a_reporter_s_cases_does_not_exist_for_them(people, claim):
    stranger = {"stranger": make.make_user("reporter", "stranger")}
    for address, body, _ in DESK:
        if "{" in address:
            there = desk("stranger", stranger, filled(address, claim), filled(body, claim) if body else body)
            nowhere = desk("stranger", stranger, address.format(claim="nothing", article="nothing"), body)
            assert (there, nowhere) == (404, 404), address
    for address, body, _ in API:
        if "{" in address:
            there = api("stranger", stranger, filled(address, claim), body)
            nowhere = api("stranger", stranger, address.format(claim="nothing"), body)
            assert there == nowhere == (404 if there == 404 else 403), address


def test_own_manuscripts_and_work_are_nowhere_for_readers(people, claim):
    services.edit_claim(claim=claim, actor=people["editor"], expected_revision=claim.revision, topic="geheim")
    for address in (f"/de/claims/{claim.public_id}/", f"/de/articles/{claim.article.slug}/"):
        assert Client().get(address).status_code == 404
    assert claim.public_id not in Client().get("/api/v1/claims/").text


# --- every address is classified ---------------------------------------------------------------------

# Open to all: each shows what its reader may see. Desk pages and resources of the API are found by what they
# are made of; back office and accounts stand in test_desk_people and test_sign_in.
PUBLIC_NAMES = set(
    "home case article claim claim-changes metric scale document search corrections methodology sitemap "
    "sitemap-section feed-reviews feed-reviews-json feed-corrections seals seal proof metric-csv metric-json "
    "schema docs claim-search api-root feed-claimreview feed-seals claimreview claim-embed oembed".split()
)


def patterns(resolver: URLResolver, prefix: str = ""):
    for each in resolver.url_patterns:
        address = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, address)
        elif isinstance(each, URLPattern):
            yield address, each


def test_every_address_stands_behind_a_rule():
    """A page of the desk, a resource that goes through the Reader, or public by name."""
    unknown = []
    for address, pattern in patterns(get_resolver()):
        view = pattern.callback
        if address.startswith(("admin/", "accounts/", "healthz", "readyz", "robots.txt")):
            continue
        if address.startswith("desk/"):
            if not (pattern.name or "").startswith("desk"):
                unknown.append(address)
        elif address.startswith("api/v1/") and hasattr(getattr(view, "cls", None), "reader"):
            continue
        elif pattern.name not in PUBLIC_NAMES and address != "api/":
            unknown.append(address)
    assert not unknown, "classify these addresses: who may open them?"


def test_no_desk_page_opens_without_signing_in():
    """Whatever the address holds: nobody is let in before the page looks for anything."""
    tried = 0
    for address, _pattern in patterns(get_resolver()):
        if address.startswith("desk/"):
            path = "/" + re.sub("<int:[a-z_]+>", "1", address)
            path = re.sub("<(slug|str):[a-z_]+>", "nothing", path)
            assert "<" not in path
            for answer in (Client().get(path), Client().post(path)):
                assert answer.status_code in (302, 401, 405), path
                if answer.status_code == 302:
                    assert "/accounts/login/" in answer["Location"], path
            tried += 1
    assert tried > 30
