"""Numbers composed in words in every usual way read back, up to some trillions."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.quantities import read

ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
GERMAN = (
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn"
).split()
GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()

NUMBERS = st.integers(2, 13).flatmap(
    lambda digits: st.builds(
        lambda number, zeros: number // 10**zeros * 10**zeros or 2,
        st.integers(2, 10**digits - 1),
        st.integers(0, digits - 1),
    )
)
"""Short and long ones, with and without a row of zeros."""


class Habits:
    """How somebody speaks: with an article, with "and", with commas, in one word."""

    def __init__(self, choices: list[bool]) -> None:
        self.article, self.joint, self.comma, self.hyphen = choices


HABITS = st.lists(st.booleans(), min_size=4, max_size=4).map(Habits)


def english(number: int, habits: Habits) -> str:
    groups = []
    for scale, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        count, number = divmod(number, scale)
        if count:
            one = "a" if habits.article and not groups and count == 1 else english(count, habits)
            groups.append(f"{one} {name}")
    hundreds, rest = divmod(number, 100)
    said = ""
    if hundreds:
        said = f"{'a' if habits.article and not groups and hundreds == 1 else ENGLISH[hundreds]} hundred"
    if rest:
        tens, ones = divmod(rest, 10)
        small = ENGLISH[rest] if rest < 20 else ENGLISH_TENS[tens - 2]
        if rest > 20 and ones:
            small += ("-" if habits.hyphen else " ") + ENGLISH[ones]
        joint = " and " if habits.joint else " "
        said = f"{said}{joint}{small}" if said else f"and {small}" * bool(groups) or small
        if not hundreds and groups and not habits.joint:
            said = small
    comma = ", " if habits.comma and hundreds else " "
    text = (", " if habits.comma else " ").join(groups)
    return f"{text}{comma}{said}" if text and said else text + said


def german_below_1000(number: int, habits: Habits, *, last: bool = True) -> str:
    hundreds, rest = divmod(number, 100)
    said = ("" if hundreds == 1 and habits.article else GERMAN[hundreds]) + "hundert" if hundreds else ""
    if hundreds and 0 < rest < 13 and habits.joint:
        said += "und"
    tens, ones = divmod(rest, 10)
    if rest > 19:
        return said + (GERMAN[ones] + "und" if ones else "") + GERMAN_TENS[tens - 2]
    return said + ("" if not rest else "eins" if rest == 1 and last else GERMAN[rest])


def german(number: int, habits: Habits) -> str:
    groups = []
    for scale, name in ((10**12, "Billion"), (10**9, "Milliarde"), (10**6, "Million")):
        count, number = divmod(number, scale)
        if count == 1:
            groups.append(f"eine {name}")
        elif count:
            groups.append(
                f"{german_below_1000(count, habits, last=False)} {name}{'en'.removeprefix(name[-1])}"
            )
    thousands, rest = divmod(number, 1000)
    said = ""
    if thousands:
        one = "" if thousands == 1 and habits.article else german_below_1000(thousands, habits, last=False)
        said = one + "tausend" + ("und" if 0 < rest < 100 and habits.joint else "")
    said += german_below_1000(rest, habits) if rest else ""
    if said and groups and habits.comma:
        said = f"und {said}"
    return " ".join([*groups, said] if said else groups)


@pytest.mark.parametrize("frame", ["{}", "It came to {} in the end.", "They had {} of them."])
@given(number=NUMBERS, habits=HABITS)
def test_english_words(frame: str, number: int, habits: Habits) -> None:
    written = english(number, habits)
    (found,) = read(frame.format(written), "en")
    assert (found.text, found.low, found.high) == (written, str(number), str(number))


@pytest.mark.parametrize("frame", ["{}", "Es waren zuletzt {}.", "Es kamen {} Leute."])
@given(number=NUMBERS, habits=HABITS)
def test_german_words(frame: str, number: int, habits: Habits) -> None:
    written = german(number, habits)
    (found,) = read(frame.format(written), "de")
    assert (found.text, found.low, found.high) == (written, str(number), str(number))


@given(
    number=st.integers(2, 999),
    part=st.sampled_from([("einhalb", "0.5"), ("einviertel", "0.25"), ("dreiviertel", "0.75")]),
)
def test_german_words_with_a_part(number: int, part: tuple[str, str]) -> None:
    whole = german_below_1000(number, Habits([False] * 4), last=False)
    for scale, name in ((1, ""), (1000, "tausend"), (10**6, " Millionen")):
        written = f"{whole}{part[0]}{name}"
        (found,) = read(f"Es waren {written}.", "de")
        assert found.text == written
        assert Decimal(found.low or "") == scale * (number + Decimal(part[1]))


@given(
    low=st.integers(2, 98),
    gap=st.integers(1, 50),
    scale=st.sampled_from([("hundred", 100), ("thousand", 1000), ("million", 10**6), ("billion", 10**9)]),
)
def test_the_lower_end_shares_the_magnitude(low: int, gap: int, scale: tuple[str, int]) -> None:
    high = min(low + gap, 99)
    low = min(low, high - 1)
    plain = Habits([False, False, False, True])
    name, value = scale
    (found,) = read(f"{english(low, plain)} to {english(high, plain)} {name} people", "en")
    assert (found.low, found.high, found.unit) == (str(low * value), str(high * value), "people")
