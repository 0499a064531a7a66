"""From pieces to numbers: twenty-one trillion and three hundred, fünf und drei Viertel Milliarden."""

from dataclasses import dataclass
from decimal import Decimal

from sources.quantities.language import Part
from sources.quantities.lexing import Piece
from sources.quantities.quantity import rounded
from sources.quantities.sums import COUNTING, MILLION, SCALING, Sum, continues, scales_at, stands, take

_PLAIN = (Part.FIGURE, Part.ARTICLE, Part.AND, Part.OF, Part.OVER, Part.POINT, Part.SEVERAL, Part.MINUS)


@dataclass(frozen=True, slots=True)
class Number:
    start: int
    end: int
    value: Decimal
    scale: Decimal = Decimal(1)
    """The last magnitude word, which a range shares (100 to 300 million)."""
    vague: bool = False
    """A floor only: hundreds, mehrere Millionen."""
    figures: bool = False
    """Written in digits alone."""
    article: bool = False
    """Begins with a or ein."""
    lone: bool = False
    """Nothing but an article; its surroundings tell whether it counts."""
    ordinal: bool = False


def numbers(run: list[Piece]) -> list[Number]:
    """Every number of a run, left to right, the longest first."""
    found: list[Number] = []
    if len(run) == 1 and run[0].part in _PLAIN:
        return _plain(run[0])
    i = 0
    while i < len(run):
        read = _number(run, i) or _ordinal(run, i)
        if read is not None:
            found.append(read[0])
        elif run[i].part is Part.ARTICLE:
            found.append(Number(run[i].start, run[i].end, Decimal(1), article=True, lone=True))
        i = read[1] if read else i + 1
    return found


def _plain(piece: Piece) -> list[Number]:
    """What a piece without neighbours says; nearly all of a text's pieces have none."""
    if piece.part is Part.FIGURE:
        return [Number(piece.start, piece.end, piece.value, figures=True)]
    if piece.part is Part.ARTICLE:
        return [Number(piece.start, piece.end, piece.value, article=True, lone=True)]
    return []


def _ordinal(run: list[Piece], i: int) -> tuple[Number, int] | None:
    """Third, twenty-first, two hundredth, dritte."""
    if run[i].part is Part.ORDINAL:
        return Number(run[i].start, run[i].end, run[i].value, ordinal=True), i + 1
    read = _cardinal(run, i, denominator=True)
    if read is None or run[read[1] - 1].plural:
        return None
    return Number(run[i].start, run[read[1] - 1].end, read[0].value(), ordinal=True), read[1]


def _number(run: list[Piece], i: int) -> tuple[Number, int] | None:
    first = i
    negative = run[i].part is Part.MINUS
    if negative:
        i += 1
    read = _amount(run, i)
    if read is None:
        return None
    if (longer := _ordinal(run, i)) is not None and longer[1] > read[1]:
        return longer
    total, i = read
    value = total.value().copy_negate() if negative else total.value()
    figures = i == first + 1 and run[first].part is Part.FIGURE
    article = run[first].part is Part.ARTICLE
    start, end = run[first].start, run[i - 1].end
    scale = total.scale or Decimal(100 if total.last is Part.HUNDRED else 1)
    return Number(start, end, value, scale, total.vague, figures, article), i


def _amount(run: list[Piece], i: int) -> tuple[Sum, int] | None:
    """A fraction or cardinal with everything that may follow it."""
    read = _fraction(run, i)
    if read is not None:
        of = (
            stands(run, read[1], Part.OF)
            and stands(run, read[1] + 1, Part.ARTICLE)
            and scales_at(run, read[1] + 2)
        )
        return _scaled(run, read[1] + of, read[0])
    cardinal = _cardinal(run, i)
    if cardinal is None:
        return None
    total, i = cardinal
    if stands(run, i, Part.POINT) and (decimals := _decimals(run, i + 1)) is not None:
        return _scaled(run, decimals[1], total.value() + decimals[0])
    divides = stands(run, i, Part.OVER) and total.scale is None  # not $2 million over 10 years
    if divides and (below := _cardinal(run, i + 1)) is not None and below[0].value():
        return Sum(rounded(total.value() / below[0].value())), below[1]
    if stands(run, i, Part.AND) and (read := _fraction(run, i + 1)) is not None:
        return _with_fraction(run, total, *read)
    if run[i - 1].part is Part.FIGURE and stands(run, i, Part.DENOMINATOR):
        divisor = run[i]
        if divisor.plural and divisor.value < 100 and not divisor.hyphen:
            return _scaled(run, i + 1, rounded(total.value() / divisor.value))
    return total, i


def _with_fraction(run: list[Piece], total: Sum, fraction: Decimal, i: int) -> tuple[Sum, int]:
    """One million and a half is a million and half a million; five and a half million scales both."""
    if total.scale and total.scale >= MILLION and total.current is None:
        own = i < len(run) and run[i].part is Part.MAGNITUDE
        scale = run[i].value if own else total.scale
        return Sum(rounded(total.total + fraction * scale), None, total.scale), i + own
    return _scaled(run, i, total.value() + fraction)


def _scaled(run: list[Piece], i: int, value: Decimal) -> tuple[Sum, int]:
    scale = None
    if stands(run, i, Part.ARTICLE) and i + 1 < len(run) and run[i + 1].part in SCALING:
        i += 1
    while i < len(run) and run[i].part in SCALING:
        scale = run[i].value
        value = rounded(value * scale)
        i += 1
    return Sum(value, None, scale), i


def _decimals(run: list[Piece], i: int) -> tuple[Decimal, int] | None:
    """Digits after the point, spoken one by one or as one number: zero three, seventy-one."""
    digits = ""
    while i < len(run) and run[i].part in COUNTING:
        more = run[i].value
        if run[i].part is Part.TENS and i + 1 < len(run) and run[i + 1].part is Part.ONES:
            more += run[i + 1].value
            i += 1
        digits += format(more, "f")
        i += 1
    return (Decimal(f"0.{digits}"), i) if digits.isdigit() else None


def _fraction(run: list[Piece], i: int) -> tuple[Decimal, int] | None:
    """Two thirds, a twenty-first, one hundred thirty-two fifths; half and quarter before a magnitude."""
    if i >= len(run):
        return None
    if run[i].part is Part.PORTION:
        of = stands(run, i + 1, Part.OF) and stands(run, i + 2, Part.ARTICLE) and scales_at(run, i + 3)
        follows = of or (i + 1 < len(run) and run[i + 1].part in (*SCALING, Part.ARTICLE))
        later = i > 0 and run[i - 1].part is Part.DENOMINATOR  # the second half
        return (run[i].value, i + 1) if follows or (run[i].alone and not later) else None
    if run[i].part is Part.DENOMINATOR and run[i].alone:  # ein knappes Drittel
        return rounded(1 / run[i].value), i + 1
    if run[i].value == 1 and stands(run, i + 1, Part.PORTION):
        return run[i + 1].value, i + 2
    if run[i].part is Part.ARTICLE and (below := _cardinal(run, i + 1, denominator=True)) is not None:
        return (rounded(1 / below[0].value()), below[1]) if below[0].value() > 2 else None
    if run[i].part is Part.FIGURE:
        return None
    for split in range(i + 1, len(run)):
        if split > i + 12:
            break
        if run[split].hyphen and run[split - 1].part is Part.TENS:
            continue  # twenty-first belongs together
        above = _cardinal(run, i, split)
        below = _cardinal(run, split, denominator=True)
        if above is None or above[1] != split or below is None or above[0].vague or below[0].value() < 2:
            continue
        if run[below[1] - 1].plural or (above[0].value() == 1 and below[0].value() > 2):
            return rounded(above[0].value() / below[0].value()), below[1]
    return None


def _cardinal(
    run: list[Piece], i: int, stop: int | None = None, *, denominator: bool = False
) -> tuple[Sum, int] | None:
    """As many pieces from `i` on as make one whole number, or a denominator, which must end as one."""
    start, stop = i, len(run) if stop is None else stop
    total = Sum()
    while i < stop:
        piece = run[i]
        if piece.part is Part.AND:
            if i == start or i + 1 >= stop or not _joins(total, run, i + 1, denominator=denominator):
                break
            i += 1
            continue
        if piece.part is Part.OF and total.vague and i + 1 < stop and run[i + 1].part in SCALING:
            i += 1
            continue
        if piece.part is Part.DENOMINATOR and denominator:
            return _closed(total, piece, i, start)
        if not continues(total, run, i, spoken_and=i > start and run[i - 1].part is Part.AND):
            break
        take(total, piece)
        i += 1
    if i == start or denominator or total.last in (Part.ARTICLE, Part.SEVERAL):
        return None
    return total, i


def _closed(total: Sum, piece: Piece, i: int, start: int) -> tuple[Sum, int] | None:
    """Ends a denominator: thirty + fifths, two hundred + sevenths; never five + sevenths."""
    if i == start:
        return Sum(piece.value), i + 1
    below_ten, below_hundred = piece.value < 10, piece.value < 100
    if total.current is None:
        if piece.value < (total.scale or 1):
            return Sum(total.total + piece.value), i + 1
        return None
    if piece.value >= 100:
        return (Sum(total.value() * piece.value), i + 1) if total.current < piece.value else None
    room = (
        total.current % 100 == 0
        if not below_ten
        else total.current % 10 == 0 and total.last is not Part.TEENS
    )
    return (Sum(total.value() + piece.value), i + 1) if room and below_hundred else None


def _joins(total: Sum, run: list[Piece], i: int, *, denominator: bool) -> bool:
    """Whether what follows an "and" belongs to the same whole number: not in a billion and three quarters."""
    if denominator and run[i].part is Part.DENOMINATOR:
        return True
    if total.scale is not None and total.current is None and _fraction(run, i) is not None:
        return False
    return continues(total, run, i, spoken_and=True)
