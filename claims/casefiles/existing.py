"""What must hold between a folder and what this installation has already."""

from collections.abc import Iterator

from django.db.models import Q

from claims.casefiles.folder import Folder, Record
from claims.casefiles.kinds.documents import url_key
from claims.casefiles.problems import Place
from claims.models import Article, Claim, Verdict
from sources.models import Link


def check_existing(folder: Folder) -> None:
    """Note every clash with rows of other cases, and every rating that is not on the scale."""
    _articles(folder)
    _claims(folder)
    _addresses(folder)
    _verdicts(folder)


def _articles(folder: Folder) -> None:
    keys, slugs = set(folder.by_key("article")), {r.facts.get("slug"): r for r in folder["article"]}
    for row in Article.objects.filter(Q(source_key__in=keys) | Q(slug__in=slugs)).select_related("case"):
        record = folder.by_key("article").get(row.source_key or "") or slugs.get(row.slug)
        if record and row.case.slug != folder.slug:
            record.place.refuse(f"has the key or slug of an article of case {row.case.slug}: choose another")
        elif record and row.slug in slugs and slugs[row.slug].key != (row.source_key or record.key):
            record.place.at("slug").refuse(f"belongs to the article {row.source_key} here: choose another")


def _claims(folder: Folder) -> None:
    records = folder.by_key("claim")
    ids = {r.facts["public_id"]: r for r in folder["claim"] if "public_id" in r.facts}
    rows = Claim.objects.filter(Q(source_key__in=records) | Q(public_id__in=ids))
    for row in rows.select_related("article__case"):
        record = records.get(row.source_key or "")
        if record:
            if (row.article.case.slug, row.article.slug) != (folder.slug, record.article):
                record.place.refuse(
                    f"is a claim of {row.article.case.slug}, article {row.article.slug}, here: "
                    "choose another key"
                )
            if record.facts.get("public_id", row.public_id) != row.public_id:
                record.place.at("public_id").refuse(
                    f"is {row.public_id} here and stays so: write that, or nothing"
                )
        named = ids.get(row.public_id)
        if named and row.source_key not in (None, named.key):
            named.place.at("public_id").refuse(f"belongs to the claim {row.source_key} here: leave it out")


def _addresses(folder: Folder) -> None:
    """An address watched for another document cannot be watched for this one too."""
    given = {url_key(url): (record, name) for record, name, url in _given(folder)}
    for link in Link.objects.filter(url_key__in=given).select_related("document__article"):
        record, name = given[link.url_key]
        owner = link.document.source_key
        shared = record.kind == "document" and name == "url" and not hasattr(link.document, "article")
        known = {f"{folder.slug}:{r.key}" for r in (*folder["document"], *folder["article"])}
        if owner != f"{folder.slug}:{record.key}" and (not shared or owner in known):
            record.place.at(name).refuse(
                f"is the address of “{link.document}” already: cite that document instead"
            )


def _given(folder: Folder) -> Iterator[tuple[Record, str, str]]:
    for record in (*folder["document"], *folder["article"]):
        for name in ("url", "lead_url"):
            if name in record.facts:
                yield record, name, record.facts[name]
        for copy in record.facts.get("copies", []):
            if "url" in copy:
                yield record, "copies", copy["url"]


def _verdicts(folder: Folder) -> None:
    scale = {verdict.slug: verdict for verdict in Verdict.objects.all()}
    for record in folder["suggestion"]:
        slug = record.facts.get("verdict")
        if slug and slug not in scale:
            record.place.at("verdict").refuse(
                f"is '{slug}', no rating of the scale: write one of {', '.join(scale)}"
            )
        elif slug:
            _certainty(
                record.place.at("certainty"), slug, scale[slug].needs_certainty, "certainty" in record.facts
            )


def _certainty(place: Place, slug: str, needed: bool, given: bool) -> None:
    if needed and not given and not place.faulty:
        place.refuse("is missing: say strong, moderate or provisional")
    if given and not needed:
        place.refuse(f"does not go with {slug}: leave it out")
