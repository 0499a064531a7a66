"""English number words, hedges and units."""

from decimal import Decimal

from sources.quantities.language import Language, Part, Word

ONES = "one two three four five six seven eight nine".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
MAGNITUDES = {
    "dozen": 12, "thousand": 10**3, "lakh": 10**5, "million": 10**6, "mil": 10**6, "mln": 10**6, "mn": 10**6,
    "crore": 10**7, "billion": 10**9, "bln": 10**9, "bn": 10**9, "trillion": 10**12, "tln": 10**12,
    "trn": 10**12, "quadrillion": 10**15, "quintillion": 10**18,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "nineth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70,
    "eightieth": 80, "ninetieth": 90, "hundredth": 100, "thousandth": 10**3, "millionth": 10**6,
    "billionth": 10**9, "trillionth": 10**12,
}  # fmt: skip


def _words() -> dict[str, Word]:
    words = {word: Word(Part.ONES, Decimal(n)) for n, word in enumerate(ONES, 1)}
    words |= {word: Word(Part.TEENS, Decimal(n)) for n, word in enumerate(TEENS, 10)}
    words |= {word: Word(Part.TENS, Decimal(n)) for n, word in zip(range(20, 100, 10), TENS, strict=True)}
    words |= {word: Word(Part.WHOLE) for word in ("zero", "nought", "naught")}
    words |= {"forty": words["forty"], "fourty": words["forty"]}
    words |= {"hundred": Word(Part.HUNDRED, Decimal(100)), "hundreds": Word(Part.HUNDRED, Decimal(100), True)}
    words["tens"] = Word(Part.TENS, Decimal(20), True)
    for word, value in MAGNITUDES.items():
        words[word] = Word(Part.MAGNITUDE, Decimal(value))
        words[word + "s"] = Word(Part.MAGNITUDE, Decimal(value), True)
    for word, value in ORDINALS.items():
        words[word] = Word(Part.DENOMINATOR, Decimal(value))
        words[word + "s"] = Word(Part.DENOMINATOR, Decimal(value), True)
    del words["seconds"]  # a duration far more often than a fraction
    words |= {
        "half": Word(Part.PORTION, Decimal("0.5"), alone=True),
        "quarter": Word(Part.PORTION, Decimal("0.25")),
    }
    words |= {
        "halves": Word(Part.DENOMINATOR, Decimal(2), True),
        "quarters": Word(Part.DENOMINATOR, Decimal(4), True),
    }
    words |= {"a": Word(Part.ARTICLE, Decimal(1)), "an": Word(Part.ARTICLE, Decimal(1))}
    words |= {"several": Word(Part.SEVERAL, Decimal(2)), "few": Word(Part.SEVERAL, Decimal(2))}
    words["couple"] = Word(Part.SEVERAL, Decimal(2))
    words |= {"and": Word(Part.AND), "point": Word(Part.POINT), "over": Word(Part.OVER), "of": Word(Part.OF)}
    return words | {"minus": Word(Part.MINUS), "negative": Word(Part.MINUS)}


ENGLISH = Language(
    code="en",
    words=_words(),
    adjacent=(
        r"the|an?|this|that|these|those|of|in|on|at|to|for|from|by|with|and|or|but|as|than|per|is|are|was|were|"
        r"be|been|will|would|can|could|may|might|must|shall|should|has|have|had|do|does|did|not|it|its|he|she|"
        r"they|we|you|i|his|her|their|our|my|your|who|which|when|where|while|if|so|because|since|until|before|"
        r"after|during|between|into|about|over|under|through|against|there|here|also|then|now|today|each|ago|"
        r"all|both|up|down|out|off|more|less|fewer|only|just|even|still|later|earlier|old|times|plus|minus|"
        r"above|below|via|said|says|went|came|rose|fell|died|fled|voted|attended|people's"
    ),
    hedges={
        r"(?:no|not)\s+(?:more|greater|higher|larger|bigger)\s+than": "at_most",
        r"(?:no|not)\s+(?:less|fewer|lower|smaller)\s+than": "at_least",
        r"(?:less|lower|smaller|fewer)\s+(?:than\s+)?or\s+equal(?:\s+(?:to|than))?": "at_most",
        r"(?:more|greater|higher|larger|bigger)\s+(?:than\s+)?or\s+equal(?:\s+(?:to|than))?": "at_least",
        r"(?:more|greater|higher|larger|bigger|older|longer|better|further)\s+than": "more_than",
        r"(?:less|fewer|lower|smaller|younger|shorter)\s+than": "less_than",
        r"at\s+(?:the\s+very\s+)?least(?:\s+or\s+equal\s+to)?": "at_least",
        r"a\s+minimum\s+of|minimum(?:\s+of)?|from\s+at\s+least|>\s?=|≥|⩾": "at_least",
        r"at\s+(?:the\s+very\s+)?most|up\s+to|a\s+maximum\s+of|maximum(?:\s+of)?": "at_most",
        r"as\s+(?:few|little)\s+as": "at_least",
        r"not\s+even": "less_than",
        r"as\s+(?:many|much)\s+as|<\s?=|≤|⩽": "at_most",
        r"over|above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|beyond": "more_than",
        r"in\s+excess\s+of|upwards\s+of|>": "more_than",
        r"under|below|<": "less_than",
        r"about|around|roughly|approximately|approx\.?|circa|some|nearly|almost|close\s+to|near|an\s+estimated|estimated\s+at|(?:just\s+)?shy\s+of|"
        r"c\.|estimated|more\s+or\s+less|just\s+(?:over|under)|~|≈|±": "about",
    },
    echoes={
        r"(?:or|and)\s+(?:more|above|over|up|older|greater|higher)"
        r"(?:\s+than(?!\s+\w)|(?!\s+(?:than|[\d$€£])))": "at_least",
        r"[\s-]*plus\b": "at_least",
        r"(?:or|and)\s+(?:less|fewer|below|under|younger|lower|smaller)(?!\s+(?:than|[\d$€£]))": "at_most",
        r"or\s+so|or\s+thereabouts": "about",
        r"at\s+least": "at_least",
        r"at\s+(?:the\s+)?most": "at_most",
    },
    range_words=r"to|through|or",
    between=("between", "and"),
    percent={
        r"percentage\s+points?|pp\b": "percentage points",
        r"basis\s+points?|bps\b": "basis points",
        r"per\s?mill?e?\b|‰": "‰",
        r"per\s?cents?\b|percentages?\b|pct\b|pc\b|%": "%",
    },
    currencies={
        r"(?:us|u\.s\.|american)[\s-]?dollars?": "USD", r"dollars?|bucks?": "USD", r"euros?": "EUR",
        r"yen": "JPY",
        r"pounds?\s+sterling|pounds?(?=\s+(?:and\s+)?[\w-]+\s+(?:pence|penny)\b)|quid": "GBP",
        r"yuan|renminbi|rmb|kuai": "CNY", r"won": "KRW",
        r"rupees?": "INR", r"rubles?|roubles?": "RUB", r"pesos?": "MXN", r"bitcoins?": "BTC",
        r"(?:swiss\s+)?francs?": "CHF", r"pesetas?": "ESP", r"(?:d-?|deutsche?\s?)?marks?": "DEM",
        r"liras?|lire": "TRY", r"guilders?": "NLG", r"markkas?": "FIM", r"kron(?:a|or)": "SEK",
        r"shekels?": "ILS",
        r"zlotys?": "PLN", r"reais|reals?": "BRL", r"dirhams?": "AED", r"riyals?": "SAR", r"rand": "ZAR",
        r"baht": "THB", r"ringgits?": "MYR", r"forints?": "HUF", r"(?:hong\s+kong)[\s-]dollars?": "HKD",
    },
    subunits=r"cents?|(?-i:(?<=\b\d)p|(?<=\b\d\d)p)|pence|penny|pennies|kopecks?|centimes?|¢",
    durations=(
        r"(?:milli|micro|nano)?seconds?|minutes?|hours?|days?|weekends?|weeks?|fortnights?|months?|quarters|years?|"
        r"decades?|centur(?:y|ies)|millenni(?:um|a)|secs?|mins?|hrs?|yrs?"
    ),
    measures=(
        r"pounds?|inch(?:es)?|f(?:oo|ee)t|miles?|acres?|gallons?|barrels?|(?:metric\s+)?ton(?:ne)?s?|"
        r"(?:square|cubic)\s+(?:kilo|centi)?(?:met(?:er|re)s?|f(?:oo|ee)t|miles?|inch(?:es)?)|deg(?:ree)?s?(?:\.?\s+"
        r"(?:celsius|centigrade|fahrenheit|[cf](?!\w)))?|celsius|centigrade|fahrenheit|kelvin|(?<=\d)(?-i:[CF])|"
        r"(?:kilo|centi|milli)?(?:met(?:er|re)s?|lit(?:er|re)s?)|lbs|sq\.?\s(?:km|m|ft|mi(?:les)?)|kph|[kmg]bps|"
        r"(?:kilo|mega|giga)?tonnes?|pp[mb]|parts\s+per\s+[mb]illion|bits?|[kmgt]bs?"
    ),
    old=r"olds?\b|of\s+age\b",
    times=r"(?:-?\s*times?|[\s-]?fold|x(?=\s+(?:as|more|the|larger|higher|greater|less|faster)\b))\b",
)  # fmt: skip
