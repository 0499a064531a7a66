"""What is counted: the noun behind a number, and the sign that it may carry."""

import re
from dataclasses import dataclass
from functools import cache

from sources.quantities.language import Language

_GERMAN_NOUN = r"[A-ZÄÖÜ][\wäöüß]*(?:-[A-Za-zÄÖÜäöüß]\w*)*"
_POINTS = re.compile(r"(?P<sign>Minus|Plus|Straf)(?P<noun>punkten?|points?)$", re.IGNORECASE)
_DEDUCTED = re.compile(
    r"\s+(?:Abzug|abgezogen|weniger|Strafe|deduct(?:ed|ion)|docked|off\b|lost\b|taken\s+away)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r".*(?:n|e|er|s|en)$")


@dataclass(frozen=True, slots=True)
class Counted:
    unit: str
    end: int
    negative: bool


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    if language.code == "de":
        adjective = rf"(?:(?!(?:{language.adjacent})\s)[a-zäöüß][\wäöüß-]*e[nrsm]?\s+(?:\n\s*)?)"
        return re.compile(
            rf"(?:-|\s+){adjective}{{0,2}}(?P<noun>{_GERMAN_NOUN})"
            rf"(?P<more>\s+und\s+(?P<second>{_GERMAN_NOUN})(?![-\w]))?"
        )
    word = rf"(?!(?:{language.adjacent})\b)[a-zA-Z][a-zA-Z’'-]*"
    plural = (
        rf"(?!(?:{language.adjacent})\b)[a-z][a-z’-]*(?<!ss)(?<!us)(?<!is)s|people|children|men|women|police"
    )
    return re.compile(rf"[\s-]\s*(?:{word}\s+){{0,3}}?(?P<noun>(?:{plural})\b)|[\s-]\s*(?P<one>{word})")


def counted(text: str, end: int, language: Language) -> Counted | None:
    """The noun that a number ending at `end` counts; inflection as written, signs taken off points."""
    match = _pattern(language).match(text, end)
    if match is None or "\n\n" in match[0] or (match[0].startswith("-") and not match[0][1:2].isalpha()):
        return None
    groups = match.groupdict()
    noun, stop = match["noun"] or groups.get("one"), match.end()
    if noun is None:
        return None
    if groups.get("more") and not (_PLURAL.match(noun) and _PLURAL.match(match["second"])):
        stop = match.start("more")
    elif groups.get("more"):
        noun = f"{noun} und {match['second']}"
    if text[end : end + 1] == "-":
        noun = noun.partition("-")[0]  # 1.3-Milliarden-Menschen-Land counts Menschen
    sign = _POINTS.match(noun)
    negative = _DEDUCTED.match(text, stop) is not None
    if sign:
        noun = sign["noun"].capitalize() if language.code == "de" else sign["noun"]
        negative = negative or sign["sign"].lower() == "minus"
    elif language.code == "en" and re.match(r"\s+minus\s+points", text[end : end + 16]):
        negative = True
    return Counted(noun, stop, negative)
