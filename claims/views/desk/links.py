"""Link health: what the machine saw day by day, where there is trouble, and every visit of one link."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from rest_framework.throttling import UserRateThrottle

from claims import services, workflow
from claims.models import Claim, User, documents_inside
from claims.views.bars import Bars, draw
from claims.views.desk.common import desk_page, staff
from sources.models import Check, Finding, Host, Link
from sources.services import IN_TROUBLE, lags, oldest_due, recheck_now, unkept_since

DAYS = 30
ROWS = 15
PAGE = 50
# What a visit saw, in four groups, drawn from the axis upwards.
GROUPS = {
    "fine": ("healthy", "not_modified", "moved"),
    "lost": ("gone", "unreachable", "soft_404", "replaced"),
    "closed": ("blocked", "tls_problem", "refused", "unsupported"),
    "outage": ("outage",),
}
GROUP_OF = {outcome: group for group, outcomes in GROUPS.items() for outcome in outcomes}
# States of which people read the same words: one tray for both.
SAME_WORDS = {"soft_404": "replaced"}
TROUBLE = ("suspect", "gone", "unreachable", "soft_404", "replaced", "tls_problem")


class RecheckRate(UserRateThrottle):
    """Counted together with the API's requests to look again: same scope, same person, same rate."""

    scope = "recheck"
    rate = "60/min"


def links_for(user: User) -> QuerySet[Link]:
    """Links of documents that this colleague reads from inside."""
    return Link.objects.filter(document__in=documents_inside(user).order_by().values("pk"))


@desk_page
@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """The house at a glance; `?state=&page=` lists the links of one state."""
    visible = links_for(staff(request))
    now, oldest = timezone.now(), oldest_due()
    counts: dict[str, int] = {}
    for found, number in visible.watched().values_list("state").annotate(n=Count("pk")).order_by("-n"):  # type: ignore[attr-defined]
        shown = SAME_WORDS.get(found, found)
        counts[shown] = counts.get(shown, 0) + number
    state = request.GET.get("state", "")
    states = [state, *(other for other, shown in SAME_WORDS.items() if shown == state)]
    watched = visible.watched().filter(state__in=states)  # type: ignore[attr-defined]
    listed = watched.select_related("document").order_by("-state_since", "pk")
    context = {
        "counts": counts,
        "watched": sum(counts.values()),
        "state": state,
        "page": Paginator(listed, PAGE).get_page(request.GET.get("page")) if state else None,
        "oldest": oldest,
        "late": lags(oldest),
        "unkept": unkept_since(),
        "bars": seen_by_day(visible, timezone.localtime(now).date()),
        "groups": GROUPS,
        "hosts": hosts_in_trouble(visible, now),
        "due": visible.watched().select_related("document").order_by("next_check_at")[:ROWS],  # type: ignore[attr-defined]
        "findings": Finding.objects.filter(link__in=visible.order_by().values("pk"))
        .select_related("link__document")
        .order_by("-confirmed_at", "-pk")[:ROWS],
    }
    return render(request, "claims/desk/links.html", context)


def seen_by_day(visible: QuerySet[Link], today: date) -> Bars | None:
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    rows = (
        Check.objects.filter(link__in=visible.order_by().values("pk"), at__gte=since)
        .annotate(day=TruncDate("at"))
        .values_list("day", "outcome")
        .annotate(n=Count("pk"))
        .order_by()
    )
    counts: dict[date, Counter[str]] = defaultdict(Counter)
    for day, outcome, number in rows:
        counts[day][GROUP_OF.get(outcome, "closed")] += number
    return draw(counts, list(GROUPS), today, days=DAYS)


def hosts_in_trouble(visible: QuerySet[Link], now: datetime) -> list[dict[str, Any]]:
    """Hosts with links in trouble, most of them first, with what the engine knows of the host."""
    rows = list(
        visible.watched()  # type: ignore[attr-defined]
        .values("host_key")
        .annotate(bad=Count("pk", filter=Q(state__in=TROUBLE)), links=Count("pk"))
        .filter(bad__gt=0)
        .order_by("-bad", "host_key")[:ROWS]
    )
    keys = [row["host_key"] for row in rows]
    seen = visible.order_by().values("host_key")
    known = Q(key__in=keys) | Q(incident_since__isnull=False) | Q(backoff_until__gt=now)
    hosts = {host.key: host for host in Host.objects.filter(known, key__in=seen)[: 3 * ROWS]}
    listed = [{**row, "host": hosts.get(row["host_key"])} for row in rows]
    others = [host for key, host in hosts.items() if key not in keys]
    return listed + [{"host_key": host.key, "bad": 0, "links": None, "host": host} for host in others]


def link_for(user: User, pk: int) -> Link:
    found = links_for(user).select_related("document", "latest").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@desk_page
@require_safe
def link(request: HttpRequest, pk: int) -> HttpResponse:
    return link_page(request, link_for(staff(request), pk))


def link_page(request: HttpRequest, found: Link, status: int = 200) -> HttpResponse:
    """Every visit of one link, its saved copies, its changes."""
    user = staff(request)
    checks = found.checks.order_by("-at", "-pk")
    context = {
        "link": found,
        "page": Paginator(checks, PAGE).get_page(request.GET.get("page")),
        "days": found.daily_checks.order_by("-day")[:ROWS],
        "captures": found.captures.order_by("-fetched_at", "-pk")[:ROWS],
        "findings": found.findings.order_by("-confirmed_at", "-pk")[:PAGE],
        "may_recheck": user.may(workflow.Act.ADD),
        "may_archive": user.may(workflow.Act.ADD) and found.role == Link.Role.ORIGINAL,
        "submissions": found.submissions.select_related("memento").order_by("-pk")[:ROWS],
        "vouched": found.override_until is not None and found.override_until > timezone.now(),
        "may_vouch": user.may(workflow.Act.RULE)
        and found.active
        and found.public
        and found.state in IN_TROUBLE,
        "may_adopt": user.may(workflow.Act.RULE) and found.active and bool(found.moved_to),
    }
    return render(request, "claims/desk/link.html", context, status=status)


@desk_page
@require_POST
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the link due now: so many a minute for each colleague, since the pages are other people's."""
    found = own_link(request, pk)
    if refused := asked_too_often(request, found):
        return refused
    if not Link.objects.watched().filter(pk=found.pk).exists():
        messages.error(request, _("This link is not visited: it is a lead for the desk, or was retired."))
        return link_page(request, found, status=409)
    recheck_now([found])
    messages.success(request, _("The link is due now; the next round visits it."))
    return redirect("desk-link", pk=found.pk)


@desk_page
@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an archive to keep the page as it is now; as often as a look may be asked for."""
    found = own_link(request, pk)
    if refused := asked_too_often(request, found):
        return refused
    try:
        services.ask_archive(link=found, actor=staff(request))
    except ValidationError as error:
        messages.error(request, " ".join(map(services.told, error.messages)))
        return link_page(request, found, status=400)
    messages.success(request, _("The archive is asked; what it keeps stands here once it is seen there."))
    return redirect("desk-link", pk=found.pk)


def own_link(request: HttpRequest, pk: int) -> Link:
    """NotAllowed where nothing this colleague works on rests on it."""
    user = staff(request)
    found = link_for(user, pk)
    if not user.may(workflow.Act.ADD) or not rests_on(user, found):
        raise services.NotAllowed("No case of yours rests on this link.")
    return found


def asked_too_often(request: HttpRequest, found: Link) -> HttpResponse | None:
    throttle = RecheckRate()
    if throttle.allow_request(request, None):  # type: ignore[arg-type]
        return None
    wait = round(throttle.wait() or 1)
    messages.error(request, _("Too many at once: try again in %(seconds)s seconds.") % {"seconds": wait})
    return link_page(request, found, status=429)


@desk_page
@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Watch the address the page moved to from now on."""
    user = staff(request)
    found = link_for(user, pk)
    try:
        moved = services.adopt_address(link=found, actor=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return link_page(request, found, status=400)
    messages.success(request, _("The new address is watched from now on."))
    return redirect("desk-link", pk=moved.pk)


@desk_page
@require_POST
def vouch(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has seen the page: the machine's word does not count for a while."""
    user = staff(request)
    found = link_for(user, pk)
    try:
        services.vouch_for_page(link=found, actor=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return link_page(request, found, status=400)
    messages.success(
        request, _("The page counts as there for 30 days; what its text says is told all the same.")
    )
    return redirect("desk-link", pk=pk)


def rests_on(user: User, found: Link) -> bool:
    """Whether a claim or article this colleague works on has the link's document."""
    if user.may(workflow.Act.READ_EVERYTHING):
        return True
    uses = Q(evidence__passage__document=found.document_id) | Q(article__document=found.document_id)
    return Claim.objects.accessible_to(user).filter(uses).exists()
