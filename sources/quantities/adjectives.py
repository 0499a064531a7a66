"""Numbers bound into one word with what they measure: 43-Jährige, dreitägig, hundertprozentig, zweimal."""

import re
from collections.abc import Iterator
from decimal import Decimal

from sources.quantities import compounds
from sources.quantities.quantity import Kind, Quantity, decimal_string

_UNITS = {"jährig": "Jahre", "monatig": "Monate", "wöchig": "Wochen", "tägig": "Tage", "stündig": "Stunden",
          "minütig": "Minuten", "sekündig": "Sekunden", "prozentig": "%"}  # fmt: skip
_WORD = re.compile(
    r"(?<![\w.,-])(?:(?P<from>\d+(?:,\d+)?|(?i:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwanzig|dreißig|vierzig))"
    r"(?:-?\s(?:bis|oder)\s|[-–]))?(?P<number>\d+(?:,\d+)?(?=-?[a-zFJ%])|(?i:halb(?=jäh|mon|täg|stü|min)|ein|ander|zw|drei|vier|f(?:ü|ue)nf|sech|sieb|acht|neun|zehn|elf|hundert|tausend)[a-zäöüß]*?)"
    r"(?:-?(?P<unit>[Jj]ährig|monatig|wöchig|tägig|stündig|minütig|sekündig|prozentig|%ig)(?:e[nrms]?)?"
    r"|-?(?P<factor>[Ff]ach)(?:e[nrms]?)?|-?(?P<times>mal)(?:ige[nrms]?)?)(?!\w)"
)
_TOGETHER = re.compile(
    r"\bzu\s((?:zwei|drit|vier|fünf|sechs|sieb|ach|neun|zehn|elf|zwölf|zwoelf|dreizehn|zwanzigs)t)\b",
    re.IGNORECASE,
)
_SPANS_OF_TIME = re.compile(
    r"\s+(?:\w+e[nrsm]?\s+)?(?:Haft|Frist|Bestehen|Jubiläum|Amtszeit|Vertrag|Laufzeit|Projekt|Krieg|Plan|Ausbildung|Studie|"
    r"Verhandlung|Freiheitsstrafe|Gefängnis|Pause|Phase|Regierung|Suche|Arbeit|Reise|Zusammenarbeit|Beziehung|Ehe|Garantie|"
    r"Mindest|Bewährung|Erfahrung|Abwesenheit|Bauzeit|Forschung)\w*"
)


def read(text: str, language: str) -> Iterator[Quantity]:
    """Such words of a German text; English has none."""
    if language == "de":
        yield from _groups(text)
    for match in _WORD.finditer(text) if language == "de" else ():
        value = _value(match["number"])
        if value is not None and not (value == 1 and (match["factor"] or match["times"])):  # einfach, einmal
            yield _quantity(text, match, value)


def _groups(text: str) -> Iterator[Quantity]:
    """Zu dritt, zu zehnt: how many did it together."""
    for match in _TOGETHER.finditer(text):
        value = compounds.ordinal(match[1].lower() + "e")
        if value is not None:
            point = decimal_string(value)
            yield Quantity(match.start(1), match.end(), match[1], point, point, None, "exactly", "number")


def _value(written: str) -> Decimal | None:
    if written[0].isdigit():
        return Decimal(written.replace(",", "."))
    return Decimal("0.5") if written.lower() == "halb" else compounds.cardinal(written.lower())


def _quantity(text: str, match: re.Match[str], value: Decimal) -> Quantity:
    """The value with its unit; zwei- bis dreimal and 16- bis 24-Jährige run from one to the other."""
    kind: Kind
    if match["unit"]:
        unit: str | None = _UNITS.get(match["unit"].lower(), "%")
        kind = "percentage" if unit == "%" else "duration"
        noun = match["unit"][0] == "J" or match[0][0].isupper()
        person = noun or match["number"][0].isdigit()
        if unit == "Jahre" and person and not _SPANS_OF_TIME.match(text, match.end()):
            kind = "age"
    elif match["factor"] or re.match(
        r"\s+so\b|\s+(?:mehr|höher|größer)\b", text[match.end() : match.end() + 8]
    ):
        unit, kind = None, "ratio"
    else:
        unit, kind = "Mal", "number"
    low = _value(match["from"]) if match["from"] else None
    start = (
        match.start() if match["from"] is None or (low is not None and low < value) else match.start("number")
    )
    ends = (
        decimal_string(low if start < match.start("number") and low is not None else value),
        decimal_string(value),
    )
    return Quantity(start, match.end(), text[start : match.end()], *ends, unit, "exactly", kind)
