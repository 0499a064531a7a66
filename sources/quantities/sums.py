"""A whole number while it is being read: which piece may come next, and what it adds."""

from dataclasses import dataclass
from decimal import Decimal

from sources.quantities.language import Part
from sources.quantities.lexing import Piece
from sources.quantities.quantity import rounded

MILLION = Decimal(10**6)


COUNTING = (Part.FIGURE, Part.ONES, Part.TEENS, Part.TENS, Part.WHOLE)


SCALING = (Part.HUNDRED, Part.MAGNITUDE)


@dataclass(slots=True)
class Sum:
    """A cardinal while it is being read."""

    total: Decimal = Decimal(0)
    current: Decimal | None = None
    scale: Decimal | None = None
    last: Part | None = None
    vague: bool = False

    def value(self) -> Decimal:
        """Never rounded where nothing is added: a sum keeps 28 digits."""
        if not self.total:
            return self.current or Decimal(0)
        return self.total + (self.current or 0)


def stands(run: list[Piece], i: int, part: Part) -> bool:
    return i < len(run) and run[i].part is part


def scales_at(run: list[Piece], i: int) -> bool:
    return i < len(run) and run[i].part in SCALING


def continues(total: Sum, run: list[Piece], i: int, *, spoken_and: bool) -> bool:
    """Whether the piece may be the next of this number."""
    piece = run[i]
    opening = total.last is None
    if not opening and again(total, run, i):
        return False
    if piece.part in (Part.ARTICLE, Part.SEVERAL):
        follows = opening or total.last is Part.ARTICLE or (piece.part is Part.ARTICLE and _may_add(total))
        return follows and _introduces(run, i)
    if piece.part in SCALING:
        return _scales(total, piece, opening)
    if piece.part not in COUNTING:
        return False
    if opening:
        return not (piece.plural and piece.part is Part.TENS) or stands(run, i + 1, Part.OF)
    if piece.part is Part.FIGURE:
        followed = i + 1 < len(run) and run[i + 1].part in SCALING and run[i + 1].value < (total.scale or 0)
        small = piece.value == piece.value.to_integral_value() and 0 < piece.value < 100
        return followed or (spoken_and and total.last is Part.HUNDRED and small)
    if total.current is None:
        return piece.value > 0 and total.scale is not None and piece.value < total.scale
    if piece.part is Part.ONES:
        if spoken_and and total.last is Part.TENS and stands(run, i + 1, Part.DENOMINATOR):
            return False  # twenty and three fifths
        return total.current % 10 == 0 and total.last in (Part.TENS, Part.HUNDRED)
    if total.last is Part.WHOLE and piece.part is Part.WHOLE:  # zweitausend dreihundert
        return total.current >= 1000 and total.current % 1000 == 0 and 100 <= piece.value < 1000
    return total.last is Part.HUNDRED and total.current % 100 == 0 and 0 < piece.value < 100


def again(total: Sum, run: list[Piece], i: int) -> bool:
    """Whether another number begins: one million and two million, one hundred and two hundred."""
    if run[i].part in SCALING:
        return False
    for piece in run[i : i + 12]:
        if piece.part is Part.HUNDRED and total.last is Part.HUNDRED:
            return True
        if piece.part is Part.MAGNITUDE:
            return total.scale is not None and piece.value >= total.scale
        if piece.part not in (*COUNTING, Part.HUNDRED, Part.ARTICLE, Part.AND):
            return False
    return False


def _may_add(total: Sum) -> bool:
    """Whether a magnitude of a thousand or more was read last, which a smaller number may follow."""
    return total.current is None and not total.vague and (total.scale or 0) >= 1000


def _introduces(run: list[Piece], i: int) -> bool:
    """Several needs a magnitude behind it, an article too, or a half."""
    several = i + (run[i].part is Part.ARTICLE and stands(run, i + 1, Part.SEVERAL))
    of = run[several].part is Part.SEVERAL and stands(run, several + 1, Part.OF)  # a couple of hundred
    return scales_at(run, several + 1 + of)


def _scales(total: Sum, piece: Piece, opening: bool) -> bool:
    if opening:
        return piece.plural or piece.alone
    if total.current is None:
        if piece.part is Part.HUNDRED and _may_add(total):
            return piece.alone
        return total.vague or (total.last is Part.MAGNITUDE and piece.value > (total.scale or piece.value))
    if piece.part is Part.HUNDRED:
        return total.current < 100
    return total.scale is None or piece.value < total.scale


def take(total: Sum, piece: Piece) -> None:
    if piece.part in (Part.ARTICLE, Part.SEVERAL):
        total.current = piece.value
        total.vague = total.vague or piece.part is Part.SEVERAL
    elif piece.part in SCALING:
        _scale(total, piece)
    else:
        total.vague = total.vague or piece.plural
        total.current = piece.value if total.current is None else total.current + piece.value
    total.last = piece.part


def _scale(total: Sum, piece: Piece) -> None:
    if total.last is None:
        # Millions already begin above one, as 1.5 million takes the plural; hundreds are whole hundreds.
        total.vague = piece.plural
        total.current = Decimal(2) if piece.plural and piece.value < MILLION else Decimal(1)
    factor = total.current if total.current is not None else Decimal(1)
    if piece.value == 12 and factor > 100:  # three hundred and two dozen
        total.total, factor = total.total + factor - factor % 100, factor % 100
    if piece.part is Part.HUNDRED:
        total.current = factor * 100
        return
    if total.current is None:  # hundreds of thousands of millions
        total.total *= piece.value
    else:
        total.total += (
            rounded(factor * piece.value) if factor != factor.to_integral_value() else factor * piece.value
        )
    total.current = None
    total.scale = piece.value
