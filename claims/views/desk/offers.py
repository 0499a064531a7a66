"""Forms that a claim's page only offers: what is seldom needed is made when it is asked for, `?open=name`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _

from claims import workflow
from claims.forms import ChiefForm, DeclineForm, HoldForm, WithdrawForm
from claims.models import Claim, Review, User
from claims.views.desk.calculated import calculation_form
from claims.views.desk.cited import cite_form, passage_form, same_form
from claims.views.desk.counted import figure_forms
from claims.workflow import Act, State


@dataclass(frozen=True)
class Offer:
    """One act: where on the page it stands, whose it is, and its form, sent to the page called `address`.
    `template` holds a form of another shape than field below field; figures have one each."""

    name: str
    place: str
    act: Act
    title: Any
    button: Any
    make: Callable[[User, Claim], Any]
    hint: Any = ""
    template: str = ""
    fits: Callable[[Claim], bool] = lambda _claim: True

    @property
    def address(self) -> str:
        return f"desk-{self.name}"

    def is_for(self, user: User, row: Claim) -> bool:
        return user.may(self.act) and self.fits(row)


def _hold_form(user: User, row: Claim) -> HoldForm:
    return HoldForm(initial={"expected_revision": row.revision})


def _may_be_held(row: Claim) -> bool:
    return row.state in workflow.IN_WORK and not row.is_on_hold


def _may_be_declined(row: Claim) -> bool:
    return workflow.find_move(row.state, State.DECLINED, row.article.case.eyes) is not None


def _is_published(row: Claim) -> bool:
    return row.reviews.filter(is_current=True).exclude(kind=Review.Kind.WITHDRAWAL).exists()


OFFERS = (
    Offer(
        "figures",
        "figures",
        Act.ADD,
        _("Record or change a figure"),
        "",
        lambda _user, row: figure_forms(row),
        template="claims/desk/_counted.html",
    ),
    Offer(
        "cite",
        "evidence",
        Act.ADD,
        _("Cite evidence"),
        _("Cite"),
        cite_form,
        template="claims/desk/_cite.html",
    ),
    Offer(
        "calculate",
        "evidence",
        Act.ADD,
        _("Own calculation"),
        _("Calculate and cite"),
        calculation_form,
        template="claims/desk/_calculate.html",
    ),
    Offer(
        "same", "evidence", Act.ADD, _("Same passage as another claim"), _("Cite the same passage"), same_form
    ),
    Offer("hold", "hold", Act.ADD, _("Put it on hold"), _("Put it on hold"), _hold_form, fits=_may_be_held),
    Offer(
        "decline",
        "decline",
        Act.DECLINE,
        _("Decline"),
        _("Decline"),
        lambda *_: DeclineForm(),
        fits=_may_be_declined,
    ),
    Offer(
        "withdraw",
        "chief",
        Act.WITHDRAW,
        _("Withdraw the fact-check"),
        _("Withdraw it"),
        lambda *_: WithdrawForm(),
        hint=_("Readers then find this notice in place of rating, reasoning and evidence."),
        fits=_is_published,
    ),
    Offer(
        "chief",
        "chief",
        Act.SUPPRESS,
        _("Take down, show again, legal hold"),
        _("Do it"),
        lambda *_: ChiefForm(),
    ),
    Offer(
        "passage",
        "chief",
        Act.SUPPRESS,
        _("One passage: take down, show again"),
        _("Do it"),
        passage_form,
        hint=_("Readers no longer find its words or its place on any page; everything else stays."),
    ),
)


def offered(user: User, row: Claim, sent: dict[str, Any], opened: str) -> dict[str, list[tuple[Offer, Any]]]:
    """By their places, what this colleague may do with the claim. A form is made for the one `opened`, and
    those in `sent` (refused, by name) are shown again; else it is None."""
    places: dict[str, list[tuple[Offer, Any]]] = {}
    for offer in OFFERS:
        form = sent.get(offer.name)
        if not form and not offer.is_for(user, row):
            continue
        if not form and offer.name == opened:
            form = fresh(offer, user, row)
        places.setdefault(offer.place, []).append((offer, form))
    return places


def fresh(offer: Offer, user: User, row: Claim) -> Any:
    """Its form, the cursor in the first field."""
    form = offer.make(user, row)
    if isinstance(form, BaseForm):
        form.visible_fields()[0].field.widget.attrs["autofocus"] = True
    return form
