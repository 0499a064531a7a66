"""What must hold between the records of a folder: each key once, each reference found, figures in order."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from claims.casefiles.folder import Folder, Record
from claims.casefiles.layout import KINDS
from claims.casefiles.problems import Place

Entry = tuple[dict[str, Any], Place]

FILES = {
    "article": "articles.yaml",
    "claimant": "claimants.yaml",
    "metric": "metrics.yaml",
    "document": "documents.yaml or articles.yaml",
    "claim": "the files of claims/",
}


def check(folder: Folder) -> None:
    """Note every fault between records in `folder.problems`."""
    for records in folder.records.values():
        _once(records)
    _articles(folder)
    _claims(folder)
    _references(folder)
    for entries in _lists(folder):
        _unique(((value, place) for _, value, place in entries), "name it once")
    _addresses(folder)
    for entry, place in _figures(folder):
        _in_order(entry, place)
        if not {"low", "high"} & set(entry) and not place.faulty:
            place.at("low").refuse("is missing, and so is high: give at least one of them")
    for record in folder["scale"]:
        for number, tier in enumerate(record.facts.get("tiers", []), 1):
            _in_order(tier, record.place.at("tiers").item(number))
        _unique(_tier_labels(record), "give each step of the scale its own label")
    _suggestions(folder)
    _ratios(folder)
    _relations(folder)
    _evidence(folder)
    _policy(folder)


def _once(records: list[Record]) -> None:
    seen: dict[str, Record] = {}
    for record in records:
        if record.key in seen and "?" not in record.key:
            record.place.refuse(
                f"is there already, in {seen[record.key].place.file}: give each record its own key"
            )
        seen[record.key] = record


def _unique(entries: Iterable[tuple[str, Place]], advice: str) -> None:
    seen = set()
    for value, place in entries:
        if value in seen:
            place.refuse(f"is '{value[:120]}', which stands elsewhere too: {advice}")
        seen.add(value)


def _values(records: list[Record], name: str) -> Iterator[tuple[str, Place]]:
    return ((r.facts[name], r.place.at(name)) for r in records if name in r.facts)


def _articles(folder: Folder) -> None:
    _unique(_values(folder["article"], "slug"), "give each article its own slug")
    _unique(_values(folder["article"], "text_sha256"), "list each text once")
    _unique(_values(folder["claimant"], "name"), "list each claimant once")
    slugs = {record.facts.get("slug") for record in folder["article"]}
    for file, slug in sorted({(record.place.file, record.article) for record in folder["claim"]}):
        if slug not in slugs:
            Place(file, problems=folder.problems).refuse(
                "belongs to no article: name the file after a slug of articles.yaml "
                f"({', '.join(sorted(map(str, slugs)))})"
            )
    for article in folder["article"]:
        if article.key in {record.key for record in folder["document"]}:
            article.place.at("key").refuse("is also the key of a document: give one of them another key")


def _claims(folder: Folder) -> None:
    _unique(_values(folder["claim"], "public_id"), "leave it out, and a new one is made")
    chars = {record.facts.get("slug"): record.facts.get("chars") for record in folder["article"]}
    for claim in folder["claim"]:
        spans = set()
        for number, passage in enumerate(claim.facts.get("passages", []), 1):
            place = claim.place.at("passages").item(number)
            start, end = passage.get("start", 0), passage.get("end", 1)
            if start >= end:
                place.at("end").refuse(
                    f"is {end}, not after start, {start}: offsets count from 0, end is exclusive"
                )
            elif (length := chars.get(claim.article)) and end > length:
                place.at("end").refuse(
                    f"is {end}, but the article has {length} characters: correct the offsets"
                )
            if (start, end) in spans:
                place.refuse("is the same span as one before: list each span once")
            spans.add((start, end))
            if "paragraph" in passage and "locator" in passage:
                place.at("locator").refuse("stands beside paragraph: give one of them")
        for number, link in enumerate(claim.facts.get("chain", []), 1):
            if ("who" in link) == ("name" in link):
                claim.place.at("chain").item(number).refuse("needs either who (a claimant's key) or name")
    _places(folder)


def _places(folder: Folder) -> None:
    """One span has one place and digest; the same words twice in one place could not be told apart."""
    spans: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    words: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for claim in folder["claim"]:
        for number, passage in enumerate(claim.facts.get("passages", []), 1):
            place = claim.place.at("passages").item(number)
            span = (claim.article, passage.get("start"), passage.get("end"))
            found = (passage.get("locator", passage.get("paragraph")), passage.get("sha256"))
            if spans.setdefault(span, found) != found:
                place.refuse("has another place or digest than the same span elsewhere: make them equal")
            if words.setdefault((claim.article, *found), span) != span:
                place.refuse(
                    "has the same words in the same place as another span: give each its own locator"
                )


def _addresses(folder: Folder) -> None:
    """One address belongs to one document, whatever its role."""
    found = []
    for record in [*folder["article"], *folder["document"]]:
        found += [(record.facts[n], record.place.at(n)) for n in ("url", "lead_url") if n in record.facts]
        for number, copy in enumerate(record.facts.get("copies", []), 1):
            if "url" in copy:
                found.append((copy["url"], record.place.at("copies").item(number)))
    _unique(((url.partition("#")[0], place) for url, place in found), "cite one document in both places")


def _figures(folder: Folder) -> Iterator[Entry]:
    for record in [*folder["claim"], *folder["document"]]:
        for number, figure in enumerate(record.facts.get("figures", []), 1):
            yield figure, record.place.at("figures").item(number)


def _in_order(entry: dict[str, Any], place: Place) -> None:
    low, high = entry.get("low"), entry.get("high")
    if low is not None and high is not None and Decimal(low) > Decimal(high):
        place.at("low").refuse(f"is {low}, more than high, {high}: write the smaller value first")


def _references(folder: Folder) -> None:
    known = {name: set(folder.by_key(name)) for name in FILES}
    known["document"] |= known["article"]
    for kind in _unreadable(folder):
        known.pop(kind, None)
    for kind, value, place in _all_references(folder):
        if kind in known and value not in known[kind]:
            place.refuse(
                f"is '{value}', which is no {kind} of this case: correct it, or add it to {FILES[kind]}"
            )


def _unreadable(folder: Folder) -> set[str]:
    """Kinds of which a whole file could not be read: references to them cannot be judged."""
    faulty = {problem.file.split("/")[0] for problem in folder.problems if not problem.record}
    return {kind.name for kind in KINDS.values() if kind.file in faulty}


def _all_references(folder: Folder) -> Iterator[tuple[str, str, Place]]:
    for figure, place in _figures(folder):
        if "metric" in figure:
            yield "metric", figure["metric"], place.at("metric")
    for record in folder["claim"]:
        for number, link in enumerate(record.facts.get("chain", []), 1):
            if "who" in link:
                yield "claimant", link["who"], record.place.at("chain").item(number).at("who")
    single = [("claim", "claimant", "claimant"), ("scale", "document", "document")]
    single += [("evidence", "claim", "claim"), ("evidence", "document", "document")]
    single += [("metric", "numerator", "metric"), ("metric", "denominator", "metric")]
    single += [("relation", "from", "claim"), ("relation", "to", "claim")]
    for kind, name, target in single:
        for value, place in _values(folder[kind], name):
            yield target, value, place
    for entries in _lists(folder):
        yield from entries


SEVERAL = (
    ("metric", "confusable_with", "metric"),
    ("scale", "claims", "claim"),
    ("suggestion", "claims", "claim"),
)


def _lists(folder: Folder) -> Iterator[list[tuple[str, str, Place]]]:
    """The references of each list that names several records."""
    for kind, name, target in SEVERAL:
        for record in folder[kind]:
            place = record.place.at(name)
            yield [(target, v, place.item(n)) for n, v in enumerate(record.facts.get(name, []), 1)]


def _suggestions(folder: Folder) -> None:
    claims = folder.by_key("claim")
    for suggestion in folder["suggestion"]:
        rated = suggestion.facts.get("rated")
        for key in suggestion.facts.get("claims", []):
            expected = claims[key].facts.get("rated") if key in claims else None
            if rated and expected and rated != expected:
                suggestion.place.at("rated").refuse(
                    f"is {rated}, but of claim {key} the {expected} is rated: rate the same thing in both"
                )


def _ratios(folder: Folder) -> None:
    for metric in folder["metric"]:
        given = [side for side in ("numerator", "denominator") if side in metric.facts]
        if len(given) == 1:
            metric.place.at(given[0]).refuse(
                "stands alone: name both, what stands above the line and below it"
            )


def _relations(folder: Folder) -> None:
    for relation in folder["relation"]:
        facts, place = relation.facts, relation.place
        if facts.get("from") and facts.get("from") == facts.get("to"):
            place.at("to").refuse("is the same claim as from: a relation joins two claims")
        if facts.get("kind") not in (None, "related") and "reason_de" not in facts:
            place.at("reason_de").refuse(
                "is missing: say in one sentence why, or make it a lead (kind: related)"
            )


def _evidence(folder: Folder) -> None:
    pairs = []
    for record in folder["evidence"]:
        facts = record.facts
        names = ("claim", "document", "locator", "sha256", "prefix")
        pairs.append((" ~ ".join(facts.get(name, "") for name in names), record.place))
    _unique(pairs, "cite each place of a document once for a claim")


def _policy(folder: Folder) -> None:
    for case in folder["case"]:
        policy = case.facts.get("policy", {})
        if case.facts.get("kind") == "own_manuscript":
            for name in ("list_open_claims", "show_suggestions"):
                if policy.get(name):
                    case.place.at("policy").at(name).refuse(
                        "must be false for an own manuscript: it stays inside"
                    )


def _tier_labels(record: Record) -> Iterator[tuple[str, Place]]:
    for number, tier in enumerate(record.facts.get("tiers", []), 1):
        if "label" in tier:
            yield tier["label"], record.place.at("tiers").item(number).at("label")
