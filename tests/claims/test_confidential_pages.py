"""What named persons alone may read is nowhere at the desk for anybody else, whatever their role."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from claims import packets, services
from claims.models import Confidant
from sources.models import Document
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db
TITLE, WORDS, PLACE = "Ein vertrauliches Gespräch", "Das hat sie so gesagt.", "https://geheim.example/akte"


def test_a_named_source_on_every_page_of_the_desk():
    people = newsroom.hire()
    claim = newsroom.in_research(people)
    document = make.make_document(TITLE, confidentiality="named")
    Confidant.objects.create(document=document, user=people["checker"])
    link = make.make_link(document, PLACE)
    evidence = services.cite(
        claim=claim, document=document, stance="refutes", exact=WORDS, actor=people["checker"]
    )
    copy = make.make_capture(document, f"Vorher. {WORDS} Nachher.", link=link)
    finding = make.make_finding(link, "passage_missing", passage=evidence.passage)
    pages = [
        "/desk/", "/desk/findings/", f"/desk/findings/{finding.pk}/", "/desk/links/",
        f"/desk/links/{link.pk}/",
        f"/desk/captures/{copy.capture_id}/", f"/desk/claims/{claim.public_id}/", "/desk/notices/",
        f"/desk/claims/{claim.public_id}/review/", f"/desk/articles/{claim.article.slug}/",
        f"/desk/ledger/?claim={claim.public_id}", "/desk/ledger/", "/desk/findings.atom",
        "/admin/sources/link/", f"/admin/sources/link/{link.pk}/change/", "/admin/sources/document/",
        "/admin/sources/finding/", f"/admin/sources/finding/{finding.pk}/change/",
    ]  # fmt: skip
    seen = set()
    for name, person in people.items():
        client = Client()
        client.force_login(person)
        for page in pages:
            answer = client.get(page)
            text = answer.content.decode()
            told = [word for word in (TITLE, WORDS, PLACE) if word in text]
            if name == "checker":
                seen.update(told)
            else:
                assert not told, (name, page, told)
            if name != "checker" and page in (pages[2], pages[4], pages[5]):
                assert answer.status_code == 404, (name, page)
    assert seen == {TITLE, WORDS, PLACE}  # so that their absence elsewhere says something


def test_a_source_without_a_name_is_told_by_its_weight():
    """On the page, by API and in the package; also once it was opened, until the next version names it."""
    people = newsroom.hire()
    claim = newsroom.in_research(people)
    source = services.add_document(
        actor=people["checker"], case=claim.article.case, medium="interview", title=TITLE, tier="primary",
        confidentiality="anonymised",
        particulars={"whom": "Frau X", "when": "2018", "where": "Berlin", "described_de": "Eine Beamtin"},
    )  # fmt: skip
    services.cite(claim=claim, document=source, stance="refutes", exact=WORDS, actor=people["checker"])
    newsroom.rate(newsroom.fresh(claim), people["checker"])
    newsroom.rate(newsroom.fresh(claim), people["editor"])
    services.record_reply(claim=claim, actor=people["editor"], waived_reason="Amtlich.")
    review = services.publish(claim=newsroom.fresh(claim), actor=people["editor"])
    commitment = review.snapshot["evidence"][0]["commitment"]
    for level in ("anonymised", "public"):
        Document.objects.filter(pk=source.pk).update(confidentiality=level)
        page = Client().get(f"/de/claims/{claim.public_id}/").text
        assert "Eine Beamtin" in page
        assert commitment[:16] in page
        assert "Noch ist kein Beleg erfasst" not in page
        told = Client().get(f"/api/v1/claims/{claim.public_id}/")
        assert told.json()["withheld"] == [
            {"stance": "refutes", "tier": "primary", "described_de": "Eine Beamtin", "described_en": "",
             "commitment": commitment}
        ]  # fmt: skip
        out = BytesIO()
        packets.write(newsroom.fresh(claim), out)
        with ZipFile(out) as archive:
            (piece,) = json.loads(archive.read("evidence.json"))
        assert (piece["commitment"], piece["withheld"]) == (commitment, True)
        listed = Client().get(f"/api/v1/evidence/?claim={claim.public_id}").text
        for secret in (TITLE, WORDS, "Frau X"):
            assert secret not in page + told.text + str(piece) + listed, (level, secret)
