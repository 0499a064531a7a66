"""Words that tell a checkable assertion from talk, in German and English.

Each cue is a regular expression over one sentence in small letters, but for names, acronyms and furniture,
which are told by their capitals. Stems end in `\\w*`; nothing here is taken from one text.
"""

import re
from re import Pattern


def _words(alternatives: str) -> Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


DATE = {
    "de": _words(
        r"(?:1[5-9]|20)\d\d|"
        r"\d{1,2}\. ?(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)|"
        r"januar|februar|märz|april|juni|juli|september|oktober|november|dezember|"
        r"(?:im )?(?:vergangenen|vorigen|letzten|nächsten|kommenden|diesem|diesen|selben) "
        r"(?:jahr|jahres|monat|woche|quartal|sommer|winter|frühjahr|herbst)\w*|"
        r"(?:seit|vor|nach|binnen|innerhalb von) (?:\w+ )?(?:tagen|wochen|monaten|jahren|jahrzehnten)|"
        r"\d+\. jahrhundert\w*|gestern|vorgestern|heuer|bisher|bislang|erstmals|inzwischen"
    ),
    "en": _words(
        r"(?:1[5-9]|20)\d\d|january|february|march|april|june|july|august|september|october|november|"
        r"december|"
        r"(?:last|next|this|past|previous) (?:year|month|week|quarter|decade|spring|summer|autumn|winter)|"
        r"\w+ (?:days|weeks|months|years|decades) ago|yesterday|since (?:the )?\w+|so far|"
        r"for the first time"
    ),
}
SUPERLATIVE = {
    "de": _words(
        r"erste[rnsm]?|einzige[rnsm]?|größte\w*|kleinste\w*|höchste\w*|niedrigste\w*|beste[rnsm]?|"
        r"schlechteste\w*|meiste[nr]?|wenigste\w*|älteste\w*|jüngste[rnsm]?|stärkste\w*|schnellste\w*|"
        r"reichste\w*|ärmste\w*|wichtigste\w*|bekannteste\w*|unterste\w*|oberste\w*|letzte[rnsm]?|"
        r"am \w+sten|"
        r"(?:läng|kürze|teuer|billig|schwer|schwäch|härte|neue|modern|dichte|nied|früh|spät)e?ste[rnsm]?|"
        r"\w{3,}(?:lich|ig|isch|reich|sam|voll|los|bar)ste[rnsm]?|\w{4,}reichste\w*|beliebteste\w*|"
        r"berühmteste\w*|mächtigste\w*|alle[rnsm]?|"
        r"jede[rnsm]?|kein\w*|niemand\w*|niemals|nie|nirgend\w*|immer|sämtliche\w*|ausschließlich|"
        r"komplett\w*|vollständig\w*|flächendeckend\w*|landesweit\w*|bundesweit\w*|europaweit\w*|"
        r"weltweit\w*|beispiellos\w*|einmalig\w*|konkurrenzlos\w*|umfassend\w*|rekord\w*|nur|lediglich"
    ),
    "en": _words(
        r"first|only|largest|biggest|smallest|highest|lowest|best|worst|most|least|oldest|youngest|"
        r"deadliest|cheapest|costliest|tallest|deepest|heaviest|hottest|coldest|safest|steepest|sharpest|"
        r"fastest|richest|poorest|strongest|greatest|fewest|longest|shortest|last|busiest|leading|all|"
        r"every|everyone|none|nobody|no one|never|always|nowhere|entire|entirely|completely|fully|"
        r"no other|than any|nationwide|worldwide|unprecedented|unparalleled|unique|record|ever"
    ),
}
ATTRIBUTION = {
    "de": _words(
        r"laut|zufolge|nach (?:\w+ ){0,2}angaben|angaben (?:der|des|von|zufolge)|nach auskunft|"
        r"nach ansicht|demnach|angeblich|"
        r"so (?:heißt|steht) es|heißt es|sag(?:t|te|ten|en)|erklär(?:t|te|ten|en)|bericht\w+|"
        r"mitgeteilt|teil(?:t|te|ten|en)|schr(?:ieb|ieben|eibt|eiben)|warn(?:t|te|ten|en)|verkünde\w*|"
        r"kündig\w*|angekündigt|beton(?:t|te|ten|en)|behaupte\w*|fordert?e?n?|kritisier\w*|"
        r"räum(?:t|te|ten)|bestätig\w*|zitier\w*|veröffentlich\w*|stell(?:t|te|ten) fest|festgestellt|"
        r"äußer\w+|nann(?:te|ten)|nenn(?:t|en)|bezeichne\w*|führ(?:t|te|ten|en) \w+ aus|dementier\w*|"
        r"versprach\w*|verspricht|prognostizier\w*|schätz(?:t|te|ten|en)"
    ),
    "en": _words(
        r"according to|reportedly|allegedly|said|says|told|stated|states|reported|reports|announced|"
        r"announces|claimed|claims|warned|warns|confirmed|confirms|denied|denies|wrote|writes|"
        r"published|quoted|estimates?|estimated|argued|argues|insisted|insists|promised|promises|"
        r"pledged|found|finds|shows?|showed"
    ),
}
CAUSE = {
    "de": _words(
        r"weil|da(?:durch|her)|deshalb|deswegen|wegen|aufgrund|infolge\w*|folglich|somit|denn|dank|"
        r"verursach\w*|bewirk\w*|ausgelöst|auslös\w*|führ(?:t|te|ten|en) (?:\w+ ){0,4}zu\w?|"
        r"bedeute(?:t|te|n)|sorg(?:t|te|en)|beeinfluss\w*|erhöh\w*|senk(?:t|te|en)|verhinder\w*|"
        r"schütz(?:t|en) (?:\w+ ){0,3}(?:vor|gegen)|(?:hilft|helfen) (?:\w+ ){0,3}gegen|"
        r"heil(?:t|en)|töte(?:t|n)|"
        r"schade(?:t|n)|hat(?:te)? zur folge|sodass|grund(?:lage)? (?:dafür|ist)"
    ),
    "en": _words(
        r"because|due to|owing to|thanks to|as a result|therefore|hence|thus|caus\w+|led to|leads? to|"
        r"leading to|result\w* in|trigger\w*|prevent(?:s|ed|ing)?|responsible for|driven by|means|meant|"
        r"protect(?:s|ed)?|cures?|cured|kills?|killed|harm(?:s|ed)?|spreads?|reduc(?:es?|ed)|"
        r"affects?|affected|so that"
    ),
}
COMPARISON = {
    "de": _words(
        r"mehr (?:\w+ ){0,4}als|weniger (?:\w+ ){0,4}als|doppelt so|\w+mal so|"
        r"(?:so|ebenso|genauso) \w+ wie|(?:zwei|drei|vier|fünf|zehn|zwanzig|hundert) ?mal|"
        r"verglichen mit|im vergleich|gegenüber dem|als (?:im )?vorjahr\w*|gestiegen|steigt|stieg|"
        r"gesunken|sinkt|sank|zugenommen|nahm|abgenommen|gewachsen|wächst|wuchs|verdoppel\w*|"
        r"verdreifach\w*|halbier\w*|anders als|im gegensatz|größer\w*|kleiner\w*|höher\w*|"
        r"niedriger\w*|stärker\w*|strenger\w*|besser\w*|schlechter\w*|häufiger\w*|seltener\w*|"
        r"länger\w*|kürzer\w*|leichter\w*"
    ),
    "en": _words(
        r"(?:more|less|fewer) (?:\w+ ){0,4}than|\w+er than|as \w+ as|"
        r"times (?:as|more|higher)|compared (?:with|to)|in contrast|unlike|higher|lower|larger|"
        r"smaller|bigger|rose|risen|rises|fell|fallen|falls|grew|grown|grows|increas\w+|decreas\w+|"
        r"declin\w+|doubled|tripled|halved|outnumber\w*|exceed\w*"
    ),
}
BODY = {
    "de": re.compile(
        r"minister|regierung|behörde|gericht|kommission|partei|parlament|kongress|komitee|universität|"
        r"hochschule|stadtrat|gemeinderat|landrat|landtag|kreistag|bürgermeister|institut|konzern|unternehmen|verband|polizei|stiftung|akademie|"
        r"bundes(?:tag|rat|amt|bank|präsident|kanzler)|staatsrat|präsident|kanzler|verwaltung|gesetz|"
        r"richtlinie|verordnung|studie|handbuch|dokument|papier|statistik|umfrage|zeitung|magazin|"
        r"organisation|gewerkschaft|ämter|staatlich|provinz|hauptstadt|"
        r"(?:bericht(?:s|e|es|en)?|führung|firma|firmen|bank(?:en)?|amt|staat(?:es)?)(?!\w)"
    ),
    "en": _words(
        r"government\w*|ministr\w+|minister\w*|mayor\w*|governor\w*|department\w*|authorit\w+|agency|agencies|courts?|"
        r"commission\w*|committee\w*|party|parliament\w*|congress\w*|senate|council\w*|universit\w+|"
        r"institut\w+|"
        r"compan\w+|corporation\w*|police|foundation\w*|academy|president\w*|chancellor\w*|bureau|"
        r"office|law|laws|"
        r"act|bill|report|study|survey|newspaper|magazine|union\w*|banks?|federal|state"
    ),
}
ACRONYM = re.compile(r"(?<!\w)[A-ZÄÖÜ]{2,6}(?!\w)")
# two capital words in a row; at the start of a sentence the first must not be a function word
NAME = re.compile(
    r"(?<!\w)(?=[A-ZÄÖÜ])(?!(?i:der|die|das|den|dem|des|ein\w*|in|im|am|an|auf|aus|bei|beim|bis|für|mit|nach|ohne|seit|über|um|"
    r"unter|von|vor|vom|zu|zum|zur|und|oder|aber|auch|wenn|weil|als|wie|so|es|er|sie|wir|ich|du|man|diese\w*|"
    r"jede\w*|alle\w*|kein\w*|viele|mehr|neu|besonders|\w{2,}(?:lich|isch|end|ig|t|n)e[nrsm]?|the|a|"
    r"an|of|at|on|for|to|from|with|by|and|or|but|if|when|"
    r"this|that|these|those|it|he|she|they|we|i|you|as|no|not|some|many|most|our|their|his|her)\b)"
    r"[A-ZÄÖÜ][\w'-]+ (?:(?:von|van|de|bin|al|of|the) )?(?!(?:Sie|Ihnen|Ihre?[nrsm]?)\b)[A-ZÄÖÜ][\w'-]+(?!\w)"
)
RULE = {
    "de": _words(
        r"muss|müssen|musste\w*|darf|dürfen|durfte\w*|verbot\w*|verhäng\w*|verbiet\w*|erlaubt|verpflichte\w*|"
        r"gezwungen|zwingt|\w*straf\w*|belohn\w*|belegt|gesperrt|sperrt?e?n?|verweiger\w*|verwehr\w*|"
        r"entzieh\w*|entzogen|erhält|erhalten|bekommt|bekommen|verlier\w*|erfasst|erfassen|bewertet|bewerten|"
        r"überwacht|überwachen|registriert|registrieren|gilt|gelten|eingestuft|eingeschränkt|ausgeschlossen|"
        r"kontrollier\w*|abgelehnt|ablehn\w*|zugang|anspruch|\w*pflicht|sanktion\w*|"
        r"berechtigt|freiwillig\w*|untersagt|zählen|zählt|gehör(?:t|en)|umfass\w*|einstuf\w*|"
        r"kostenfrei\w*|kostenlos\w*|\w*abzug\w*|\w*zuschlag\w*|regel\w*|\w*liste|vorgesehen|besteht|"
        r"bestehen|entschied\w*|entschieden|urteilt?e?n?|verurteil\w*|verhaftet|festgenommen|"
        r"klagt?e?n?(?! über)|zugelassen|"
        r"genehmigt|abgewiesen|verlangt"
    ),
    "en": _words(
        r"must|required|requires?|banned|bans?|barred|forbidden|forbids?|allowed|allows?|permitted|"
        r"prohibit\w*|punish\w*|fined|fines|rewarded|denied|refused|blocked|suspended|receives?|"
        r"received|gets?|loses?|lost|eligible|entitled|obliged|mandatory|compulsory|voluntary|"
        r"counts? as|classified|rated|registered|monitor\w*|excluded|restricted|applies|apply|covers?|"
        r"includes?|consists?|cannot|may not|ruled|rules that|sentenced|convicted|arrested|sued|approved|"
        r"rejected|overturned|illegal|unlawful|legally"
    ),
}
PLAN = {
    "de": _words(
        r"soll|sollen|will|wollen|plant|planen|geplant\w*|beabsichtig\w*|vorsieht|"
        r"bis (?:ende |zum jahr )?\d{4}|künftig|eingeführt|einführ\w*|einzuführen|aufgebaut|"
        r"etablier\w*|startet|gestartet|beschl(?:oss|ossen|ießt)|gegründet|getestet|testet|in kraft|"
        r"vollendet|verzögert|installier\w*|entwickel\w*|abgeschafft|unterzeichnet"
    ),
    "en": _words(
        r"will|plans? to|planned|plan|aims? to|intends? to|by \d{4}|launched|launch\w*|introduc\w+|"
        r"founded|established|signed|came into force|takes? effect|completed|delayed|tested|adopted|"
        r"passed|scheduled|set to|abolished"
    ),
}
OPINION = {
    "de": _words(
        r"meiner meinung|meines erachtens|ich (?:finde|glaube|denke|meine|behaupte|hoffe|wünsche)|"
        r"wir (?:finden|glauben|hoffen|wünschen)|leider|hoffentlich|zum glück|glücklicherweise|"
        r"bedauerlich\w*|schrecklich\w*|wunderbar\w*|großartig\w*|unvorstellbar\w*|unfassbar\w*|"
        r"erschreckend\w*|skandalös\w*|gruselig\w*|traurig\w*|schön|hässlich\w*|spannend|aufregend|"
        r"fabelhaft|peinlich\w*|bedenklich\w*|zweifelhaft\w*|fragwürdig\w*|wichtig ist|man sollte|sollte man|"
        r"sollten wir|müssen wir|muss man sich|kaum vorstell\w*|"
        r"skandal|schande|blamabel|unverschämt\w*|lächerlich\w*|absurd\w*|empörend\w*|"
        r"bleibt abzuwarten|gespannt|wer weiß|vielleicht|womöglich|vermutlich|gut möglich|gewissermaßen"
    ),
    "en": _words(
        r"in my (?:opinion|view)|i (?:think|believe|feel|hope|guess|wish|suppose)|"
        r"we (?:hope|believe|should|must)|unfortunately|sadly|hopefully|fortunately|luckily|terrible|"
        r"wonderful|beautiful|ugly|shameful|amazing|awful|disgusting|perhaps|maybe|arguably|"
        r"scandal|disgrace|outrage|outrageous|ridiculous|absurd|"
        r"remains to be seen|who knows|should be ashamed|frankly|honestly"
    ),
}
ADDRESS = {
    "de": _words(r"du|dich|dir|dein\w*|ich|mich|mir|mein\w*|ihr euch|euch|wir|uns"),
    "en": _words(r"you|your|yours|i|me|my|mine|we|us|our"),
}
OPENS_FURNITURE = re.compile(
    r"\W*(?:(?:[Vv]on|[Bb]y) (?:[A-ZÄÖÜ][\w'.-]+ ?){1,4}$|"
    r"(?i:(?:foto|bild|quelle|video|youtube|grafik|photo|image|source|credit|copyright|©|anzeige|"
    r"werbung|advertisement|newsletter|mehr zum thema|lesen sie auch|siehe auch|related|read more|read also|"
    r"zuletzt aktualisiert|aktualisiert|last updated|updated|erschienen am|published(?: on)?:|stand:|"
    r"this (?:article|story|piece) (?:was|has been)|share|teilen|kommentare?|comments?|cookies?|"
    r"impressum|datenschutz|privacy|abo|abonnieren|subscribe|"
    r"sign up|continue reading|click here|klicken sie|you might also|log ?in|anmelden|"
    r"drucken|print|e-?mail|home|startseite|menü|"
    r"menu|nach oben|weiterlesen|zur startseite)\b(?:[:\s]|$)))"
)
FURNITURE = re.compile(
    r"https?://|www\.|"
    r"\b(?:dieser (?:artikel|beitrag|text)|this article) "
    r"(?:ist|erschien|stellt|gibt|first|originally|appeared|is)\b|"
    r"(?:sichtweise|meinung|ansicht|views?|opinions?)\b.{0,60}\b(?:wieder|wiedergeben|expressed|reflect)\b|"
    r"alle rechte vorbehalten|all rights reserved|newsletter|cookies?\b|abonnieren|subscribe",
)


def is_furniture(sentence: str) -> bool:
    """What a page writes around its article."""
    return bool(OPENS_FURNITURE.match(sentence) or FURNITURE.search(sentence.lower()))
