"""Evidence packages: what goes in, what stays out, and that verify.py sees every change."""

import json
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from warcio.archiveiterator import ArchiveIterator

from claims import ledger, services
from claims.models import Claim
from sources import services as sources
from sources.models import CaptureText, Document
from tests import factories as make
from tests.claims import newsroom
from tests.claims.test_exportwarc import saved

pytestmark = pytest.mark.django_db

TEXT = "Das Gericht zählt. Seit 2013 wurden 17,46 Millionen Buchungen verweigert. Mehr steht hier nicht."
CITED = "Seit 2013 wurden 17,46 Millionen Buchungen verweigert."


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


@pytest.fixture
def claim(people, settings) -> Claim:
    """Published on a passage selected in a saved copy and on a source that only the desk knows; sealed."""
    settings.FACTCHECK_SEAL_KEY = "11" * 32
    claim = newsroom.in_research(people)
    report = make.make_document("Gerichtsbericht")
    make.make_link(report, "https://court.example/report")
    text = CaptureText.objects.create(
        capture=saved(report, TEXT.encode()), extractor="plain", version="1", text=TEXT,
        text_sha256=sources.sha256(TEXT),
    )  # fmt: skip
    passage = sources.select_passage(text, TEXT.index(CITED), TEXT.index(CITED) + len(CITED), locator="S. 21")
    services.cite(claim=claim, document=report, stance="refutes", passage=passage, actor=people["reporter"])
    secret = make.make_document("Die Quelle im Amt", confidentiality="desk", medium="paper")
    services.cite(claim=claim, document=secret, stance="context", locator="Blatt 1", actor=people["checker"])
    newsroom.rate(claim, people["checker"])
    newsroom.rate(claim, people["editor"])
    services.record_reply(claim=claim, actor=people["editor"], waived_reason="Amtlich.")
    services.publish(claim=claim, actor=people["editor"])
    ledger.make_seal()
    return newsroom.fresh(claim)


def unpacked(claim: Claim, folder: Path, *options: str) -> Path:
    call_command("packet", claim.public_id, str(folder / "packet.zip"), *options)
    with ZipFile(folder / "packet.zip") as archive:
        archive.extractall(folder / "packet")
    assert [path.name for path in folder.glob("*.part")] == []
    return folder / "packet"


def verify(packet: Path) -> tuple[int, list[str]]:
    """As whoever receives it would: another Python process, isolated from everything installed."""
    done = subprocess.run([sys.executable, "-I", "-S", packet / "verify.py"], capture_output=True, text=True)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_everything_fits_and_every_change_is_seen(claim, tmp_path):
    packet = unpacked(claim, tmp_path)
    assert verify(packet) == (0, ["everything fits (sealed)"])
    copy = next((packet / "copies").iterdir())
    assert copy.read_bytes() == TEXT.encode()
    with (packet / "copies.warc.gz").open("rb") as file:
        bodies = [record.content_stream().read() for record in ArchiveIterator(file, check_digests="raise")]
    assert TEXT.encode() in bodies

    def seen(name: str, change: Callable[[bytes], bytes | None], *, forge: bool = True) -> str:
        """What is said of a changed file; `forge` makes the manifest fit, as a forger would."""
        kept, manifest = (packet / name).read_bytes(), (packet / "manifest.json").read_bytes()
        changed = change(kept)
        if changed is None:
            (packet / name).unlink()
        else:
            (packet / name).write_bytes(changed)
            if forge:
                listed = json.loads(manifest)
                listed["files"][name]["sha256"] = sources.sha256(changed.decode())
                (packet / "manifest.json").write_text(json.dumps(listed))
        code, lines = verify(packet)
        (packet / name).write_bytes(kept)
        (packet / "manifest.json").write_bytes(manifest)
        assert code == 1
        return " ".join(lines)

    assert "review.json: was altered" in seen("review.json", lambda body: body + b" ", forge=False)
    assert "is missing" in seen(f"copies/{copy.name}", lambda _: None)
    assert "copy" in seen(f"copies/{copy.name}", lambda body: body.replace(b"17,46", b"17,47"))
    text = next((packet / "texts").iterdir())
    assert "does not stand where" in seen(f"texts/{text.name}", lambda body: b"x" + body)
    assert "fit its digest" in seen("evidence.json", lambda body: body.replace(b"17,46", b"17,47"))
    assert "entry 2 was altered" in seen("log.json", lambda body: body.replace(b'"moved"', b'"stayed"', 1))
    assert "content of entry" in seen(
        "log.json", lambda body: body.replace(b'"kind": "first"', b'"kind": "x"')
    )
    assert "sealed" in seen("log.json", lambda body: json.dumps(json.loads(body)[:-1]).encode())
    other = "0" * 64
    root = json.loads((packet / "proof.json").read_text())["seal"]["root"]
    forged = seen("proof.json", lambda body: body.replace(root.encode(), other.encode()))
    assert "does not lead to its root" in forged
    assert "signature does not fit" in forged


def test_the_log_tells_what_its_reader_may_read(claim, people, tmp_path):
    def contents(folder: Path, *options: str) -> dict[str, list]:
        folder.mkdir()
        packet = unpacked(claim, folder, *options)
        assert verify(packet)[0] == 0
        entries = json.loads((packet / "log.json").read_text())
        return {
            "told": [e["action"] for e in entries if "payload" in e],
            "all": [e["action"] for e in entries],
        }

    anybody, editor = contents(tmp_path / "a"), contents(tmp_path / "b", "--as", "editor")
    assert anybody["all"] == editor["all"] == newsroom.acts(claim)
    assert anybody["told"] == ["published"]
    assert editor["told"] == editor["all"]


def test_what_is_confidential_stays_in_the_house(claim, tmp_path):
    packet = unpacked(claim, tmp_path)
    everything = b"".join(path.read_bytes() for path in packet.rglob("*") if path.is_file())
    assert b"Quelle im Amt" not in everything
    (withheld,) = [e for e in json.loads((packet / "evidence.json").read_text()) if e.get("withheld")]
    assert len(withheld["commitment"]) == 64


def test_suppressed_passages_and_copies_leave_their_digests(own_store, claim, people, tmp_path):
    piece = claim.evidence.get(stance="refutes")
    services.suppress_passage(passage=piece.passage, actor=people["chief"], reason="Urheberrecht.")
    copy = piece.passage.document.captures.get()
    services.take_down_copy(capture=copy, actor=people["chief"], reason="Anwaltsschreiben.")
    packet = unpacked(claim, tmp_path)
    assert verify(packet)[0] == 0
    everything = b"".join(path.read_bytes() for path in packet.rglob("*") if path.is_file())
    assert CITED.encode() not in everything
    assert b"S. 21" not in everything
    (told,) = [e for e in json.loads((packet / "evidence.json").read_text()) if "copies" in e]
    assert (told["copies"][0]["sha256"], told["copies"][0]["file"]) == (copy.sha256, None)
    assert "exact" not in told["passage"]


def test_what_may_not_be_quoted_leaves_its_digests(claim, tmp_path):
    report = claim.evidence.get(stance="refutes").passage.document
    Document.objects.filter(pk=report.pk).update(terms="background")
    packet = unpacked(claim, tmp_path)
    assert verify(packet)[0] == 0
    assert not (packet / "copies").exists()
    assert not (packet / "texts").exists()
    with (packet / "copies.warc.gz").open("rb") as file:
        assert TEXT.encode() not in file.read() + b"".join(
            record.content_stream().read() for record in ArchiveIterator(file)
        )
    assert CITED not in (packet / "evidence.json").read_text()


def test_it_tells_nothing_of_suppressed_versions_nor_the_rating_of_what_was_withdrawn(
    claim, people, tmp_path
):
    services.transition(claim=claim, to="research", actor=people["editor"], note="Neue Zahlen.")
    newsroom.rate(newsroom.fresh(claim), people["checker"], "inaccurate")
    newsroom.rate(newsroom.fresh(claim), people["editor"], "inaccurate")
    services.publish(
        claim=newsroom.fresh(claim), actor=people["editor"], kind="correction", note_de="ZWEITNOTIZ"
    )
    services.withdraw(claim=newsroom.fresh(claim), actor=people["chief"], note_de="Zurückgezogen.")
    second = claim.reviews.get(number=2)
    services.suppress(claim=newsroom.fresh(claim), actor=people["chief"], reason="Urteil.", review=second)
    for person in ("", "editor"):
        folder = tmp_path / f"for {person}"
        folder.mkdir()
        packet = unpacked(claim, folder, *(["--as", person] if person else []))
        assert verify(packet)[0] == 0
        log = json.loads((packet / "log.json").read_text())
        told = [entry["payload"] for entry in log if "payload" in entry]
        assert [each["review"] for each in told if "review" in each] == [1, 3]
        assert "ZWEITNOTIZ" not in str(told)
        assert json.loads((packet / "review.json").read_text())["verdict"] is None


def test_the_api_gives_it_to_colleagues(claim, people):
    address = f"/api/v1/claims/{claim.public_id}/packet/"
    assert Client().get(address).status_code == 401
    client = Client()
    client.force_login(people["checker"])
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert claim.public_id in answer["Content-Disposition"]
    assert "verify.py" in ZipFile(BytesIO(answer.content)).namelist()
    services.suppress(claim=claim, actor=people["chief"], reason="Verfügung.")
    assert client.get(address).status_code == 451


def test_without_a_fact_check_there_is_no_package(people, tmp_path):
    claim = newsroom.in_research(people)
    with pytest.raises(CommandError, match="no fact-check"):
        unpacked(claim, tmp_path)
    with pytest.raises(CommandError, match="no claim nothing"):
        call_command("packet", "nothing", str(tmp_path / "x.zip"))
    with pytest.raises(CommandError, match="no account nobody"):
        unpacked(claim, tmp_path, "--as", "nobody")
    assert list(tmp_path.iterdir()) == []
    client = Client()
    client.force_login(people["checker"])
    answer = client.get(f"/api/v1/claims/{claim.public_id}/packet/")
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
