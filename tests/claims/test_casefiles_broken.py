"""Broken case folders: each is refused whole, with file, record, field and what to do."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.models import Case, Claim, Claimant, Verdict
from claims.services import loading
from sources.models import Document
from tests import factories
from tests.claims.smallcase import END, START, STREET, problems, replaced, sha256, write_case, write_text

pytestmark = pytest.mark.django_db

Change = Callable[[str], str]

BROKEN: dict[str, tuple[str, Change, str]] = {
    "unknown field": (
        "claims",
        replaced("core: yes", "corre: yes"),
        "claims/kameras-2018.yaml: k1-01: corre: is not a field here: take it out, or write one of",
    ),
    "missing field": (
        "articles",
        replaced("  title: Kameras\n", ""),
        "articles.yaml: k1: title: is missing: add it",
    ),
    "wrong type": (
        "claims",
        replaced("core: yes", "core: 7"),
        "claims/kameras-2018.yaml: k1-01: core: is '7': write true or false",
    ),
    "value where a list belongs": (
        "articles",
        replaced("[Erika Beispiel]", "Erika Beispiel"),
        "articles.yaml: k1: authors: is 'Erika Beispiel': write a list, each entry after a dash",
    ),
    "list where a value belongs": (
        "documents",
        replaced("title: Ein Blog", "title: [Ein, Blog]"),
        "documents.yaml: blog: title: is a list: write one value",
    ),
    "value not on the list": (
        "evidence",
        replaced("refutes", "refute"),
        "evidence.yaml: k1-01~register: stance: is 'refute': write one of supports, refutes, context "
        "(did you mean refutes?)",
    ),
    "reference to nothing": (
        "evidence",
        replaced("document: register", "document: registry"),
        "evidence.yaml: k1-01~registry: document: is 'registry', which is no document of this case: "
        "correct it, or add it to documents.yaml or articles.yaml",
    ),
    "ratio of one measure": (
        "metrics",
        replaced("label_en: Shops", "label_en: Shops, numerator: cameras"),
        "metrics.yaml: shops: numerator: stands alone: name both",
    ),
    "ratio of nothing": (
        "metrics",
        replaced("label_en: Shops", "label_en: Shops, numerator: cameras, denominator: cars"),
        "metrics.yaml: shops: denominator: is 'cars', which is no metric of this case",
    ),
    "unknown speaker": (
        "claims",
        replaced("who: beispiel", "who: niemand"),
        "claims/kameras-2018.yaml: k1-01: chain[1].who: is 'niemand', which is no claimant of this case",
    ),
    "key given twice in a record": (
        "case",
        lambda text: text + "slug: noch-einmal\n",
        "case.yaml: is not valid YAML at line 5, column 1 (the key 'slug' is given twice)",
    ),
    "two records of one key": (
        "claimants",
        lambda text: text + "\n- {key: muster, name: Noch jemand}\n",
        "claimants.yaml: muster: is there already, in claimants.yaml: give each record its own key",
    ),
    "one name twice": (
        "claimants",
        replaced("name: Frau Muster", "name: Erika Beispiel"),
        "claimants.yaml: muster: name: is 'Erika Beispiel', which stands elsewhere too",
    ),
    "bad date": (
        "documents",
        replaced("2018-11-30", "30.11.2018"),
        "documents.yaml: register: published.date: '30.11.2018' is not a date we can read: write 2017",
    ),
    "date that does not exist": (
        "documents",
        replaced("2018-11-30", "2018-02-30"),
        "documents.yaml: register: published.date: '2018-02-30' is not a date we can read",
    ),
    "low above high": (
        "claims",
        replaced("low: 40.0", "low: 41"),
        "claims/kameras-2018.yaml: k1-01: figures[1].low: is 41, more than high, 40",
    ),
    "figure without a value": (
        "documents",
        replaced("    low: 38\n", ""),
        "documents.yaml: register: figures[1].low: is missing, and so is high",
    ),
    "number in words": (
        "documents",
        replaced("low: 38", "low: 38 Tsd."),
        "documents.yaml: register: figures[1].low: is '38 Tsd.': write digits with a decimal point",
    ),
    "offset behind the end of the article": (
        "claims",
        replaced(f"end: {END}", "end: 4000"),
        "claims/kameras-2018.yaml: k1-01: passages[1].end: is 4000, but the article has",
    ),
    "span upside down": (
        "claims",
        replaced(f"start: {START}", f"start: {END}"),
        "claims/kameras-2018.yaml: k1-01: passages[1].end: is 35, not after start, 35",
    ),
    "no digest": (
        "claims",
        replaced(sha256(STREET), "abc"),
        "claims/kameras-2018.yaml: k1-02: passages[1].sha256: is 'abc': write the 64 hexadecimal digits",
    ),
    "rating not on the scale": (
        "suggestions",
        replaced("mostly_accurate", "quite_right"),
        "suggestions.yaml: s1: verdict: is 'quite_right', no rating of the scale: write one of accurate,",
    ),
    "rating without certainty": (
        "suggestions",
        replaced("  certainty: moderate\n", ""),
        "suggestions.yaml: s1: certainty: is missing: say strong, moderate or provisional",
    ),
    "certainty that does not belong": (
        "suggestions",
        replaced("mostly_accurate", "unproven"),
        "suggestions.yaml: s1: certainty: does not go with unproven: leave it out",
    ),
    "suggestion rating something else": (
        "suggestions",
        replaced("rated: content", "rated: attribution"),
        "suggestions.yaml: s1: rated: is attribution, but of claim k1-01 the content is rated",
    ),
    "relation of a claim to itself": (
        "relations",
        replaced("to: k1-02", "to: k1-01"),
        "relations.yaml: k1-01~same_figure~k1-01: to: is the same claim as from",
    ),
    "relation without a reason": (
        "relations",
        replaced(", reason_de: Beide nennen 40.", ""),
        "relations.yaml: k1-01~same_figure~k1-02: reason_de: is missing",
    ),
    "a claim named twice": (
        "scales",
        replaced("claims: [k1-02, k1-01]", "claims: [k1-02, k1-02]"),
        "scales.yaml: stadt-stufen: claims[2]: is 'k1-02', which stands elsewhere too: name it once",
    ),
    "address that is never fetched": (
        "documents",
        replaced("https://amt.example/register\n", "file:///etc/passwd\n"),
        "documents.yaml: register: url: is 'file:///etc/passwd': Only http and https addresses are fetched.",
    ),
    "one address for two documents": (
        "documents",
        replaced("https://blog.example/", "https://amt.example/register"),
        "documents.yaml: blog: lead_url: is 'https://amt.example/register', which stands elsewhere too",
    ),
    "one document cited twice for a claim": (
        "evidence",
        lambda text: text + "\n- {claim: k1-02, document: blog, stance: supports, key: again}\n",
        "evidence.yaml: again: is 'k1-02 ~ blog ~  ~  ~ ', which stands elsewhere too",
    ),
    "own manuscript with an open list": (
        "case",
        replaced("policy: {eyes: 6}", "kind: own_manuscript\npolicy: {eyes: 6, list_open_claims: true}"),
        "case.yaml: kameras: policy.list_open_claims: must be false for an own manuscript",
    ),
    "not YAML": (
        "relations",
        lambda text: text + "- [",
        "relations.yaml: is not valid YAML at line 4, column 1",
    ),
    "an anchor": (
        "relations",
        replaced("k1-01", "&one k1-01"),
        "relations.yaml: uses an anchor (&): write the value out where it is needed",
    ),
    "a mapping where records belong": (
        "evidence",
        lambda text: "claim: k1-01\n",
        "evidence.yaml: holds a mapping: write a list, each record after a dash",
    ),
    "a word where a record belongs": (
        "evidence",
        lambda text: text + "\n- k1-01\n",
        "evidence.yaml: record 3: is 'k1-01': write a mapping with claim, document",
    ),
}


@pytest.mark.parametrize(("file", "change", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_folder_is_refused(tmp_path: Path, file: str, change: Change, message: str) -> None:
    found = problems(write_case(tmp_path, **{file: change}))
    assert len(found) == 1, found
    assert found[0].startswith(message)
    assert not Case.objects.exists()
    assert not Document.objects.exists()
    assert not Claimant.objects.exists()


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    changes = {file: change for file, change, _ in BROKEN.values() if file in ("articles", "documents")}
    found = problems(write_case(tmp_path, **changes, evidence=replaced("refutes", "denies")))
    assert {line.split(":")[0] for line in found} == {"articles.yaml", "documents.yaml", "evidence.yaml"}


@pytest.mark.parametrize("file", ["case.yaml", "suggestions.yaml"])
def test_a_missing_file(tmp_path: Path, file: str) -> None:
    folder = write_case(tmp_path)
    (folder / file).unlink()
    assert f"{file}: is missing: add the file (an empty list `[]` will do where there is nothing to say)" in (
        problems(folder)
    )


def test_a_file_in_latin_1(tmp_path: Path) -> None:
    folder = write_case(tmp_path)
    (folder / "metrics.yaml").write_bytes("- {slug: x, label_de: Läden}".encode("latin-1"))
    [told] = [line for line in problems(folder) if line.startswith("metrics")]
    assert told.startswith("metrics.yaml: is not UTF-8 (byte 23): save it as UTF-8")


def test_a_file_that_nobody_reads(tmp_path: Path) -> None:
    folder = write_case(tmp_path)
    (folder / "claimant.yaml").write_text("[]")
    assert problems(folder) == ["claimant.yaml: is not a file of the format: rename it or take it out"]


def test_claims_of_no_article(tmp_path: Path) -> None:
    folder = write_case(tmp_path)
    (folder / "claims/kameras-2018.yaml").rename(folder / "claims/kameras.yaml")
    assert problems(folder) == [
        "claims/kameras.yaml: belongs to no article: "
        "name the file after a slug of articles.yaml (kameras-2018)"
    ]


def test_no_folder_and_no_articles(tmp_path: Path) -> None:
    assert problems(tmp_path / "none")[0].endswith("none: is no folder: give the folder that holds case.yaml")
    assert problems(write_case(tmp_path / "case"), tmp_path / "no-texts")[0].endswith(
        "is no folder: give the folder that holds the article texts"
    )


def test_an_offset_shifted_by_one(tmp_path: Path) -> None:
    folder = write_case(
        tmp_path / "case",
        claims=replaced(f"start: {START}\n    end: {END}", f"start: {START + 1}\n    end: {END + 1}"),
    )
    assert problems(folder, write_text(tmp_path / "texts")) == [
        f"claims/kameras-2018.yaml: k1-01: passages[1].sha256: is not that of the text from {START + 1} to "
        f"{END + 1}: correct start and end, or the digest"
    ]
    assert not Claim.objects.exists()


def test_a_passage_of_blanks(tmp_path: Path) -> None:
    folder = write_case(
        tmp_path / "case",
        claims=lambda text: text.replace(
            f"start: {START}\n    end: {END}", f"start: {START - 1}\n    end: {START}"
        ).replace(sha256("40 Kameras"), sha256(" ")),
    )
    [told] = problems(folder, write_text(tmp_path / "texts"))
    assert told.endswith("k1-01: passages[1].start: begins a passage of blanks: correct start and end")


def test_an_article_text_that_is_not_utf_8(tmp_path: Path) -> None:
    body = "Die Straße".encode("latin-1")
    digest = hashlib.sha256(body).hexdigest()
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_bytes(body)
    folder = write_case(
        tmp_path / "case", articles=lambda text: text.replace("text_sha256: ", f"text_sha256: {digest} #")
    )
    [told] = problems(folder, tmp_path / "texts")
    assert told.startswith("articles.yaml: k1: text_sha256: names a.txt. The file is not UTF-8")


def test_a_key_of_another_case(tmp_path: Path) -> None:
    factories.make_article(slug="anderes", source_key="k1")
    [told] = problems(write_case(tmp_path))
    assert told.startswith("articles.yaml: k1: has the key or slug of an article of case case-")


def test_a_public_id_of_another_claim(tmp_path: Path) -> None:
    factories.make_claim(public_id="kmr2018b", source_key="x-01")
    assert problems(write_case(tmp_path)) == [
        "claims/kameras-2018.yaml: k1-02: public_id: belongs to the claim x-01 here: leave it out"
    ]


def test_an_address_of_another_document(tmp_path: Path) -> None:
    factories.make_link(factories.make_document("Das Blog der anderen"), "https://blog.example/")
    assert problems(write_case(tmp_path)) == [
        "documents.yaml: blog: lead_url: is the address of “Das Blog der anderen” already: "
        "cite that document instead"
    ]


def test_a_fault_while_writing_undoes_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(loading, "log_loaded", fail)
    with pytest.raises(OSError, match="disk full"):
        problems(write_case(tmp_path))
    assert not Case.objects.exists()


def test_the_command_says_how_many(tmp_path: Path) -> None:
    folder = write_case(tmp_path, case=replaced("eyes: 6", "eyes: 5"))
    with pytest.raises(
        CommandError, match=r"(?s)case.yaml: kameras: policy.eyes.*1 problem found; nothing was"
    ):
        call_command("loadcase", folder)
    assert Verdict.objects.count() == 10
