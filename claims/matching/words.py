"""Function words, which say nothing about the subject and tell the language. PURE."""

GERMAN = frozenset(
    "ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits bin "
    "bis bist da dabei damit dann das dass dem den denn der des dessen deren die dies diese diesem diesen "
    "dieser dieses doch dort du durch ein eine einem einen einer eines er es etwa euch euer für gegen "
    "gewesen habe haben hat hatte hatten hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in "
    "indem ins ist ja jede jedem jeden jeder jedes jene kann kein keine keinen können könnte man mehr "
    "mein mich mir mit muss müssen nach nicht nichts noch nun nur ob oder ohne schon sehr sei sein seine "
    "seinem seinen seiner seit sich sie sind so solche soll sollen sollte sondern sonst über um und uns "
    "unser unter vom von vor war waren was weil welche wenn wer werde werden wie wieder will wir wird wo "
    "worden wurde wurden zu zum zur zwar zwischen".split()
)
ENGLISH = frozenset(
    "a about after all also am an and any are as at be because been before being both but by can could "
    "did do does doing down during each few for from further had has have having he her here hers him his "
    "how i if in into is it its just ll me might more most must my no nor not of off on once only or "
    "other our out over own re s same shall she should so some such t than that the their them then there "
    "these they this those through to too under until up us ve very was we were what when where which "
    "while who whom why will with would you your".split()
)


def language_of(words: list[str]) -> str:
    """de or en by the more frequent function words; blank where they do not tell."""
    german = sum(word in GERMAN for word in words)
    english = sum(word in ENGLISH for word in words)
    if german == english:
        return ""
    return "de" if german > english else "en"
