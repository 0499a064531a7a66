"""The index table: which rows are stale, and how they are brought up to date in bulk.

No signal and no queue: a row is stale when what it stands for has another revision (a claim also: another
fact-check in force) or the rules another version, which is one query. Counts of terms are changed by
differences under one lock, so that they stay exact.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.matching import texts, tokens
from claims.models import Claim, LedgerEntry, MatchTerm, MatchText, OutsideReview, Review

BATCH = 2_000
LOOK_AGAIN = 60.0  # seconds after which all rows are compared even when nothing seems to have happened
FEW_ACTS = 200  # of the audit log since the last look: only their claims are compared
NEWEST = (
    "SELECT (SELECT max(id) FROM claims_claim), (SELECT max(claim_id) FROM claims_matchtext), "
    "(SELECT max(id) FROM claims_outsidereview), (SELECT max(outside_id) FROM claims_matchtext), "
    "(SELECT max(id) FROM claims_ledgerentry)"
)
ADD_COUNTS = (
    "INSERT INTO claims_matchterm (term, reversed, texts, places) {} "
    "ON CONFLICT (term) DO UPDATE SET texts = claims_matchterm.texts + excluded.texts, "
    "places = claims_matchterm.places + excluded.places"
)
ADD_ROW = ADD_COUNTS.format("VALUES (%s, %s, %s, %s)")
ADD_COLUMNS = ADD_COUNTS.format("SELECT * FROM unnest(%s::text[], %s::text[], %s::int[], %s::bigint[])")
ALL = ""  # the term that every text holds
CLAIM_CHAIN = "claim:"

_looked: dict[str, Any] = {}


def stale() -> QuerySet[Claim]:
    """Claims whose terms are missing or were read from an earlier version or by other rules."""
    current = Review.objects.filter(claim=OuterRef("pk"), is_current=True).values("number")
    claims = Claim.objects.annotate(in_force=Coalesce(Subquery(current), 0))
    fresh = MatchText.objects.filter(
        claim=OuterRef("pk"), revision=OuterRef("revision"), review=OuterRef("in_force")
    )
    return claims.filter(~Exists(fresh.filter(analysis=tokens.VERSION))).order_by("pk")


def stale_outside() -> QuerySet[OutsideReview]:
    """The same of checks by others."""
    fresh = MatchText.objects.filter(
        outside=OuterRef("pk"), revision=OuterRef("revision"), analysis=tokens.VERSION
    )
    return OutsideReview.objects.filter(~Exists(fresh)).order_by("pk")


def refresh(limit: int | None = None) -> int:
    """Bring stale rows up to date, at most `limit` of them; how many there were."""
    done = 0
    while limit is None or done < limit:
        size = BATCH if limit is None else min(BATCH, limit - done)
        if not (stale().exists() or stale_outside().exists() or _lost().exists()):
            break
        with transaction.atomic():
            done += _refresh_some(size)
    return done


def refresh_when_changed(limit: int) -> None:
    """`refresh`, but comparing only what may have changed since this process last looked.

    Every change of a claim is in the log, so the claims named there are compared, and all of them only where
    rows were added, the log grew by much, or the last look was long ago.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        *newest, acts = cursor.fetchone()
    recent = _looked.get("newest") == newest and monotonic() - _looked["at"] < LOOK_AGAIN
    if recent and (_looked["acts"] == acts or not _touched(_looked["acts"], acts)):
        _looked["acts"] = acts
    elif refresh(limit) == 0:
        _looked.update(newest=newest, acts=acts, at=monotonic())


def _touched(since: int | None, acts: int | None) -> bool:
    """Whether a claim that the log speaks of after `since` is stale; yes also where there are too many."""
    if since is None or acts is None or not 0 < acts - since <= FEW_ACTS:
        return True
    chains = LedgerEntry.objects.filter(pk__gt=since).values_list("chain", flat=True)
    named = {chain.removeprefix(CLAIM_CHAIN) for chain in chains if chain.startswith(CLAIM_CHAIN)}
    return bool(named) and stale().filter(public_id__in=named).exists()


def rebuild() -> int:
    """Forget everything and read all rows again; how many."""
    with transaction.atomic():
        MatchText.objects.all().delete()
        MatchTerm.objects.all().delete()
        if connection.vendor == "sqlite":
            _run("DELETE FROM claims_matchtext_fts")
    return refresh()


def _lost() -> QuerySet[MatchText]:
    return MatchText.objects.filter(claim=None, outside=None)


def _refresh_some(size: int) -> int:
    _lock()
    lost = list(_lost()[:size])
    claims = list(stale().only("pk", "revision", "statement_de", "statement_en")[:size])
    others = list(stale_outside()[: size - len(claims)])
    before = [*MatchText.objects.filter(claim__in=claims), *MatchText.objects.filter(outside__in=others)]
    changes: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for row in (*lost, *before):
        _count(changes, places, row.terms.split(), -1)
    of_claims, of_others = _rows_of_claims(claims), [_row_of(one) for one in others]
    for row in (*of_claims, *of_others):
        _count(changes, places, row.terms.split(), +1)
    _store(of_claims, "claim")
    _store(of_others, "outside")
    _forget(lost)
    _store_counts(changes, places)
    return len(claims) + len(others) + len(lost)


def _lock() -> None:
    """One writer at a time; on SQLite the transaction itself is the lock."""
    MatchTerm.objects.get_or_create(term=ALL, defaults={"texts": 0, "places": 0})
    MatchTerm.objects.select_for_update().get(term=ALL)


def _rows_of_claims(claims: Sequence[Claim]) -> list[MatchText]:
    current = Review.objects.filter(claim__in=claims, is_current=True).defer("snapshot")
    reviews = {review.claim_id: review for review in current}
    rows = []
    for claim in claims:
        review = reviews.get(claim.pk)
        whole, public = texts.of_claim(claim, review)
        terms = _terms(whole)
        rows.append(
            MatchText(
                claim=claim,
                revision=claim.revision,
                review=review.number if review else 0,
                analysis=tokens.VERSION,
                terms=" ".join(terms),
                public_terms=None if public == whole else " ".join(_terms(public)),
            )
        )
    return rows


def _row_of(one: OutsideReview) -> MatchText:
    terms = " ".join(_terms(texts.of_outside(one)))
    return MatchText(outside=one, revision=one.revision, analysis=tokens.VERSION, terms=terms)


def _terms(said: texts.Texts) -> list[str]:
    return [term for text, language in said for term in tokens.terms(text, language)]


def _count(changes: Counter[str], places: Counter[str], terms: Sequence[str], by: int) -> None:
    for term, times in Counter(terms).items():
        changes[term] += by
        places[term] += by * times
    changes[ALL] += by
    places[ALL] += by * len(terms)


def _store(fresh: Sequence[MatchText], key: str) -> None:
    MatchText.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=[key],
        update_fields=["revision", "review", "analysis", "terms", "public_terms"],
    )
    if connection.vendor == "sqlite" and fresh:
        stored = MatchText.objects.filter(**{f"{key}__in": [getattr(row, f"{key}_id") for row in fresh]})
        rows = stored.values_list("pk", "terms")
        _run("INSERT OR REPLACE INTO claims_matchtext_fts (rowid, terms) VALUES (%s, %s)", rows)


def _forget(lost: Sequence[MatchText]) -> None:
    keys = [row.pk for row in lost]
    MatchText.objects.filter(pk__in=keys).delete()
    if connection.vendor == "sqlite":
        _run("DELETE FROM claims_matchtext_fts WHERE rowid = %s", [[key] for key in keys])


def _store_counts(changes: Counter[str], places: Counter[str]) -> None:
    """Add differences. In one order everywhere, so that two writers can never wait for each other."""
    moved = sorted(term for term in changes if changes[term] or places[term])
    rows = [(term, term[::-1], changes[term], places[term]) for term in moved]
    if connection.vendor == "sqlite":
        _run(ADD_ROW, rows)
    elif rows:  # in one statement, for a round trip a term would be most of the work
        with connection.cursor() as cursor:
            cursor.execute(ADD_COLUMNS, [list(column) for column in zip(*rows, strict=True)])


def _run(sql: str, rows: Iterable[Sequence[str | int]] | None = None) -> None:
    with connection.cursor() as cursor:
        if rows is None:
            cursor.execute(sql)
        else:
            cursor.executemany(sql, [list(row) for row in rows])
