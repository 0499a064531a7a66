"""Telling people and systems that a claim needs a look. Rows say what is due; the beat calls, nothing queues.

Each claim and finding is told to each recipient once. What came to nothing (ruled on, over) before it was
told is not told; what could not be delivered is tried again, ever more slowly, and every attempt is in the
log.
"""

import logging
import smtplib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Case, F, QuerySet, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from claims import webhooks, workflow
from claims.models import Claim, Delivery, Notice, Ruling, User, Webhook, documents_visible_to
from claims.models.questions import LOST_PASSAGE, LOST_SOURCE, lost_evidence
from claims.services.errors import Refused
from claims.wording import Said
from sources import services as sources
from sources.models import Document, Finding

log = logging.getLogger("claims.notices")

MOST_AT_ONCE = 100  # in one message
MOST_TRIES = 8
LEASE = timedelta(minutes=10)  # for a sender that dies between sending and writing so
LONGEST_SNOOZE = timedelta(days=90)


def backoff(tries: int) -> timedelta | None:
    """The pause after so many failed tries: a minute, then four times as long each, a day at most; None when
    it is time to give up."""
    return None if tries >= MOST_TRIES else timedelta(seconds=min(60 * 4 ** (tries - 1), 86_400))


def send_notices() -> Counter[str]:
    """Gather what is new and tell what is due: how many recipients were told, how many attempts failed."""
    now = timezone.now()
    gather(now)
    done = Counter[str]()
    for user in _waiting(deciders(), "notices", now):
        if not _told_lately(user, now):
            done.update(_mail(user, now))
    for webhook in _waiting(Webhook.objects.filter(active=True), "queue", now):
        done.update(_post(webhook, now))
    return done


def _waiting(recipients: QuerySet[Any], notices: str, now: datetime) -> list[Any]:
    return list(recipients.filter(**{f"{notices}__next_try_at__lte": now}).distinct().order_by("pk"))


def _told_lately(user: User, now: datetime) -> bool:
    """One digest in FACTCHECK_DIGEST_EVERY seconds."""
    since = now - timedelta(seconds=settings.FACTCHECK_DIGEST_EVERY)
    return Delivery.objects.filter(user=user, succeeded=True, notices__gt=0, at__gt=since).exists()


# --- what there is to tell ------------------------------------------------------------------------


def touching() -> set[tuple[int, int]]:
    """(claim, finding) of every undecided source change that puts a claim in question."""
    asked = Claim.objects.in_question().order_by().values("pk")
    hurt = Finding.objects.open().filter(
        kind__in=LOST_PASSAGE,
        link__trusted=True,
        passage__evidence__claim__in=asked,
        passage__evidence__dropped_at=None,
        passage__evidence__created_at__lt=F("confirmed_at"),
    )
    lost = Finding.objects.open().filter(
        kind__in=LOST_SOURCE,
        link__document__passages__evidence__in=lost_evidence().order_by().values("pk"),
        link__document__passages__evidence__created_at__lt=F("confirmed_at"),
    )
    pairs = {
        *hurt.values_list("passage__evidence__claim", "pk"),
        *lost.values_list("link__document__passages__evidence__claim", "pk"),
    }
    findings = {finding for _claim, finding in pairs}
    return pairs - set(Ruling.objects.filter(finding__in=findings).values_list("claim", "finding"))


@transaction.atomic
def gather(now: datetime) -> int:
    """Make the notices that are missing, and put aside those that have nothing to tell any more."""
    pairs = touching()
    findings = {finding for _claim, finding in pairs}
    waiting = Notice.objects.filter(delivery=None)
    over = [n.pk for n in waiting.exclude(next_try_at=None) if (n.claim_id, n.finding_id) not in pairs]
    Notice.objects.filter(pk__in=over).update(next_try_at=None)
    aside = waiting.filter(next_try_at=None, tries__lt=MOST_TRIES, finding__in=findings)
    back = [n.pk for n in aside if (n.claim_id, n.finding_id) in pairs]
    due = Case(When(snoozed_until__gt=now, then="snoozed_until"), default=now)
    Notice.objects.filter(pk__in=back).update(next_try_at=due)
    documents = dict(Finding.objects.filter(pk__in=findings).values_list("pk", "link__document"))
    fresh: list[Notice] = []
    for user in deciders():
        fresh += _missing(pairs, documents, documents_visible_to(user), now, user=user)
    for webhook in Webhook.objects.filter(active=True):
        fresh += _missing(pairs, documents, Document.objects.visible_to_public(), now, webhook=webhook)
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def deciders() -> QuerySet[User]:
    """Those who may decide a source change and can be reached."""
    roles = [role for role in workflow.Role if workflow.may(role, workflow.Act.RULE)]
    return User.objects.filter(is_active=True, role__in=roles).exclude(email="")


def _missing(
    pairs: set[tuple[int, int]],
    documents: dict[int, int],
    readable: QuerySet[Document],
    now: datetime,
    **recipient: Any,
) -> list[Notice]:
    """Notices one recipient lacks, of documents it may read. A claim that is put off is so for these too."""
    known = Notice.objects.filter(**recipient, finding__in=set(documents))
    told = set(known.values_list("claim", "finding"))
    put_off = Notice.objects.filter(**recipient, snoozed_until__gt=now)
    until = dict(put_off.values_list("claim", "snoozed_until"))
    open_to_it = set(readable.filter(pk__in=set(documents.values())).order_by().values_list("pk", flat=True))
    return [
        Notice(
            claim_id=claim,
            finding_id=finding,
            next_try_at=until.get(claim) or now,
            snoozed_until=until.get(claim),
            **recipient,
        )
        for claim, finding in sorted(pairs - told)
        if documents[finding] in open_to_it
    ]


@transaction.atomic
def snooze(*, claim: Claim, user: User, until: datetime) -> int:
    """Do not tell this colleague of this claim until then; what is still undecided then is told (again)."""
    now = timezone.now()
    if not now < until <= now + LONGEST_SNOOZE:
        raise Refused(Said("Choose a day within the next {days} days.", days=LONGEST_SNOOZE.days))
    mine = Notice.objects.filter(claim=claim, user=user)
    return mine.update(snoozed_until=until, next_try_at=until, delivery=None, tries=0)


# --- telling it -----------------------------------------------------------------------------------


def _told_of(readable: QuerySet[Document]) -> QuerySet[Notice]:
    """Those of documents that the recipient may read now: that may be less than when they were made."""
    mine = Notice.objects.filter(finding__link__document__in=readable.order_by().values("pk"))
    return mine.select_related("claim", "finding__link__document")


@transaction.atomic
def take(due: QuerySet[Any], now: datetime) -> list[Any]:
    """Hold what is due for one sender; a second beat passes over it."""
    rows = due.filter(next_try_at__lte=now).select_for_update(skip_locked=True, of=("self",))
    taken = list(rows.order_by("pk")[:MOST_AT_ONCE])
    held = due.model._default_manager.filter(pk__in=[row.pk for row in taken])
    held.update(next_try_at=now + LEASE, tries=F("tries") + 1)
    return taken


@transaction.atomic
def _log(taken: list[Notice], now: datetime, delivery: Delivery) -> Counter[str]:
    delivery.at, delivery.notices = now, len(taken)
    delivery.save(force_insert=True)
    told = Notice.objects.filter(pk__in=[notice.pk for notice in taken])
    if delivery.succeeded:
        told.update(delivery=delivery, next_try_at=None, snoozed_until=None, tries=0)
        return Counter(told=1)
    log.warning("notices for %s: %s", delivery.user or delivery.webhook, delivery.trouble)
    for notice in taken:
        pause = backoff(notice.tries + 1)
        Notice.objects.filter(pk=notice.pk).update(next_try_at=now + pause if pause else None)
    return Counter(failed=1)


def alarm_when_late() -> int:
    """Tell those who govern the house, once a digest's span, that checking lags; returns how many were told.

    A worker says so: where none is left, the desk's page of link health and /readyz still do.
    """
    now, oldest = timezone.now(), sources.oldest_due()
    if not sources.lags(oldest):
        return 0
    log.error("checking lags: a link has been due since %s", oldest)
    since = now - timedelta(seconds=settings.FACTCHECK_DIGEST_EVERY)
    roles = [role for role in workflow.Role if workflow.may(role, workflow.Act.GOVERN)]
    told = 0
    for user in User.objects.filter(is_active=True, role__in=roles).exclude(email=""):
        if Delivery.objects.filter(user=user, succeeded=True, notices=0, at__gt=since).exists():
            continue
        trouble = write_to(user, "late", {"oldest": oldest, "site": settings.FACTCHECK_SITE_URL})
        Delivery.objects.create(user=user, at=now, notices=0, succeeded=not trouble, trouble=trouble)
        told += not trouble
    return told


def _mail(user: User, now: datetime) -> Counter[str]:
    taken = take(_told_of(documents_visible_to(user)).filter(user=user), now)
    if not taken:
        return Counter()
    context = {"changes": changes(taken), "user": user, "site": settings.FACTCHECK_SITE_URL}
    trouble = write_to(user, "digest", context)
    return _log(taken, now, Delivery(user=user, succeeded=not trouble, trouble=trouble))


def write_to(user: User, template: str, context: dict[str, Any]) -> str:
    """One mail, its first line the subject, in the house's language; returns what went wrong, if anything."""
    with translation.override(settings.LANGUAGE_CODE):
        written = render_to_string(f"claims/notices/{template}.txt", context)
    subject, _newline, body = written.strip().partition("\n")
    mail = EmailMessage(
        subject.strip(), body.strip(), to=[user.email], headers={"Auto-Submitted": "auto-generated"}
    )
    try:
        mail.send()
    except (smtplib.SMTPException, OSError) as error:
        return f"The mail server did not take the message ({type(error).__name__})."
    return ""


def _post(webhook: Webhook, now: datetime) -> Counter[str]:
    taken = take(_told_of(Document.objects.visible_to_public()).filter(webhook=webhook), now)
    if not taken:
        return Counter()
    told = changes(taken)
    if webhook.style == Webhook.Style.SLACK:
        with translation.override(settings.LANGUAGE_CODE):
            body = webhooks.slack_body(_line(change) for change in told)
    else:
        body = webhooks.json_body(told, now)
    posted = webhooks.send(webhook.url, webhook.secret, body, now)
    delivery = Delivery(
        webhook=webhook,
        succeeded=posted.succeeded,
        status_code=posted.status,
        trouble=webhooks.trouble_of(posted),
    )
    return _log(taken, now, delivery)


def changes(notices: Iterable[Notice]) -> list[dict[str, Any]]:
    """What is told of each: the claim, the change and the source, with addresses at the desk."""
    site = settings.FACTCHECK_SITE_URL
    return [
        {
            "claim": {
                "id": notice.claim.public_id,
                "statement_de": notice.claim.statement_de,
                "statement_en": notice.claim.statement_en,
                "url": site + reverse("desk-claim", args=[notice.claim.public_id]),
            },
            "finding": {
                "id": notice.finding_id,
                "kind": notice.finding.kind,
                "figures": notice.finding.detail.get("figures", []),
                "found_at": notice.finding.found_at.isoformat(),
                "confirmed_at": notice.finding.confirmed_at.isoformat(),
                "url": site + reverse("desk-finding", args=[notice.finding_id]),
            },
            "source": {"title": notice.finding.link.document.title, "url": notice.finding.link.url},
        }
        for notice in notices
    ]


def _line(change: dict[str, Any]) -> tuple[str, str, str]:
    """For a chat: where to decide, what happened, and to which claim."""
    words = render_to_string("claims/notices/kind.txt", {"change": change}).strip()
    claim = change["claim"]
    return change["finding"]["url"], words, claim["statement_de"] or claim["statement_en"] or claim["id"]
