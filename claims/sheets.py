"""A case's claims as a sheet (CSV or XLSX), and such a sheet taken back in.

One row a claim, found again by its `id`. The columns of EDITABLE may be changed; the others tell where the
claim stands and are not read. `revision` is what the row was written from: where the claim changed since, a
row that differs is a conflict, which is told and never written. A column that is missing is left as it is; an
empty cell empties the text. Claims are recorded from their words in the article, never from a sheet.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.db import transaction
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from claims import services
from claims.models import Case, Claim, Review, User

EDITABLE = ("statement_de", "statement_en", "topic", "desk_note", "source_reason_de", "source_reason_en")
COLUMNS = ("id", "revision", "article", "place", "state", "verdict", *EDITABLE)
KINDS = (".csv", ".xlsx")
LONGEST = 10_000  # characters of a cell
MOST = 50 * 2**20  # bytes of a sheet
MOST_UNPACKED = 10 * MOST  # of an XLSX, which is a ZIP file
MOST_COLUMNS = 200  # one cell far to the right would make every row as wide
# A spreadsheet would take what begins so for a formula; an apostrophe before it says that it is text.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "'")

# What XML cannot hold, and what would be taken for it, stand in an XLSX as `_x000C_` (ECMA-376, ST_Xstring).
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
ESCAPED = re.compile("_x(00[01][0-9A-F]|FFF[EF]|005F)_", re.IGNORECASE)


class Unreadable(ValueError):
    """The file is no sheet of claims; the message says what to do."""


@dataclass(frozen=True)
class Outcome:
    """What became of one row: updated, unchanged, conflict or refused, and why."""

    row: int
    claim: str
    became: str
    why: str = ""


# --- out ------------------------------------------------------------------------------------------------


def rows_of(case: Case) -> Iterator[list[str]]:
    """The head, then each claim in the order of the articles. Three queries."""
    yield list(COLUMNS)
    claims = Claim.objects.filter(article__case=case).select_related("article")
    verdicts = dict(
        Review.objects.filter(claim__in=claims, is_current=True, suppressed_at=None).values_list(
            "claim", "verdict__slug"
        )
    )
    for claim in claims.order_by("article__position", "position", "pk"):
        told = {
            "id": claim.public_id,
            "revision": str(claim.revision),
            "article": claim.article.slug,
            "place": str(claim.position),
            "state": claim.state,
            "verdict": verdicts.get(claim.pk) or "",
        }
        yield [told[name] if name in told else getattr(claim, name) for name in COLUMNS]


def write(case: Case, file: Path) -> int:
    """The number of claims written. CSV is UTF-8 with a byte order mark, as spreadsheets expect it."""
    rows = list(rows_of(case))
    if _kind(file) == ".csv":
        out = io.StringIO()
        csv.writer(out).writerows([_guarded(cell) for cell in row] for row in rows)
        body = out.getvalue().encode("utf-8-sig")
    else:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("claims")
        sheet.freeze_panes = "B2"
        for row in rows:
            sheet.append([NOT_XML.sub(_escaped, _guarded(cell)) for cell in row])
        packed = io.BytesIO()
        book.save(packed)
        body = packed.getvalue()
    file.write_bytes(body)
    return len(rows) - 1


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _escaped(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _unescaped(cell: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULAS) else cell


def _kind(file: Path) -> str:
    kind = file.suffix.lower()
    if kind not in KINDS:
        raise Unreadable(f"{file} is neither .csv nor .xlsx: name it so.")
    return kind


# --- in -------------------------------------------------------------------------------------------------


def read(file: Path) -> list[dict[str, str]]:
    """Rows by column. Unreadable for what is no sheet, has no `id`, or names a column twice."""
    kind = _kind(file)
    if file.stat().st_size > MOST:
        raise Unreadable(f"{file} is larger than {MOST // 2**20} MB.")
    rows = list(_from_csv(file) if kind == ".csv" else _from_xlsx(file))
    if not rows:
        raise Unreadable(f"{file} is empty: export the case first.")
    head = [cell.strip().lower() for cell in rows[0]]
    for name in ("id", "revision"):
        if head.count(name) != 1:
            raise Unreadable(f"{file} needs one column {name}: export the case first and keep it.")
    if twice := sorted({name for name in head if name and head.count(name) > 1}):
        raise Unreadable(f"{file} has the column {', '.join(twice)} twice.")
    # What is shorter than the head was cut off and says nothing; it does not empty a text.
    return [dict(zip(head, map(_bare, row), strict=False)) for row in rows[1:] if any(map(str.strip, row))]


def _from_csv(file: Path) -> Iterator[list[str]]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise Unreadable(f"{file} is not UTF-8: save it as CSV UTF-8, or as XLSX.") from broken
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(MOST)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as broken:
        raise Unreadable(f"{file} is no CSV: {broken}.") from broken


def _from_xlsx(file: Path) -> Iterator[list[str]]:
    try:
        with ZipFile(file) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise Unreadable(f"{file} unpacks to more than {MOST_UNPACKED // 2**20} MB.")
        book = load_workbook(file, read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS):
            yield ["" if cell is None else _unescaped(str(cell)) for cell in row]
    except Unreadable:
        raise
    except (InvalidFileException, KeyError, OSError, ValueError, IndexError) as broken:
        raise Unreadable(f"{file} is no XLSX that can be read.") from broken
    except Exception as broken:  # openpyxl lets through whatever zip and XML find wrong
        raise Unreadable(f"{file} is no XLSX that can be read ({type(broken).__name__}).") from broken


def take_in(rows: Iterable[dict[str, str]], *, actor: User | None) -> list[Outcome]:
    """Each row on its own: one that is refused keeps no other back."""
    rows = list(rows)
    asked = {row.get("id", "").strip() for row in rows}
    claims = {claim.public_id: claim for claim in Claim.objects.filter(public_id__in=asked)}
    return [_take(number, row, claims, actor) for number, row in enumerate(rows, 2)]


def _take(number: int, row: dict[str, str], claims: dict[str, Claim], actor: User | None) -> Outcome:
    key = row.get("id", "").strip()
    claim = claims.get(key)
    if claim is None:
        why = "there is no such claim" if key else "without an id: record the claim in its article"
        return Outcome(number, key, "refused", why)
    changes = {
        name: _text(row[name])
        for name in EDITABLE
        if name in row and _text(row[name]) != _text(getattr(claim, name))
    }
    if not changes:
        return Outcome(number, key, "unchanged")
    if not (written := row.get("revision", "").strip()):
        return Outcome(number, key, "refused", "without its revision: export the case again")
    if written != str(claim.revision):
        told = "; ".join(f"{n}: here {v!r}, there {getattr(claim, n)!r}" for n, v in changes.items())
        return Outcome(number, key, "conflict", f"changed since the sheet was written. {told}")
    if flaw := _flaw(claim, changes):
        return Outcome(number, key, "refused", flaw)
    try:
        with transaction.atomic():
            claims[key] = services.edit_claim(
                claim=claim, actor=actor, expected_revision=claim.revision, **changes
            )
    except services.Conflict:
        return Outcome(number, key, "conflict", "was changed a moment ago; export it again")
    except services.ServiceError as refused:
        return Outcome(number, key, "refused", str(refused))
    return Outcome(number, key, "updated", ", ".join(changes))


def _flaw(claim: Claim, changes: dict[str, str]) -> str:
    """Why these texts cannot be stored; empty where they can."""
    for name, text in changes.items():
        most = getattr(Claim._meta.get_field(name), "max_length", None) or LONGEST
        if "\0" in text:
            return f"{name}: holds a null character"
        if len(text) > most:
            return f"{name}: is longer than {most} characters"
    left = [changes.get(name, getattr(claim, name)) for name in ("statement_de", "statement_en")]
    return "" if any(left) else "the statement would be empty in both languages"


def _text(value: Any) -> str:
    """Spreadsheets write line breaks their own way; that is no change."""
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
