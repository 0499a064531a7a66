"""Saved copies at the desk: their text with the cited passages, their body behind glass, two side by side."""

import codecs
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims import services, workflow
from claims.forms import ReasonForm
from claims.models import User, documents_inside
from claims.views.desk.common import attempt, desk_page, staff, status_of
from claims.views.sidebyside import side_by_side
from sources import anchoring
from sources.extraction import marking
from sources.models import Capture, CaptureText, Passage, Sighting, store
from sources.services import TakenDown, read_body

# The body comes from somebody else: no script, no request, no form, an origin of its own.
GLASS = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"
MOST_PASSAGES = 200
Span = tuple[int, int, Passage]


@dataclass(frozen=True)
class Piece:
    """A stretch of a text and the passages that cover it."""

    text: str
    passages: tuple[Passage, ...]


def capture_for(user: User, pk: int) -> Capture:
    """The copy, if this colleague reads its document from inside; else 404."""
    captures = Capture.objects.filter(document__in=documents_inside(user).order_by().values("pk"))
    found = captures.select_related("document", "link").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def text_of(capture: Capture) -> CaptureText | None:
    """Its text by the newest extractor that read it; none once it was taken down."""
    return None if capture.suppressed else capture.texts.order_by("-pk").first()


@desk_page
@require_safe
def capture(request: HttpRequest, pk: int) -> HttpResponse:
    return page(request, capture_for(staff(request), pk), ReasonForm())


def page(request: HttpRequest, copy: Capture, form: ReasonForm) -> HttpResponse:
    """What was kept, when, and where the cited passages stand in it."""
    text = text_of(copy)
    trouble = trouble_with(copy)
    context = {
        "capture": copy,
        "text": text,
        "pieces": pieces(text.text, spans_in(text)) if text else [],
        "fragment": marking.CITED,
        "trouble": trouble,
        "is_page": not trouble and copy.media_type in marking.PAGES,
        "earlier": neighbour(copy, earlier=True),
        "later": neighbour(copy, earlier=False),
        "form": form,
        "may_take_down": staff(request).may(workflow.Act.SUPPRESS) and not copy.suppressed,
    }
    return render(
        request, "claims/desk/capture.html", context, status=status_of(form) if form.errors else 200
    )


def trouble_with(copy: Capture) -> str:
    """Why its body cannot be shown, in one line; blank when it can."""
    try:
        read_body(copy)
    except TakenDown:
        return _("This copy was taken down for legal reasons. Its checksum is kept, its content is not.")
    except store.Corrupt:
        return _("The stored file is damaged or missing: it no longer has the checksum it was saved with.")
    except store.Unavailable:
        return _("The store of saved copies does not answer at the moment.")
    return ""


def neighbour(copy: Capture, *, earlier: bool) -> Capture | None:
    """The copy of the same address just before or after this one."""
    if copy.link_id is None:
        return None
    others = Capture.objects.filter(link=copy.link_id)
    if earlier:
        return others.filter(pk__lt=copy.pk).order_by("-pk").first()
    return others.filter(pk__gt=copy.pk).order_by("pk").first()


def spans_in(text: CaptureText) -> list[Span]:
    """Where passages of the document stand in this text: as seen, as selected, else looked for now."""
    spans: list[Span] = []
    seen = set()
    for sighting in Sighting.objects.filter(capture_text=text).select_related("passage"):
        seen.add(sighting.passage_id)
        if sighting.start is not None and sighting.end is not None:
            spans.append((sighting.start, sighting.end, sighting.passage))
    others = Passage.objects.filter(document=text.capture.document_id).exclude(pk__in=seen)
    folded = None
    for passage in others.order_by("pk")[:MOST_PASSAGES]:
        if passage.selected_in_id == text.pk and passage.start is not None and passage.end is not None:
            spans.append((passage.start, passage.end, passage))
        elif passage.exact:
            folded = folded or anchoring.fold(text.text)
            match = anchoring.locate(folded, passage.exact, prefix=passage.prefix, suffix=passage.suffix)
            if match.start is not None and match.end is not None:
                spans.append((match.start, match.end, passage))
    return sorted(spans, key=lambda span: span[:2])


def pieces(text: str, spans: Iterable[Span]) -> list[Piece]:
    """The text cut at the ends of its passages; joined again it is the text."""
    spans = [(max(0, start), min(end, len(text)), passage) for start, end, passage in spans]
    cuts = sorted(
        {0, len(text)} | {place for start, end, _p in spans for place in (start, end) if start < end}
    )
    return [
        Piece(text[a:b], tuple(passage for start, end, passage in spans if start < b and a < end))
        for a, b in pairwise(cuts)
    ]


@desk_page
@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """The stored bytes, for the frame: text as the text it is, anything else only to be saved to disk."""
    return stored(capture_for(staff(request), pk))


def stored(copy: Capture) -> HttpResponse:
    try:
        content = read_body(copy)
    except TakenDown:
        return in_words(_("This copy was taken down for legal reasons."), 451)
    except store.Corrupt:
        return in_words(_("The stored file is damaged or missing."), 500)
    except store.Unavailable:
        return in_words(_("The store of saved copies does not answer at the moment."), 503)
    if copy.media_type.startswith("text/"):
        response = HttpResponse(content, content_type=text_type(copy))
    else:
        response = HttpResponse(content, content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="copy-{copy.pk}"'
    return behind_glass(response)


@desk_page
@require_safe
def framed(request: HttpRequest, pk: int) -> HttpResponse:
    """The page for the frame, its cited passages marked; as it is stored where it cannot be marked."""
    copy = capture_for(staff(request), pk)
    text = text_of(copy)
    quotes = quotes_in(text.text, spans_in(text)) if text else []
    try:
        page = marking.marked(read_body(copy), copy.media_type, copy.charset, quotes)
    except (TakenDown, store.Corrupt, store.Unavailable):
        page = None
    return stored(copy) if page is None else behind_glass(HttpResponse(page))


def quotes_in(text: str, spans: Iterable[Span]) -> list[marking.Quote]:
    """The passages in the words in which this copy has them, with what stands around them in it."""
    return [marking.Quote(*anchoring.select(text, start, end)) for start, end, _passage in spans]


def text_type(copy: Capture) -> str:
    """Media type with the declared charset, where there is such a charset."""
    try:
        name = codecs.lookup(copy.charset).name if copy.charset else ""
    except LookupError:
        name = ""
    return f"{copy.media_type}; charset={name}" if name else copy.media_type


def in_words(line: str, status: int) -> HttpResponse:
    return behind_glass(HttpResponse(line, status=status, content_type="text/plain; charset=utf-8"))


def behind_glass(response: HttpResponse) -> HttpResponse:
    response["Content-Security-Policy"] = GLASS
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Referrer-Policy"] = "no-referrer"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@desk_page
@require_safe
def diff(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Two copies side by side. Texts read by different extractors are never compared."""
    user = staff(request)
    before, after = capture_for(user, pk), capture_for(user, other)
    texts = [text_of(before), text_of(after)]
    same_reader = None not in texts and len({(t.extractor, t.version) for t in texts if t}) == 1
    rows = side_by_side(*[text.text for text in texts if text]) if same_reader else []
    context = {
        "before": before,
        "after": after,
        "rows": rows,
        "has_both": None not in texts,
        "same_reader": same_reader,
        "differs": any(row.differs for row in rows),
    }
    return render(request, "claims/desk/diff.html", context)


@desk_page
@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    user = staff(request)
    copy = capture_for(user, pk)
    form = ReasonForm(request.POST)

    def act() -> None:
        services.take_down_copy(capture=copy, actor=user, reason=form.cleaned_data["reason"])

    if form.is_valid() and attempt(form, act):
        return redirect("desk-capture", pk=copy.pk)
    return page(request, copy, form)
