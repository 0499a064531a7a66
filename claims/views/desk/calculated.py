"""Own calculations on a claim's screen: the form for one, and those for the numbers of a recorded one."""

from decimal import Decimal
from typing import Any

from django.db.models import Q

from claims.forms import CalculationForm, InputForm, plain
from claims.models import Claim, Evidence, Figure, User, documents_visible_to
from claims.templatetags.figures import plain_quantity
from claims.templatetags.words import in_language
from claims.views.desk.cited import shortened
from sources.models import Document

MOST_OFFERED = 200


def calculation_form(user: User, row: Claim, *data: Any) -> CalculationForm:
    """Offers the single numbers of this claim, of its article's other claims and of the evidence cited."""
    cited = Evidence.objects.visible_to(user).active().filter(claim__article=row.article_id)
    documents = documents_visible_to(user).order_by().filter(pk__in=cited.values("passage__document"))
    near = Q(claim__article=row.article_id) | Q(document__in=documents.values("pk"))
    figures = Figure.objects.filter(near, low__isnull=False).order_by("claim", "document", "pk")
    singles = [one for one in figures.select_related("metric", "claim", "document") if one.amount is not None]
    singles.sort(key=lambda one: one.claim_id != row.pk)
    return CalculationForm(figures, [(one.pk, label(one)) for one in singles[:MOST_OFFERED]], *data)


def label(figure: Figure) -> str:
    told = f"{plain_quantity(figure)} {in_language(figure.metric, 'label')[0]}"
    dated = f" ({figure.as_of})" if figure.as_of else ""
    return f"{told}{dated} – {shortened(str(figure.claim or figure.document), 60)}"


def input_forms(document: Document, sent: InputForm | None = None) -> list[InputForm]:
    """One for each number that is the calculation's own; `sent` is the one that was refused."""
    told: dict[str, Any] = document.calculation or {}
    taken = {**told.get("from", {}), **told.get("figures", {})}
    own = [name for name in told.get("inputs", {}) if name not in taken]
    began = {"expected_revision": document.revision}
    return [
        sent
        if sent and sent["name"].value() == name
        else InputForm(
            initial=began | {"name": name, "value": plain(Decimal(told["inputs"][name]))},
            auto_id=f"input_{name}_%s",
        )
        for name in own
    ]
