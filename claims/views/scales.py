"""The page of a rating scale: every account of the place's scale side by side, and what each leaves out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from claims import comparisons
from claims.models import Claim, Scale, Tier, frozen, public_documents
from claims.views.common import public_page
from claims.views.shown import CURRENT, SUGGESTED, Shown, as_shown

PUBLIC_CLAIMS = Prefetch(
    "claims",
    Claim.objects.public()
    .select_related("article__case", "article__document")
    .prefetch_related(CURRENT, SUGGESTED)
    .order_by("article", "position"),
    to_attr="public_claims",
)


def _values(tier: Tier) -> comparisons.Tier:
    names = ("label", "low", "high", "low_inclusive", "high_inclusive")
    return comparisons.Tier(**{name: getattr(tier, name) for name in names})


@dataclass(frozen=True)
class Account:
    """One scale as an article tells it (`claims`), or as a document sets it down."""

    scale: Scale
    tiers: list[Tier]
    claims: tuple[Shown, ...]

    @property
    def is_own_rule(self) -> bool:
        """Told by those who run it, not about them."""
        document = self.scale.document
        return document is not None and document.tier == document.Tier.PRIMARY

    @property
    def compared(self) -> comparisons.Scale:
        row = self.scale
        return comparisons.Scale(
            label_de=row.label_de,
            label_en=row.label_en or row.label_de,
            tiers=tuple(_values(tier) for tier in self.tiers),
            place=row.place,
            start=row.start,
        )

    def tier(self, label: str) -> Tier | None:
        return next((t for t in self.tiers if t.label.casefold() == label.casefold()), None)


@dataclass(frozen=True)
class Cell:
    account: Account
    tier: Tier | None

    @property
    def span_de(self) -> str:
        return self._span("de")

    @property
    def span_en(self) -> str:
        return self._span("en")

    def _span(self, language: str) -> str:
        tier = self.tier
        if tier is None or (tier.low is None and tier.high is None):
            return ""
        return comparisons.tier_range(_values(tier), language)


@public_page
def scale(request: HttpRequest, slug: str) -> HttpResponse:
    """Eight queries: scale, accounts of the place, tiers, claims, fact-checks, suggestions, what these froze,
    documents."""
    row = get_object_or_404(Scale, slug=slug)
    accounts = _accounts(row)
    own = next((account for account in accounts if account.scale.pk == row.pk), None)
    if own is None:
        raise Http404
    ordered = [own, *(account for account in accounts if account is not own)]
    items = [item for account in accounts for item in account.claims]
    context = {
        "scale": own.scale,
        "accounts": ordered,
        "tiers": [(label, [Cell(each, each.tier(label)) for each in ordered]) for label in labels(ordered)],
        "notes": notes(ordered),
        "demonstration": any(item.demonstration for item in items),
        "noindex": any(item.is_suggested for item in items),
    }
    return render(request, "claims/scale.html", context)


def _accounts(row: Scale) -> list[Account]:
    """Those of the same place that readers may see: through a public claim, or a public document."""
    same = Scale.objects.filter(place__iexact=row.place) if row.place else Scale.objects.filter(pk=row.pk)
    scales = list(same.select_related("document").prefetch_related("tiers", PUBLIC_CLAIMS))
    documents = {each.document_id for each in scales if each.document_id}
    public = set(public_documents().filter(pk__in=documents).values_list("pk", flat=True))
    told = frozen.told({claim.pk for each in scales for claim in each.public_claims}, "scales")
    found = [_account(each, told) for each in scales]
    seen = [each for each in found if each.claims or each.scale.document_id in public]
    return sorted(seen, key=lambda account: account.is_own_rule)


def _account(scale: Scale, told: Mapping[int, Any]) -> Account:
    """As the newest of its claims' versions in force has it; claims whose version does not name it wait."""
    claims, tiers = [], list(scale.tiers.all())
    for claim in scale.public_claims:  # type: ignore[attr-defined]
        named = told.get(claim.pk)
        entry = next((each for each in named or () if each["id"] == scale.pk), None)
        if entry:
            then, tiers = frozen.scale_of(entry)
            frozen.lay(scale, frozen.columns(then, frozen.SCALE), frozen.SCALE)
        if entry or named is None:
            claims.append(as_shown(claim))
    return Account(scale, tiers, tuple(claims))


def labels(accounts: Iterable[Account]) -> list[str]:
    """The tiers of all accounts in one order; what only one names stands behind its neighbour there."""
    merged: list[str] = []
    for account in sorted(accounts, key=lambda account: -len(account.tiers)):
        place = 0
        for tier in account.tiers:
            known = [label.casefold() for label in merged]
            if tier.label.casefold() in known:
                place = known.index(tier.label.casefold()) + 1
            else:
                merged.insert(place, tier.label)
                place += 1
    return merged


def notes(accounts: Sequence[Account]) -> list[comparisons.ScaleNote]:
    """What the first account leaves out, and where each other one differs from it; each sentence once."""
    own, *others = [account.compared for account in accounts]
    found = [note for other in others for note in comparisons.compare_scales(own, other)]
    return list(dict.fromkeys(found or comparisons.account(own)))
