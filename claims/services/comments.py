"""Remarks about a claim, and telling those who are named in them."""

import re
from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from claims import ledger, workflow
from claims.models import Claim, Comment, Mention, User
from claims.services.common import locked, require
from claims.services.errors import Refused
from claims.services.notices import MOST_AT_ONCE, backoff, write_to
from claims.wording import Said

# A name as accounts have it, with a full stop after it left out; no part of an e-mail address.
NAMED = re.compile(r"(?<![\w@.+-])@([\w.+-]*[\w+-])")
LONGEST = 5000
LATER = timedelta(minutes=15)  # until it is asked again whether a comment may be seen


@transaction.atomic
def comment(*, claim: Claim, text: str, actor: User) -> Comment:
    """Say something about a claim. Whoever is named (`@name`) is told by mail; Refused where one of them may
    not see the claim. Names that are nobody's are words."""
    claim = locked(claim)
    require(actor, workflow.Act.ADD, claim.article.case)
    text = text.strip()
    if not text:
        raise Refused("Write something.")
    if len(text) > LONGEST:
        raise Refused(Said("A comment has at most {longest} characters.", longest=LONGEST))
    people = _named(text)
    if strangers := [str(user) for user in people if not _may_see(user, claim)]:
        raise Refused(Said("{people} may not see this claim.", people=", ".join(strangers)))
    said = Comment.objects.create(claim=claim, by=actor, round=claim.round, text=text)
    Mention.objects.bulk_create(Mention(comment=said, user=user) for user in people if user != actor)
    payload = {"comment": said.pk, "text": text, "named": [user.username for user in people]}
    ledger.append(claim.ledger_chain, "commented", payload, actor=actor)
    return said


def _named(text: str) -> list[User]:
    names = {name.casefold() for name in NAMED.findall(text)}
    active = User.objects.filter(is_active=True).order_by("username") if names else ()
    return [user for user in active if user.username.casefold() in names]


def _may_see(user: User, claim: Claim) -> bool:
    return Claim.objects.accessible_to(user).filter(pk=claim.pk).exists()


def tell_mentions() -> Counter[str]:
    """Mail those who were named. The mail holds no word of the comment, and waits until they may read it."""
    now = timezone.now()
    done = Counter[str]()
    for mention in _take(now):
        user = mention.user
        if not Comment.objects.visible_to(user).filter(pk=mention.comment_id).exists():
            Mention.objects.filter(pk=mention.pk).update(next_try_at=now + LATER)
            continue
        context = {"comment": mention.comment, "user": user, "site": settings.FACTCHECK_SITE_URL}
        trouble = write_to(user, "mention", context)
        pause = backoff(mention.tries + 1) if trouble else None
        Mention.objects.filter(pk=mention.pk).update(
            next_try_at=now + pause if pause else None, tries=mention.tries + bool(trouble)
        )
        done["failed" if trouble else "named"] += 1
    return done


@transaction.atomic
def _take(now: datetime) -> list[Mention]:
    """Hold what is due for one sender. Who has left or has no address is told by nobody."""
    due = Mention.objects.filter(next_try_at__lte=now)
    due.exclude(user__is_active=True, user__email__gt="").update(next_try_at=None)
    rows = due.select_for_update(skip_locked=True, of=("self",))
    taken = list(rows.select_related("comment__by", "comment__claim", "user").order_by("pk")[:MOST_AT_ONCE])
    Mention.objects.filter(pk__in=[each.pk for each in taken]).update(next_try_at=now + LATER)
    return taken
