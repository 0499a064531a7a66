"""How a language speaks of dates: its tables, and its months from CLDR."""

from dataclasses import dataclass
from functools import cache

from babel import Locale

from sources.quantities.periods import Part, Step
from sources.quantities.quantity import Qualifier


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a language speaks of dates; patterns without regard to case, months as CLDR writes them."""

    parts: dict[str, Part]
    day: str
    numeric: str
    relative_year: str
    relative: str
    weekdays: str
    """A weekday, as a group `weekday`, with `wshift` before it where the text says which one."""
    weekday_cues: str
    """Before a weekday without such a word, it makes sure that the last one is meant."""
    steps: dict[str, Step]
    shifts: dict[str, int]
    joints: str
    """Between two months that share the year of the second."""
    year_words: str
    eras: str
    cues: str
    """Before a month or a year, it makes sure that one is meant."""
    openings: dict[str, Qualifier]
    decades: list[str]
    """From the twenties on, as words."""
    beginnings: str
    """How all these begin, but for the names of months and days, so that other words are passed over fast."""


GERMAN = Calendar(
    parts={"anfang": "early", "mitte": "middle", "ende": "late"},
    day=r"(?:(?P<day>\d{1,2})\.|(?P<dayword>(?:ers|zw|dr|vie|f[üu]|sech|sie|ach|neun|zehn|elf|ein)\w*te[nrs]?))[^\S\n]?",
    numeric=r"(?P<nday>\d{1,2})(?P<nsign>[./])[^\S\n]?(?P<nmonth>\d{1,2})(?P=nsign)"
    r"[^\S\n]?(?P<nyear>\d{4}|\d\d(?!\d))?",
    relative_year=r"(?P<{0}>dies|nächst|kommend|vergangen|vorig|letzt|vorletzt)e[nsmr]\s+Jahre?s?\b",
    relative=r"(?P<shift>dies|nächst|kommend|vergangen|vorig|letzt|vorletzt)e[nsmr]?\s+"
    r"(?P<step>Tag|Woche|Monat|Jahr)(?:e?s)?\b|"
    r"(?P<yesterday>(?-i:vorgestern|gestern|heute|(?<!am\s)morgen|übermorgen|(?:Vorg|G)estern(?=\s[a-zäöü])|"
    r"Heute(?=\s[a-zäöü])))(?:\s+(?:morgen|früh|(?:vor|nach)?mittag|abend|nacht))?(?!\w)",
    weekdays=r"(?:(?P<wshift>nächst|kommend|vergangen|vorig|letzt)e[nrsm]?\s+)?(?-i:(?P<weekday>{0}))"
    r"(?:früh|morgen|(?:vor|nach)?mittag|abend|nacht)?(?!\w)",
    weekday_cues=r"\b(?:am|seit(?:\s+dem)?|vom)\s+\Z",
    steps={"tag": "day", "woche": "week", "monat": "month", "jahr": "year", "jahrzehnt": "decade"},
    shifts={"dies": 0, "nächst": 1, "kommend": 1, "vergangen": -1, "vorig": -1, "letzt": -1, "vorletzt": -2,
            "gestern": -1, "vorgestern": -2, "heute": 0, "morgen": 1, "übermorgen": 2},
    joints=r"bis(?:\s+zum)?|und|oder|[-–—/]",
    year_words=r"(?:(?:des\s+)?Jahre?s?n?\s+)?",
    eras=r"(?:(?P<epart>anfang|mitte|ende)\s+der\s+)?(?:(?P<era>\d{3}0|[1-9]0)er(?:[\s-]?Jahren?|n)?\b"
    r"|(?P<eraword>zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig)er(?:[\s-]?Jahren?|n)\b)",
    cues=r"(?:\b(?:seit|bis|ab|vo[mn]|nach|vor|im|in|am|Jahre?n?|und|oder|zum?|für|dem|den|der|zwischen|"
    r"(?:dies|letzt|vergangen|nächst|kommend)e[nms])|[(/–-])\s*\Z",
    openings={r"seit(?:\s+dem)?(?:\s+Jahr)?|ab(?:\s+dem)?(?:\s+Jahr)?": "at_least",
              r"(?:spätestens\s+)?bis(?:\s+zum?|\s+ins?)?(?:\s+Jahre?)?|spätestens(?:\s+im?)?": "at_most",
              r"nach(?:\s+dem)?(?:\s+Jahr)?": "more_than", r"vor(?:\s+dem)?(?:\s+Jahr)?": "less_than",
              r"frühestens(?:\s+im)?(?:\s+Jahre?)?": "at_least",
              r"etwa(?:\s+im)?|rund|circa|ca\.|um(?:\s+das\s+Jahr)?": "about"},
    decades="zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split(),
    beginnings=r"\d|anf|mit|end|jahr|ers|zw|dr|vier|f[üu]|sech|sie|ach|neun|zehn|elf|ein|dies|näch|komm|verg|vor|letz|"
    r"heut|gest|morg|über",
)  # fmt: skip
ENGLISH = Calendar(
    parts={"early": "early", "mid": "middle", "late": "late", "beginning of": "early", "start of": "early",
           "middle of": "middle", "end of": "late"},
    day=r"(?:(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?)|(?P<dayword>(?:twenty-|thirty-)?(?:first|second|third|"
    r"\w{2,6}th|twentieth|thirtieth))(?:\s+of)?)\s",
    numeric=r"(?P<nmonth>\d{1,2})(?P<nsign>/)(?P<nday>\d{1,2})/(?P<nyear>\d{4}|\d\d(?!\d))",
    relative_year=r"(?P<{0}>this|next|last)\s+year\b",
    relative=r"(?P<shift>this|next|last)\s+(?P<step>week|month|year)\b|"
    r"(?P<yesterday>yesterday|today|tomorrow)(?!\w)",
    weekdays=r"(?:(?P<wshift>next|last)\s+)?(?-i:(?P<weekday>{0}))(?!\w)",
    weekday_cues=r"\b(?:on|since)\s+\Z",
    steps={"day": "day", "week": "week", "month": "month", "year": "year", "decade": "decade"},
    shifts={"this": 0, "next": 1, "last": -1, "yesterday": -1, "today": 0, "tomorrow": 1},
    joints=r"to|through|until|till|and|or|[-–—/]",
    year_words=r"(?:the\s+year\s+)?",
    eras=r"(?:(?P<epart>early|mid|late)[\s-])?(?:(?P<era>\d{3}0|(?<=['’])[2-9]0)['’]?s\b"
    r"|(?:(?<=the\s)|(?<=early\s)|(?<=mid\s)|(?<=late\s)|(?<=mid-))"
    r"(?P<eraword>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b)",
    cues=r"(?:\b(?:since|until|till|by|from|to|after|before|in|of|year|and|or|on|during|for|last|this|next|between|through)|[(/–-])\s*\Z",
    openings={r"since(?:\s+the)?|(?:starting\s+)?from(?:\s+the)?|as\s+of": "at_least",
              r"(?:until|till|by|no\s+later\s+than)(?:\s+the)?": "at_most",
              r"after(?:\s+the)?": "more_than", r"before(?:\s+the)?": "less_than",
              r"about|around|circa|roughly": "about"},
    decades="twenties thirties forties fifties sixties seventies eighties nineties".split(),
    beginnings=r"\d|earl|mid|late|begin|star|end|the\syear|this|next|last|year|yest|to[dm]|first|sec|thir|twen|four|fif|"
    r"six|seve|eigh|nin|ten|elev|twel|forti",
)  # fmt: skip
CALENDARS = {"de": GERMAN, "en": ENGLISH}


@cache
def months(language: str) -> dict[str, int]:
    """Names and abbreviations to numbers, from CLDR; May and Mai are both."""
    forms = Locale(language).months["format"]
    return {name.rstrip("."): n for width in ("wide", "abbreviated") for n, name in forms[width].items()}


@cache
def full_names(language: str) -> frozenset[str]:
    """Of months, in full."""
    return frozenset(Locale(language).months["format"]["wide"].values())


@cache
def weekdays(language: str) -> dict[str, int]:
    """Names to days from Monday, 0, from CLDR."""
    return {name: n for n, name in Locale(language).days["format"]["wide"].items()}
