"""Asking an archive to keep a page, and believing it when the capture is seen there.

A row is the whole of it: waiting, submitted, then confirmed by a later look-up or failed. Answers at once are
not believed: captures exist that were reported as errors, and the other way round.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError

from sources import mementos
from sources.models import Document, Link, Submission
from sources.recheck.leasing import database_now
from sources.recheck.standins import fetch, memento_link

# Seconds: to the first look-up, doubled with each further one; to another try when the archive is busy.
FIRST_LOOK, BUSY = 300.0, 60.0
TRIES = 8
# A capture this much older than the submission is as good: archives do not take a page twice within the hour.
RECENT = timedelta(hours=1)
OPEN = (Submission.State.WAITING, Submission.State.SUBMITTED)


def submit(link: Link) -> Submission:
    """Note that a capture is wanted; the beat sends it. The open one, where there is one already.

    ValidationError for what no archive may learn of: leads, documents that are not public, archives' own
    addresses; and where no archive that takes submissions is configured.
    """
    if link.role != Link.Role.ORIGINAL:
        raise ValidationError("Only the original address is submitted, not an archive's copy of it.")
    archive = next((archive for archive in mementos.configured() if archive.takes_submissions), None)
    if archive is None:
        raise ValidationError("No archive that takes submissions is configured (FACTCHECK_ARCHIVES).")
    if not _may_hear_of(archive, link):
        raise ValidationError("This address is not public: no archive is told of it.")
    Submission.objects.bulk_create([Submission(link=link, archive=archive.role)], ignore_conflicts=True)
    return Submission.objects.filter(link=link, archive=archive.role).order_by("-pk")[0]


def _may_hear_of(archive: mementos.Archive, link: Link) -> bool:
    public = link.public and link.document.confidentiality == Document.Confidentiality.PUBLIC
    return public and archive.may_hear_of(link.url)


def tend(limit: int) -> int:
    """Send what waits and confirm what was sent, the longest due first; returns how many were tended."""
    now = database_now()
    archives = {archive.role: archive for archive in mementos.configured() if archive.takes_submissions}
    due = Submission.objects.filter(state__in=OPEN, next_try_at__lte=now, archive__in=archives)
    done = 0
    for row in due.select_related("link__document").order_by("next_try_at", "pk")[:limit]:
        claimed = Submission.objects.filter(pk=row.pk, state=row.state, next_try_at=row.next_try_at)
        if not claimed.update(next_try_at=now + timedelta(seconds=FIRST_LOOK)):
            continue
        _tend(row, mementos.Talk(archives[row.archive], fetch), now)
        done += 1
    return done


def _tend(row: Submission, talk: mementos.Talk, now: datetime) -> None:
    try:
        if row.state == Submission.State.WAITING:
            _send(row, talk, now)
        else:
            _confirm(row, talk)
    except mementos.Busy:
        row.next_try_at = now + timedelta(seconds=BUSY)
    except (mementos.Trouble, mementos.NotATimeMap) as trouble:
        row.reason = str(trouble)[:300]
        _later(row, now)
    row.save()


def _send(row: Submission, talk: mementos.Talk, now: datetime) -> None:
    if not _may_hear_of(talk.archive, row.link):  # it was public when it was asked for
        row.state, row.reason = Submission.State.FAILED, "The address is not public any more."
        return
    row.job = talk.submit(row.link.url.partition("#")[0])
    row.state, row.submitted_at, row.reason, row.tries = Submission.State.SUBMITTED, now, "", 0
    row.next_try_at = now + timedelta(seconds=FIRST_LOOK)


def _confirm(row: Submission, talk: mementos.Talk) -> None:
    sent = row.submitted_at or row.created_at
    found = talk.captures(row.link.url.partition("#")[0], sent)
    fresh = [memento for memento in found if memento.at >= sent - RECENT]
    for memento in sorted(fresh, key=lambda memento: memento.at, reverse=True):
        row.memento = memento_link(row.link, row.archive, memento.url)
        if row.memento:
            row.state, row.reason = Submission.State.CONFIRMED, ""
            return
    raise mementos.Trouble("The archive does not show the capture yet.")


def _later(row: Submission, now: datetime) -> None:
    row.tries += 1
    row.next_try_at = now + timedelta(seconds=FIRST_LOOK * 2**row.tries)
    if row.tries >= TRIES:
        row.state = Submission.State.FAILED
