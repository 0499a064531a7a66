"""Writing a case back: the same facts give the same bytes, and nothing leaves that should not."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from claims import services
from claims.casefiles import dump_case, load_case, yamltext
from claims.casefiles.layout import KINDS
from claims.casefiles.problems import Place
from claims.models import Claim, Evidence, Metric
from sources.models import Document
from sources.services import watch
from tests import factories
from tests.claims.smallcase import COUNT, files, replaced, write_case, write_text

pytestmark = pytest.mark.django_db

EXAMPLE = settings.BASE_DIR / "examples" / "china-social-credit"


def test_load_dump_load_dump(tmp_path: Path) -> None:
    load_case(write_case(tmp_path / "case"))
    dump_case("kameras", tmp_path / "first")
    assert str(load_case(tmp_path / "first")).endswith("created=0 updated=0 unchanged=15 conflicts=0")
    dump_case("kameras", tmp_path / "second")
    assert files(tmp_path / "first") == files(tmp_path / "second")


def test_what_a_ratio_divides_goes_in_and_out(tmp_path: Path) -> None:
    ratio = "\n- {slug: a_ratio, label_de: A, label_en: A, numerator: cameras, denominator: shops}\n"
    load_case(write_case(tmp_path / "case", metrics=lambda text: ratio + text))
    metric = Metric.objects.get(slug="a_ratio")
    assert (metric.numerator.slug, metric.denominator.slug) == ("cameras", "shops")
    dump_case("kameras", tmp_path / "first")
    told = files(tmp_path / "first")["metrics.yaml"].decode()
    assert "numerator: cameras" in told
    (tmp_path / "first" / "metrics.yaml").write_text(told.replace("numerator: cameras", "numerator: shops"))
    assert str(load_case(tmp_path / "first")).endswith("updated=1 unchanged=15 conflicts=0")
    metric.refresh_from_db()
    assert metric.numerator == metric.denominator


def test_wording_leaves_only_when_asked(tmp_path: Path) -> None:
    load_case(write_case(tmp_path / "case"), articles=write_text(tmp_path / "texts"))
    dump_case("kameras", tmp_path / "plain")
    assert b"exact" not in b"".join(files(tmp_path / "plain").values())
    dump_case("kameras", tmp_path / "worded", with_wording=True)
    assert f"exact: {COUNT}".encode() in files(tmp_path / "worded")["claims/kameras-2018.yaml"]


def test_wording_is_loaded_from_the_files(tmp_path: Path) -> None:
    folder = write_case(
        tmp_path / "case",
        claims=lambda text: text.replace("paragraph: 1\n", f"paragraph: 1\n    exact: {COUNT}\n", 1),
    )
    load_case(folder)
    assert Claim.objects.get(source_key="k1-01").appearances.get().passage.exact == COUNT
    dump_case("kameras", tmp_path / "first", with_wording=True)
    assert str(load_case(tmp_path / "first")).endswith("unchanged=15 conflicts=0")
    dump_case("kameras", tmp_path / "second", with_wording=True)
    assert files(tmp_path / "first") == files(tmp_path / "second")


def test_what_the_desk_added_gets_a_key(tmp_path: Path) -> None:
    load_case(write_case(tmp_path / "case"), articles=write_text(tmp_path / "texts"))
    article = Claim.objects.get(source_key="k1-01").article
    speaker = factories.make_claimant("Amt für Öffentliches")
    claim = services.record_claim(
        article=article, spans=[(0, 9)], actor=None, statement_de="Es war ein Montag.", claimant=speaker
    )
    document = factories.make_document("Protokoll der Zählung")
    watch(document, "https://amt.example/protokoll")
    factories.make_evidence(claim, document)
    dump_case("kameras", tmp_path / "first")
    claim.refresh_from_db()
    assert claim.source_key == claim.public_id
    assert Document.objects.get(pk=document.pk).source_key == "kameras:protokoll-der-zahlung"
    assert Evidence.objects.get(claim=claim).source_key == f"{claim.public_id}~protokoll-der-zahlung"
    outcome = load_case(tmp_path / "first")
    assert (outcome.created, outcome.updated, outcome.conflicts) == (0, 0, [])
    dump_case("kameras", tmp_path / "second")
    assert files(tmp_path / "first") == files(tmp_path / "second")


def test_unfinished_and_confidential_rows_stay_here(tmp_path: Path) -> None:
    load_case(write_case(tmp_path / "case"))
    claim = Claim.objects.get(source_key="k1-01")
    factories.make_claim(claim.article, claimant=None, statement_de="Noch offen.")
    secret = factories.make_document("Gespräch im Park", confidentiality="named")
    factories.make_evidence(claim, secret)
    out = StringIO()
    call_command("dumpcase", "kameras", tmp_path / "out", stdout=out)
    assert out.getvalue() == (
        "left out: 1 unfinished claims\nleft out: 1 pieces of confidential evidence\n"
        "articles=1 claims=2 documents=2 evidence=2\n"
    )
    everything = b"".join(files(tmp_path / "out").values()).decode()
    assert "Park" not in everything
    assert "Noch offen" not in everything


def test_no_such_case_and_a_folder_of_another(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nichts: is no case here: choose one of none"):
        call_command("dumpcase", "nichts", tmp_path)
    load_case(write_case(tmp_path / "case"))
    (tmp_path / "out/claims").mkdir(parents=True)
    (tmp_path / "out/claims/fremd.yaml").write_text("[]")
    with pytest.raises(
        CommandError, match=r"claims/fremd.yaml: is of another case: dump into an empty folder"
    ):
        call_command("dumpcase", "kameras", tmp_path / "out")


AWKWARD = [
    *("no", "yes", "null", "~", "2017-05-14", "1_000", "0x1f", "1e3", "1050", "-5", ".5", "''", '"', "'"),
    *("a: b", "# x", "- y", "*a", "&b", "!t", "%d", "@e", "`f", "[g]", "{h}", "i,", "|", ">", "? j"),
    *(" lead", "tail ", "two  spaces " * 20, "ab " * 60, "ab: " * 60, "a\nb", "a\n\n  b\n", "\n", "a \nb"),
    *("ä" * 200, "a b", "\t", "x\ty", "“quoted” " * 15, "\x85", " ", "\ufeffa", "😀 " * 40),
]


@pytest.mark.parametrize("value", AWKWARD)
def test_yaml_gives_back_what_it_took(tmp_path: Path, value: str) -> None:
    path = tmp_path / "x.yaml"
    records = [{"key": "k", "text": value, "list": [value, {"inner": value}]}]
    path.write_text(yamltext.write(records, "Two lines\nof heading."), encoding="utf-8", newline="\n")
    place = Place("x.yaml")
    assert yamltext.read(path, place) == records
    assert place.problems == []


def test_the_readme_names_every_file_and_field() -> None:
    text = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    named = set(text.replace("`", " ").replace(",", " ").replace(":", " ").split())
    missing = {f"{kind.name}.{name}" for kind in KINDS.values() for name in kind.shape if name not in named}
    assert not missing
    assert not {kind.file for kind in KINDS.values()} - {word.rstrip("/") for word in named}


def test_a_case_without_claims(tmp_path: Path) -> None:
    empty = dict.fromkeys(("claims", "evidence", "relations", "suggestions", "scales"), lambda text: "[]\n")
    load_case(write_case(tmp_path / "case", **empty))
    dump_case("kameras", tmp_path / "out")
    assert str(load_case(tmp_path / "out")).endswith("unchanged=8 conflicts=0")


def test_a_changed_key_of_the_case_is_another_case(tmp_path: Path) -> None:
    load_case(write_case(tmp_path / "case"))
    with pytest.raises(Exception, match="has the key or slug of an article of case kameras"):
        load_case(write_case(tmp_path / "case", case=replaced("slug: kameras", "slug: anderer")))
