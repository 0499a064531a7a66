"""The audit log at the desk: who did what when, whether it is whole, and what proves it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from claims import ledger, services, workflow
from claims.forms import ReasonForm
from claims.models import Claim, LedgerEntry, Seal, User
from claims.templatetags.logwords import ACTS
from claims.views.common import newsroom_zone
from claims.views.desk.claims import with_problems
from claims.views.desk.common import carry_out, claim_for, desk_page, staff

PAGE = 50


class LedgerFilter(forms.Form):
    """Every filter stands in the address; what does not read as one says so and filters nothing."""

    claim = forms.CharField(label=_("Claim (its id)"), required=False, max_length=16)
    chain = forms.CharField(
        label=_("Chain"), required=False, max_length=100, help_text=_("house, case:… or claim:…")
    )
    actor = forms.CharField(label=_("Who"), required=False, max_length=150)
    action = forms.ChoiceField(label=_("What was done"), required=False)
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(9998, 12, 31))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acts = sorted(((code, str(label)) for code, label in ACTS.items()), key=lambda pair: pair[1])
        self.fields["action"].choices = [("", _("everything")), *acts]  # type: ignore[attr-defined]
        self.fields["actor"].widget.attrs["list"] = "actors"

    def given(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def chosen_chain(self) -> str:
        """One chain, where the filters name one."""
        claim = str(self.given("claim") or "").strip()
        return f"claim:{claim}" if claim else str(self.given("chain") or "").strip()


@desk_page
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Newest first, 50 a page. `?claim=&chain=&actor=&action=&day=&page=`; with one chain, its proof."""
    user = staff(request)
    form = LedgerFilter(request.GET)
    readable = LedgerEntry.objects.visible_to(user)
    chain = form.chosen_chain
    colleagues = User.objects.all()
    if not user.may(workflow.Act.READ_EVERYTHING):
        colleagues = colleagues.filter(pk__in=readable.values("actor"))
    context: dict[str, Any] = {
        "form": form,
        "page": Paginator(narrowed(readable, form), PAGE).get_page(request.GET.get("page")),
        "actors": colleagues.order_by("username").values_list("username", flat=True),
        "seal": seal_of(form.given("day")),
        "chain": chain,
        "query": _asked(request),
    }
    if user.may(workflow.Act.SUPPRESS):
        context["erasable"] = {entry.pk for entry in context["page"] if erasable(entry)}
    if chain and readable.filter(chain=chain).exists():
        context |= proof(chain)
    return render(request, "claims/desk/ledger.html", context)


def _asked(request: HttpRequest) -> str:
    """The filters as they stand in the address, without the page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def narrowed(entries: QuerySet[LedgerEntry], form: LedgerFilter) -> QuerySet[LedgerEntry]:
    """Only by what nobody is denied to see of an entry: never by its content."""
    if chain := form.chosen_chain:
        entries = entries.filter(chain=chain)
    if actor := str(form.given("actor") or "").strip():
        entries = entries.filter(actor_label=actor)
    if action := form.given("action"):
        entries = entries.filter(action=action)
    if day := form.given("day"):
        begin = datetime.combine(day, time(), newsroom_zone())
        entries = entries.filter(at__gte=begin, at__lt=begin + timedelta(days=1))
    return entries.order_by("-pk")


def seal_of(day: date | None) -> Seal | None:
    """The seal of a day, else the newest."""
    seals = Seal.objects.defer("changes").order_by("-date")
    return (seals.filter(date=day) if day else seals).first()


def proof(chain: str) -> dict[str, Any]:
    """Whether one chain is whole, and that the newest seal holds it."""
    results = list(ledger.verify(chain))
    broken = [result for result in results if isinstance(result, ledger.Broken)]
    public_id = chain.removeprefix("claim:") if chain.startswith("claim:") else ""
    return {
        "broken": broken,
        "sound": len(results) - len(broken),
        "inclusion": ledger.proof_of(chain),
        "public": Claim.objects.public().filter(public_id=public_id).exists(),
        "public_id": public_id,
    }


def erasable(entry: LedgerEntry) -> bool:
    """What an entry of a claim's chain says may be erased by law; that something was, is not."""
    held = entry.payload is not None or getattr(entry, "withheld", False)
    return held and entry.chain.startswith("claim:") and entry.action != ledger.ERASURE


@desk_page
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """What an entry says, before it is erased for good; its reason, and then it is done."""
    user = staff(request)
    if not user.may(workflow.Act.SUPPRESS):
        raise PermissionDenied(gettext("Only a chief editor erases what the log says."))
    entry = get_object_or_404(LedgerEntry.objects.visible_to(user), pk=pk)
    if not erasable(entry):
        raise Http404
    claim = claim_for(request, entry.chain.removeprefix("claim:"))

    def page(form: ReasonForm) -> HttpResponse:
        context = {"entry": entry, "claim": claim, "form": form}
        return render(request, "claims/desk/erase.html", context | with_problems({"form": form}))

    def do(**given: Any) -> None:
        services.erase_payload(claim=claim, sequence=entry.sequence, actor=user, **given)
        said = gettext("What entry %(number)s said is erased; the chain stays whole.")
        messages.success(request, said % {"number": entry.sequence})

    if request.method != "POST":
        return page(ReasonForm())
    form = ReasonForm(request.POST)
    done = f"{reverse('desk-ledger')}?claim={claim.public_id}"
    return carry_out(form, do, done=done, again=lambda: page(form))
