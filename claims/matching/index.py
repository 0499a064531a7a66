"""The index table: which rows are stale, and how they are brought up to date in bulk.

No signal and no queue: a row is stale when its claim has another revision or the rules another version, which
is one query. Counts of terms are changed by differences under one lock, so that they stay exact.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from claims.matching import tokens
from claims.models import Claim, MatchTerm, MatchText

BATCH = 2_000
LOOK_AGAIN = 60.0  # seconds after which all claims are compared even when nothing seems to have happened
NEWEST = (
    "SELECT (SELECT max(id) FROM claims_claim), (SELECT max(claim_id) FROM claims_matchtext), "
    "(SELECT max(id) FROM claims_ledgerentry)"
)
ALL = ""  # the term that every text holds

_looked: dict[str, Any] = {}


def stale() -> QuerySet[Claim]:
    """Claims whose terms are missing or were read from an earlier revision or by other rules."""
    fresh = MatchText.objects.filter(
        claim=OuterRef("pk"), revision=OuterRef("revision"), analysis=tokens.VERSION
    )
    return Claim.objects.filter(~Exists(fresh)).order_by("pk")


def refresh(limit: int | None = None) -> int:
    """Bring stale rows up to date, at most `limit` of them; how many there were."""
    done = 0
    while limit is None or done < limit:
        size = BATCH if limit is None else min(BATCH, limit - done)
        if not stale().exists() and not MatchText.objects.filter(claim=None).exists():
            break
        with transaction.atomic():
            done += _refresh_some(size)
    return done


def refresh_when_changed(limit: int) -> None:
    """`refresh`, but without comparing all claims while none was added and the audit log has not grown.

    Every change of a claim is in the log; what is remembered here is only a shortcut of this process.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        state = cursor.fetchone()
    if _looked.get("state") == state and monotonic() - _looked["at"] < LOOK_AGAIN:
        return
    if refresh(limit) == 0:
        _looked.update(state=state, at=monotonic())


def rebuild() -> int:
    """Forget everything and read all claims again; how many."""
    with transaction.atomic():
        MatchText.objects.all().delete()
        MatchTerm.objects.all().delete()
        if connection.vendor == "sqlite":
            _run("DELETE FROM claims_matchtext_fts")
    return refresh()


def _refresh_some(size: int) -> int:
    _lock()
    lost = list(MatchText.objects.filter(claim=None)[:size])
    claims = list(stale().only("pk", "revision", "statement_de", "statement_en")[:size])
    before = {row.claim_id: row for row in MatchText.objects.filter(claim__in=claims)}
    changes: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for row in (*lost, *before.values()):
        _count(changes, places, row.terms.split(), -1)
    fresh = [
        MatchText(claim=one, revision=one.revision, analysis=tokens.VERSION, terms=" ".join(_terms(one)))
        for one in claims
    ]
    for row in fresh:
        _count(changes, places, row.terms.split(), +1)
    _store(fresh, lost)
    _store_counts(changes, places)
    return len(claims) + len(lost)


def _lock() -> None:
    """One writer at a time; on SQLite the transaction itself is the lock."""
    MatchTerm.objects.get_or_create(term=ALL, defaults={"texts": 0, "places": 0})
    MatchTerm.objects.select_for_update().get(term=ALL)


def _terms(claim: Claim) -> list[str]:
    return tokens.terms(claim.statement_de, "de") + tokens.terms(claim.statement_en, "en")


def _count(changes: Counter[str], places: Counter[str], terms: Sequence[str], by: int) -> None:
    for term, times in Counter(terms).items():
        changes[term] += by
        places[term] += by * times
    changes[ALL] += by
    places[ALL] += by * len(terms)


def _store(fresh: Sequence[MatchText], lost: Sequence[MatchText]) -> None:
    MatchText.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["claim"], update_fields=["revision", "analysis", "terms"]
    )
    MatchText.objects.filter(pk__in=[row.pk for row in lost]).delete()
    if connection.vendor == "sqlite":
        stored = MatchText.objects.filter(claim__in=[row.claim_id for row in fresh])
        rows = stored.values_list("pk", "terms")
        _run("DELETE FROM claims_matchtext_fts WHERE rowid = %s", [[row.pk] for row in lost])
        _run("INSERT OR REPLACE INTO claims_matchtext_fts (rowid, terms) VALUES (%s, %s)", rows)


def _store_counts(changes: Counter[str], places: Counter[str]) -> None:
    """Add differences. In one order everywhere, so that two writers can never wait for each other."""
    moved = sorted(term for term in changes if changes[term] or places[term])
    _run(
        "INSERT INTO claims_matchterm (term, reversed, texts, places) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (term) DO UPDATE SET texts = claims_matchterm.texts + excluded.texts, "
        "places = claims_matchterm.places + excluded.places",
        [[term, term[::-1], changes[term], places[term]] for term in moved],
    )


def _run(sql: str, rows: Iterable[Sequence[str | int]] | None = None) -> None:
    with connection.cursor() as cursor:
        if rows is None:
            cursor.execute(sql)
        else:
            cursor.executemany(sql, [list(row) for row in rows])
