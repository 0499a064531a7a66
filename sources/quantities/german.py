"""German number words, hedges and units."""

from decimal import Decimal

from sources.quantities.language import Language, Part, Word

MAGNITUDES = {
    "dutzend": 12, "schock": 60, "tausend": 10**3, "tsd": 10**3, "million": 10**6, "mio": 10**6,
    "mill": 10**6, "milliarde": 10**9, "mrd": 10**9, "mia": 10**9, "billion": 10**12, "bio": 10**12,
    "billiarde": 10**15, "trillion": 10**18,
}  # fmt: skip
"""The long scale: a German Billion is an English trillion."""
PLURALS = {
    "dutzende": 12, "dutzenden": 12, "tausende": 10**3, "tausenden": 10**3, "tausender": 10**3,
    "millionen": 10**6, "milliarden": 10**9, "billionen": 10**12, "billiarden": 10**15, "trillionen": 10**18,
}  # fmt: skip
DENOMINATORS = {
    "drittel": 3, "viertel": 4, "fünftel": 5, "sechstel": 6, "siebtel": 7, "achtel": 8, "neuntel": 9,
    "zehntel": 10, "zwölftel": 12, "fünfzehntel": 15, "zwanzigstel": 20, "fünfzigstel": 50,
    "hundertstel": 100, "tausendstel": 10**3, "millionstel": 10**6, "milliardstel": 10**9,
}  # fmt: skip
ARTICLES = "ein eine einen einem einer eines".split()
SEVERAL = (
    "mehrere mehreren mehrerer einige einigen einiger etliche etlichen etlicher viele vielen zig paar".split()
)


def _words() -> dict[str, Word]:
    words = {word: Word(Part.MAGNITUDE, Decimal(value)) for word, value in MAGNITUDES.items()}
    words |= {word: Word(Part.MAGNITUDE, Decimal(value), True) for word, value in PLURALS.items()}
    words |= {"hundert": Word(Part.HUNDRED, Decimal(100), alone=True)}
    words |= {"tausend": Word(Part.MAGNITUDE, Decimal(1000), alone=True)}
    words |= {word: Word(Part.HUNDRED, Decimal(100), True) for word in ("hunderte", "hunderten", "hunderter")}
    words |= {f"aber{word}": words[word] for word in (*PLURALS, "hunderte", "hunderten")}
    words |= {f"zehn{word}": Word(Part.WHOLE, Decimal(20_000), True) for word in ("tausende", "tausenden")}
    words |= {
        f"hundert{word}": Word(Part.WHOLE, Decimal(200_000), True) for word in ("tausende", "tausenden")
    }
    for word, value in DENOMINATORS.items():
        words |= {
            form: Word(Part.DENOMINATOR, Decimal(value), True) for form in (word, f"{word}n", f"{word}s")
        }
    words |= {f"zigtausend{ending}": Word(Part.WHOLE, Decimal(20_000), True) for ending in ("", "e", "en")}
    words |= {"dutzend": Word(Part.MAGNITUDE, Decimal(12), alone=True)}
    words |= {f"halbe{ending}": Word(Part.PORTION, Decimal("0.5")) for ending in ("", "n", "r", "s", "m")}
    words |= {
        "hälfte": Word(Part.WHOLE, Decimal("0.5")),
        "viertelmillion": Word(Part.MAGNITUDE, Decimal(250_000)),
        "dreiviertelmillion": Word(Part.MAGNITUDE, Decimal(750_000)),
        "anderthalbe": Word(Part.WHOLE, Decimal("1.5")),
    }
    words |= {word: Word(Part.WHOLE, Decimal("0.75")) for word in ("dreiviertel", "dreivierteln")}
    words |= {word: Word(Part.ARTICLE, Decimal(1)) for word in ARTICLES}
    words |= {word: Word(Part.SEVERAL, Decimal(2)) for word in SEVERAL}
    words |= {
        "null": Word(Part.WHOLE),
        "eins": Word(Part.WHOLE, Decimal(1)),
        "und": Word(Part.AND),
        "komma": Word(Part.POINT),
    }
    return words | {"minus": Word(Part.MINUS)}


GERMAN = Language(
    code="de",
    words=_words(),
    adjacent=(
        r"d(?:ie|er|as|en|em|es)|eine[mnrs]?|dies(?:e[mnrs]?)|jene[mnrs]?|welche[mnrs]?|alle[mnrs]?|seine[mnrs]?|"
        r"ihre[mnrs]?|unsere[mnrs]?|meine[mnrs]?|keine[mnrs]?|ohne|wurden?|werden|waren?|haben|hatten?|hätten?|sollen|"
        r"sollten?|können|konnten?|könnten?|müssen|mussten?|dürfen|wollen|wollten?|würden?|seien|gegen|unter|über|"
        r"neben|zwischen|wegen|aber|oder|weder|jeder|immer|weiter|später|früher|sondern|während|nachdem|bevor|"
        r"kamen|kommen|gehen|liegen|stehen|leben|lebten|kosten|geben|machen|bilden|sprechen|sagen|reichen"
    ),
    hedges={
        r"nicht\s+(?:mehr|größer|höher)\s+als": "at_most",
        r"nicht\s+(?:ein|zwei)mal": "less_than",
        r"nicht\s+(?:weniger|kleiner|unter)\s+als|nicht\s+unter": "at_least",
        r"(?:mehr|größer|höher|älter|länger|schwerer|besser)\s+als": "more_than",
        r"(?:weniger|geringer|kleiner|niedriger|jünger|kürzer|leichter)\s+als": "less_than",
        r"mindestens|wenigstens|zumindest|minimal|minimum|mind\.|min\.|ab|>\s?=|≥": "at_least",
        r"(?:aller)?höchstens|maximal|maximum|max\.|bis\s+zu(?:\s+(?:einem|einer))?|längstens": "at_most",
        r"allenfalls|<\s?=|≤": "at_most",
        r"über|oberhalb\s+von|jenseits\s+(?:der|von)|>": "more_than",
        r"unter|unterhalb\s+von|keine|<": "less_than",
        r"rund(?:e[nr]?)?|etwa|circa|ca\.?|zirka|ungefähr(?:e[nr]?)?|schätzungsweise|geschätzt(?:e[nr]?)?|annähernd|"
        r"kaum|fast|nahezu|beinahe|knapp(?:e[nrs]?)?|gut(?:e[nrs]?)?|gegen|um\s+die|an\s+die|in\s+etwa|so\s+um\s+die|grob|bald|"
        r"~|≈|±": "about",
    },
    echoes={
        r"(?:oder|und)\s+(?:mehr|darüber|älter|höher)(?!\s+als)": "at_least",
        r"(?:oder|und)\s+(?:weniger|darunter|jünger)(?!\s+als)": "at_most",
        r"oder\s+so|in\s+etwa": "about",
        r"aufwärts|plus\b": "at_least",
    },
    range_words=r"bis(?:\s+zu[mr]?)?|oder",
    between=("zwischen", "und"),
    percent={
        r"prozentpunkte?n?\b": "Prozentpunkte",
        r"basispunkte?n?\b": "Basispunkte",
        r"promille\b|‰": "‰",
        r"vom\s+tausend\b": "‰",
        r"prozent(?:e[ns]?|s)?\b|v\.\s?h\.|vom\s+hundert\b|%(?!ig)": "%",
        r"-?prozentig\w*|%ig\w*": "%",
    },
    currencies={
        r"(?:us|amerikanische[rn]?)[\s-]?(?:dollars?|\$)": "USD", r"dollars?": "USD", r"euros?": "EUR",
        r"pfund\s+sterling": "GBP", r"yen": "JPY", r"yuan|renminbi|rmb": "CNY", r"won": "KRW",
        r"(?:d-|deutsche\s)?mark|dm": "DEM", r"(?:schweizer\s)?franken|sfr\.?": "CHF",
        r"francs?": "FRF", r"rubel": "RUB", r"rupien?": "INR", r"peseten?": "ESP",
        r"(?:türkische\s)?lira": "TRY",
        r"bitcoins?": "BTC", r"zloty|złoty": "PLN", r"forint": "HUF", r"schilling": "ATS", r"kronen?": "SEK",
        r"hongkong-dollars?": "HKD", r"gulden": "NLG", r"reichsmark": "RM", r"schekel": "ILS",
    },
    subunits=r"(?:euro)?cents?|ct\b\.?|pfennige?n?|rappen|pence|kopeken",
    durations=(
        r"(?:milli|mikro|nano)?sekunden?|minuten?|stunden?|tage?n?|wochen?|wochenenden?|monate?n?|quartale?n?|jahre?n?|"
        r"jahrzehnte?n?|jahrhunderte?n?|jahrtausende?n?|std\.?|min\.|sek\."
    ),
    measures=(
        r"(?:kilo|zenti|milli|dezi|quadrat|kubik|quadratkilo|kubikzenti)?metern?|(?:see)?meilen?|stundenkilometern?|qm|cbm|qkm|(?:milli|hekto)?litern?|"
        r"(?:kilo|milli|mikro)?gramm|tonnen?|pfund|zentner|hektar|barrel|fuß|zoll|grad(?:\s+(?:celsius|fahrenheit))?|"
        r"(?:kilo|mega|giga|tera)?(?:bytes?|bits?)|(?:kilo|mega|giga|tera)?watt(?:stunden?)?|kelvin|"
        r"(?:kilo|mega|giga)tonnen?|dezibel|hertz|volt|ampere"
    ),
    old=r"alte?[nrsm]?\b",
    times=r"-?\s*mal\b",
)  # fmt: skip
