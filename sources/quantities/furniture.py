"""What carries digits but counts nothing: addresses, clock times, page numbers, titles such as "1984"."""

import re

_REFERENCES = (
    "§ §§ Seite Seiten S. page pages p. pp. Page Kapitel chapter Chapter Artikel Artikeln Art. Article "
    "article Section section Abs. Absatz Ziffer Ziff. ISBN ISSN Hausnummer Abschnitt Abbildung Abb. "
    "Figure Fig. Tabelle Table Band Bd. Heft Vol. Volume "
    "Amendment amendment Zusatzartikel Fußnote footnote Footnote Folge Episode Paragraf Aktenzeichen Az. "
    "Drucksache Proposition Paragraph Sections sections Paragraphs Chapters Articles articles"
).split()
_NAMED = (
    "DIN ISO EN IEC Linie Linien Bus Buslinie Tram Gleis Line Route Platform Boeing Airbus Windows iOS "
    "Android Version Formel Formula Agenda Apollo Flug Flight Zimmer Raum Room Postfach PLZ Hartz Channel "
    "Kanal Nr. No. Porsche Golf Galaxy iPhone PlayStation Typ Apartment Suite Highway Interstate "
    "Bundesstraße Autobahn Terminal Gate Top S&P Nasdaq DAX MDAX Fortune RFC Port port "
    "HTTP Psalm KW Type Postleitzahl WLAN"
).split()
"""Names that a number belongs to: Boeing 747, Windows 10, bus 145."""
_REFERRING = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, {*_REFERENCES, *_NAMED}), key=len, reverse=True))})\s\Z"
)
_REFERRED = re.compile(
    r"(?<=\s)\d[\d-]*(?:[.:]\d+)*\w?(?!\w|[.,]\d)(?:\(\w{1,3}\))*"
    r"(?:\s?(?:\b(?:bis|to|through|von|of|Satz|and(?:/or)?|or|und|oder)\b|[-–—])\s?\d+\b(?:\.\d+\b)*)?"
)
"""The number behind such a word, with the one it runs to."""
_STREET = re.compile(r"[a-zäöüß](?:stra(?:ß|ss)e|str\.|gasse|allee|weg|platz|damm|ufer|chaussee)\s\Z")
"""Before the number of a house; no more a house where a noun follows (am Marktplatz 3 Zelte)."""
_NOUN_NEXT = re.compile(r"\s(?:[a-zäöüß]+e[nrs]?\s)?[A-ZÄÖÜ]")
_SCORE = re.compile(
    r"(?<![\w.,:/€$£-])(?P<home>\d{1,2})[-–](?P<away>\d{1,2})(?![\w%:°€$£-]|[.,]\d|\s?(?:%|Prozent|percent))"
)
_CLOCK = re.compile(
    r"\b(?:halb|[Vv]iertel(?:\s(?:nach|vor))?)\s(?:eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf"
    r"|\d{1,2})(?=[.,;!?]|\s(?:Uhr|kam|war|ging|auf|an|los|und)\b)"
)
_TELEPHONE = re.compile(
    r"(?<![\w.,-])(?:(?:\+1\s?)?\(\d{3}\)\s?\d{3}[- ]\d{4}|\d{3}-0\d{3}"
    r"|\(?0\d{2,5}\)?\s?[/–-]\s?\d[\d ]{3,}\d"
    r"|0\d{2,4}(?:\s\d{5,}|(?:\s\d{2,}){2,}))(?!\w)"
)
_SIGNS = {
    "de": str.maketrans("٬٫٪％，．－＋", ".,%%,.-+"),
    "en": str.maketrans("٬٫٪％，．－＋", ",.%%,.-+"),
}
"""Separators and signs beside Arabic and full-width digits."""
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]+")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+|(?<!\w)@\w+")
_ESCAPE = re.compile(r"(?:%[0-9A-Fa-f]{2})+(?=[\w%/-])")
_LINE = re.compile(
    r"^[^\S\n]*(?:[-–—]\s*\d{1,4}\s*[-–—]|(?:Seite|Page|S\.|p\.)\s*\d+(?:\s*(?:von|of|/)\s*\d+)?)[^\S\n]*$"
    r"|\f\s*\d{1,4}[^\S\n]*$|^[^\S\n]*\d{1,4}\s*\f",
    re.MULTILINE,
)
_FIGURES = re.compile(
    r"""
    (?=\d)(?:
      (?<![\d.])(?!\d{1,3}(?:\.\d{3})+(?![.\d]))(?!\d{1,2}\.\d{1,2}\.\d{2,4}\b)
      \d+(?:\.\d+){2,}(?!\d)                                                 # hosts, versions
    | (?<=\+)\d[\d\s()/-]{6,}\d                                              # telephones
    | (?<![\d-])(?!\d{4}-\d\d-\d\d\b)\d+(?:-\d+){2,}\b                     # accounts
    | (?<![\d:.,])(?:\d{1,2}(?:[:.]\d\d)?\s?(?:bis|und|to|and|[-–])\s?)?\d{1,2}(?:[:.]\d\d){0,2}[\s-]?
      (?:(?i:Uhr|[ap]m)\b(?:\s\d{1,2}(?!\s?\w))?|[ap]\.m\.|o['’]clock|(?<=\s)(?:morgens|mittags|abends|nachts)\b)
    | (?<![\d:])\d{1,2}:\d{1,2}(?::\d{1,2})?(?![\d:])                     # clocks, scores
    | (?<=[\"„“”»«])\d{1,4}(?=[\"“”»«])                                      # titles
    | (?<=[#])\d+
    | (?<=\w\[)\d{1,3}(?=\]) | (?<=[.,;“”"]\[)\d{1,3}(?=\])                  # footnotes
    | (?<=\b[ABEKL]\s)\d{1,3}\b(?!\s?[%€$\w–-]|[.,]\d)                          # roads: B 51
    | (?<=\b[Dd](?:er|ie)\s[ABKL]\s)\d{1,4}\b
    | (?<=\bum\s)(?:[01]?\d|2[0-3])[.:][0-5]\d\b(?!\s?(?:[%€]|Prozent|Euro|Dollar|Grad|Punkt|M(?:io|rd|ill)))
    | (?:(?<=©)|(?<=©\s)|(?<=\(c\)\s)|(?<=Copyright\s))(?:\d{4}\s*[-–]\s*)?\d{4}
    | \b\d{1,3}\([a-z]\)                                                       # 401(k)
    | (?<=§)\d[\d-]*(?:\.\d+)*\b
    | (?<!\w)\d{1,4}\s(?:v|n)\.\s?Chr\. | (?<!\w)\d{1,4}\s(?:BC|BCE|AD|CE)\b
    | \b24/7\b | \b9/11\b | \b9-to-5\b | \b50[/:-]50\b
    | (?<![\d.,])\d+[x×](?!10[\^⁻⁰¹²³⁴⁵⁶⁷⁸⁹])\d+\b                               # formats: 4x4
    | (?<=\b[A-Z]{2})\d\d(?:\s?[A-Z\d]{4}){3,7}(?:\s?\d{1,3})?\b                  # bank accounts
    | (?<!\w)(?!(?:1[4-9]|20)\d\d\b)\d{1,5}\s
      (?=[A-Z][a-z]+\s(?:Street|Road|Avenue|Lane|Drive|Square|Boulevard)\b)
    | (?<![\w./])0\d+/\d+(?![\w/])                                            # 08/15
    )""",
    re.VERBOSE,
)


def mask(text: str, language: str) -> str:
    """The text with such passages blanked out, and signs of other scripts as ours; every offset unchanged."""
    text = text.translate(_SIGNS[language])
    for sign, pattern in (("/", _ADDRESS), ("www.", _ADDRESS), ("@", _MAIL), ("%", _ESCAPE)):
        if sign in text:
            text = pattern.sub(_blank, text)
    text = _FIGURES.sub(_blank, _TELEPHONE.sub(_blank, _CLOCK.sub(_blank, _LINE.sub(_blank, text))))
    return _SCORE.sub(_blank_score, _REFERRED.sub(_blank_reference, text))


def _blank_score(match: re.Match[str]) -> str:
    """3-1 is a score; 3-10 may be a range."""
    return _blank(match) if int(match["home"]) >= int(match["away"]) else match[0]


def _blank_reference(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 16) : match.start()]
    house = _STREET.search(before) and not _NOUN_NEXT.match(match.string, match.end())
    return _blank(match) if house or _REFERRING.search(before) else match[0]


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match[0])
