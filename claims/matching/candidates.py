"""What the databases are asked: how common a term is, who holds it, and what those rows say.

Neither database ranks. Both give the same sets for the same terms, so that the PURE ranker has the last word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from claims.matching.compounds import HEAD, may_end_others, parts, splits
from claims.matching.index import ALL
from claims.matching.ranking import Corpus, Query
from claims.matching.tokens import Word
from claims.models import Claim, MatchTerm, OutsideReview

# Rows that are looked at for one query: the rarest terms first, until so many are reached.
HOLDERS = 3_000
BLOCK = 120  # of the shortlist that is read and compared at a time
ENOUGH = 100
LONG_WORDS, ENDINGS = 24, 6  # of a query that are taken apart; compounds looked at for one word

# The most common few terms that end in a given one: begin with it, spelled backwards. On SQLite a range of
# the index, on PostgreSQL what its pattern index answers, whatever the collation.
ENDING = {
    "sqlite": "SELECT * FROM (SELECT %s, term, texts FROM claims_matchterm "
    "WHERE reversed > %s AND reversed < %s || '\U0010ffff' AND texts > 0 ORDER BY texts DESC, term LIMIT %s)",
    "postgresql": "SELECT * FROM (SELECT %s::text, term, texts FROM claims_matchterm "
    "WHERE reversed LIKE %s || '_%%' AND reversed <> %s AND texts > 0 "
    'ORDER BY texts DESC, term COLLATE "C" LIMIT %s) AS endings',
}
POSTINGS = {
    "sqlite": "SELECT * FROM (SELECT %s, rowid FROM claims_matchtext_fts WHERE claims_matchtext_fts MATCH %s "
    "ORDER BY rowid DESC LIMIT %s)",
    "postgresql": "SELECT * FROM (SELECT %s::text, id FROM claims_matchtext "
    "WHERE string_to_array(terms, ' ') @> ARRAY[%s] ORDER BY id DESC LIMIT %s) AS holders",
}


def vocabulary(words: Sequence[Word], german: bool) -> tuple[Corpus, dict[str, dict[str, float]]]:
    """What is known about the words' terms, and the related terms of those that may be compounds."""
    own = {term for word in words for term in word.terms}
    long = sorted({word.terms[0] for word in words if may_end_others(word.terms[0])}) if german else []
    long = sorted(long, key=len, reverse=True)[:LONG_WORDS]
    asked = own | {part for term in long for split in splits(term) for part in split}
    rows = MatchTerm.objects.filter(term__in=asked | {ALL}, texts__gt=0)
    counts = {term: (texts, places) for term, texts, places in rows.values_list("term", "texts", "places")}
    texts, places = counts.pop(ALL, (0, 0))
    holding = {term: held for term, (held, _) in counts.items()}
    related = {term: parts(term, holding) for term in long}
    for term, ending, held in _ending_in(long):
        related[term][ending] = HEAD
        holding[ending] = held
    return Corpus(texts, max(1.0, places / max(1, texts)), holding), related


def postings(query: Query, corpus: Corpus) -> dict[str, list[int]]:
    """Which rows hold which of the rarest terms; newest rows first where one term alone is too common."""
    chosen: list[str] = []
    room = HOLDERS
    for term in sorted(query.weights, key=lambda term: (corpus.holding[term], term)):
        if chosen and corpus.holding[term] > room:
            break
        chosen.append(term)
        room -= corpus.holding[term]
    held: dict[str, list[int]] = {term: [] for term in chosen}
    if chosen:
        sql = " UNION ALL ".join([POSTINGS[connection.vendor]] * len(chosen))
        quote = '"{}"'.format if connection.vendor == "sqlite" else str
        values = [value for term in chosen for value in (term, quote(term), HOLDERS)]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            for term, row in cursor.fetchall():
                held[term].append(row)
    return held


@dataclass(frozen=True, slots=True)
class Row:
    """A text that may be returned, by what it stands for."""

    terms: list[str]
    claim: int | None = None
    outside: int | None = None
    inside: bool = True


def readable(
    keys: Sequence[int], claims: QuerySet[Claim], outside: QuerySet[OutsideReview]
) -> dict[int, Row]:
    """Of the rows in this order the first that may be returned.

    `claims` says of each whether it is seen from `inside`; one that is not shows its public words alone.
    """
    found: dict[int, Row] = {}
    columns = ("match_text__pk", "match_text__terms", "match_text__public_terms", "pk", "inside")
    for start in range(0, len(keys), BLOCK):
        block = keys[start : start + BLOCK]
        for row, terms, public, claim, inside in (
            claims.filter(match_text__in=block).order_by().values_list(*columns)
        ):
            said = terms if inside or public is None else public
            found[row] = Row(said.split(), claim=claim, inside=bool(inside))
        others = outside.filter(match_text__in=block).order_by()
        for row, terms, pk in others.values_list("match_text__pk", "match_text__terms", "pk"):
            found[row] = Row(terms.split(), outside=pk)
        if len(found) >= ENOUGH:
            break
    return found


def _ending_in(terms: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """(term, longer term that ends in it, texts that hold that), the most common few of each."""
    if not terms:
        return
    sql = " UNION ALL ".join([ENDING[connection.vendor]] * len(terms))
    values = [value for term in terms for value in (term, term[::-1], term[::-1], ENDINGS)]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        yield from cursor.fetchall()
