"""Verbs on documents, links, captures and passages, by noun. They know no users and no claims."""

from sources.copies import TakenDown, export_warc, read_body, take_down
from sources.recheck import check_all
from sources.recheck import check_batch as check_due
from sources.recheck.standins import look_for_lost
from sources.recheck.submissions import submit as submit_to_archive
from sources.recheck.submissions import tend as tend_submissions
from sources.services.digests import commitment, sha256
from sources.services.engine import (
    due_links,
    heartbeat,
    lags,
    note_heartbeat,
    oldest_due,
    recheck_now,
    retain,
    unkept_since,
    verify_copies,
)
from sources.services.passages import (
    CONTEXT,
    VERBATIM,
    keep_upload,
    make_passage,
    seek_passages,
    select_passage,
)
from sources.services.watching import IN_TROUBLE, Watch, adopt_move, vouch_for, watch, watch_many, watched

__all__ = [
    "CONTEXT",
    "IN_TROUBLE",
    "VERBATIM",
    "TakenDown",
    "Watch",
    "adopt_move",
    "check_all",
    "check_due",
    "commitment",
    "due_links",
    "export_warc",
    "heartbeat",
    "keep_upload",
    "lags",
    "look_for_lost",
    "make_passage",
    "note_heartbeat",
    "oldest_due",
    "read_body",
    "recheck_now",
    "retain",
    "seek_passages",
    "select_passage",
    "sha256",
    "submit_to_archive",
    "take_down",
    "tend_submissions",
    "unkept_since",
    "verify_copies",
    "vouch_for",
    "watch",
    "watch_many",
    "watched",
]
