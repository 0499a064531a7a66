"""Numbers bound into one word with what they measure: 43-Jährige, dreitägig, hundertprozentig, zweimal."""

import re
from collections.abc import Iterator
from decimal import Decimal

from sources.quantities import compounds
from sources.quantities.quantity import Kind, Quantity, decimal_string

_UNITS = {"jährig": "Jahre", "monatig": "Monate", "wöchig": "Wochen", "tägig": "Tage", "stündig": "Stunden",
          "minütig": "Minuten", "sekündig": "Sekunden", "prozentig": "%"}  # fmt: skip
_WORD = re.compile(
    r"(?<![\w.,-])(?P<number>\d+(?:,\d+)?(?=-?[a-zJ%])|(?i:ein|zw|drei|vier|f(?:ü|ue)nf|sech|sieb|acht|neun|zehn|elf|hundert|tausend)[a-zäöüß]*?)"
    r"(?:-?(?P<unit>[Jj]ährig|monatig|wöchig|tägig|stündig|minütig|sekündig|prozentig|%ig)(?:e[nrms]?)?"
    r"|-?(?P<factor>fach)(?:e[nrms]?)?|-?(?P<times>mal)(?:ige[nrms]?)?)(?!\w)"
)
_SPANS_OF_TIME = re.compile(
    r"\s+(?:\w+e[nrsm]?\s+)?(?:Haft|Frist|Bestehen|Jubiläum|Amtszeit|Vertrag|Laufzeit|Projekt|Krieg|Plan|Ausbildung|Studie|"
    r"Verhandlung|Freiheitsstrafe|Gefängnis|Pause|Phase|Regierung|Suche|Arbeit|Reise|Zusammenarbeit|Beziehung|Ehe|Garantie|"
    r"Mindest|Bewährung|Erfahrung|Abwesenheit|Bauzeit|Forschung)\w*"
)


def read(text: str) -> Iterator[Quantity]:
    """Such words of a German text, in order."""
    for match in _WORD.finditer(text):
        written = match["number"]
        value = (
            Decimal(written.replace(",", "."))
            if written[0].isdigit()
            else compounds.cardinal(written.lower())
        )
        if value is not None and not (value == 1 and (match["factor"] or match["times"])):  # einfach, einmal
            yield _quantity(text, match, value)


def _quantity(text: str, match: re.Match[str], value: Decimal) -> Quantity:
    kind: Kind
    if match["unit"]:
        unit: str | None = _UNITS.get(match["unit"].lower(), "%")
        kind = "percentage" if unit == "%" else "duration"
        person = match["unit"][0] == "J" or match["number"][0].isdigit()
        if unit == "Jahre" and person and not _SPANS_OF_TIME.match(text, match.end()):
            kind = "age"
    elif match["factor"] or re.match(
        r"\s+so\b|\s+(?:mehr|höher|größer)\b", text[match.end() : match.end() + 8]
    ):
        unit, kind = None, "ratio"
    else:
        unit, kind = "Mal", "number"
    point = decimal_string(value)
    return Quantity(match.start(), match.end(), match[0], point, point, unit, "exactly", kind)
