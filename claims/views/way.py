"""How a claim travelled: claims that repeat one another, across articles, in order of publication.

Order is no proof of copying; what the newsroom recorded between two claims is all that is drawn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from claims.models import Relation, frozen
from claims.templatetags.dates import edtf
from claims.templatetags.words import in_language, word
from claims.views import unitchange
from claims.views.arcs import Arc, Diagram, Entry, draw
from claims.views.readings import shortened
from claims.views.shown import Shown

TRAVELLED = ("repeats", "hedge_dropped", "same_figure", "narrower", "common_origin", "duplicate_of")
UNDIRECTED = ("common_origin", "duplicate_of")
MIRRORED = {"repeats": "repeated_by", "narrower": "wider", "hedge_dropped": "hedge_kept"}
MOST = 12  # claims in one drawing, those nearest to the page's own first


@dataclass(frozen=True)
class Way:
    diagram: Diagram
    items: tuple[Shown, ...]

    @property
    def stations(self) -> list[tuple[Shown, Entry]]:
        return list(zip(self.items, self.diagram.entries, strict=True))


def told_relations(told: Mapping[int, Any]) -> list[Relation]:
    """What claims say to others, as their versions in force have it (`told`, by claim); as it is now where
    there is no version, or one that froze none of it (None): one query for all of these."""
    entries = [entry for named in told.values() for entry in named or ()]
    live = [pk for pk, named in told.items() if named is None]
    rows = Relation.objects.filter(Q(from_claim__in=live) | Q(to_claim__in=live))
    found = [*(rows.exclude(kind=Relation.Kind.RELATED) if live else ()), *frozen.relations(entries)]
    return sorted({row.pk: row for row in found}.values(), key=lambda row: row.pk)


def onward(relations: Iterable[Relation], own: int) -> list[Relation]:
    """Two queries: how the claims that travelled with this one are linked, and one step further."""
    near = {
        pk for each in relations if each.kind in TRAVELLED for pk in (each.from_claim_id, each.to_claim_id)
    }
    near -= {own}
    told = dict.fromkeys(near) | frozen.told(near, "relations")
    found = [row for row in told_relations(told) if row.kind in TRAVELLED]
    return [row for row in found if own not in (row.from_claim_id, row.to_claim_id)][: MOST * MOST]


def way(
    own: Shown, relations: Iterable[Relation], seen: dict[int, Shown], figures: unitchange.Figures
) -> Way | None:
    """`seen` holds the public claims by primary key; relations to others are left out. No query."""
    known = {**seen, own.claim.pk: own}
    links = {
        each.pk: each
        for each in relations
        if each.kind in TRAVELLED and each.from_claim_id in known and each.to_claim_id in known
    }
    kept = _nearest(own.claim.pk, links.values())
    if len(kept) < 2:
        return None
    items = sorted((known[pk] for pk in kept), key=_order)
    place = {item.claim.pk: n for n, item in enumerate(items)}
    inside = [each for each in links.values() if {each.from_claim_id, each.to_claim_id} <= set(place)]
    notes: list[list[str]] = [[] for _item in items]
    arcs = []
    for each in inside:
        upper, lower = sorted((place[each.from_claim_id], place[each.to_claim_id]))
        notes[lower].append(_note(each, items[lower], items[upper]))
        notes[lower] += filter(None, [unitchange.note(items[upper], items[lower], figures)])
        directed = each.kind not in UNDIRECTED and _before(items[upper], items[lower])
        arcs.append(Arc(upper, lower, each.kind, directed))
    texts = [
        (head(item), in_language(item.words, "statement")[0], list(dict.fromkeys(notes[n])))  # each note once
        for n, item in enumerate(items)
    ]
    return Way(draw(texts, arcs), tuple(items))


def _nearest(own: int, links: Iterable[Relation]) -> set[int]:
    """The claim itself, those linked to it, and so on outward, as far as the drawing has room."""
    pairs = [(each.from_claim_id, each.to_claim_id) for each in links]
    kept, edge = {own}, {own}
    while edge:
        reached = sorted({b if a in edge else a for a, b in pairs if (a in edge) != (b in edge)} - kept)
        edge = set(reached[: MOST - len(kept)])
        kept |= edge
    return kept


def _order(item: Shown) -> tuple[int, int, int]:
    published = item.article.document.published_first
    return (published is None, published or 0, item.claim.position)


def _before(upper: Shown, lower: Shown) -> bool:
    """Published earlier beyond doubt: where the dates overlap nothing points from one to the other."""
    ends, begins = upper.article.document.published_last, lower.article.document.published_first
    return ends is not None and begins is not None and ends < begins


def who(item: Shown) -> str:
    document = item.article.document
    author = next(iter(document.authors or []), "")
    return shortened(document.publisher or str(author) or document.title, 26)


def head(item: Shown) -> str:
    published = item.article.document.published
    return f"{who(item)}, {edtf(published)}" if published else who(item)


def _note(relation: Relation, here: Shown, other: Shown) -> str:
    """The relation as the later claim's line puts it: 'narrower than: Tageblatt'."""
    outward = relation.from_claim_id == here.claim.pk
    code = relation.kind if outward else MIRRORED.get(relation.kind, relation.kind)
    same = here.article.pk == other.article.pk
    return f"{word(code, 'relation')}: {_('another passage of the same article') if same else who(other)}"
