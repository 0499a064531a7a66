"""The calibration table of `sources.anchoring`: passages in three languages, what a later visit may find in
their place, and pages around them whose other parts never stand still. All wording is our own."""

import random
from dataclasses import dataclass

Edits = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Case:
    """One passage and edits (old, new) of it: `same` must cause nothing; of `changed` the last new wording
    must be named; of `figures` the last pair are the two numbers; `replaced`: another sentence instead."""

    language: str
    passage: str
    same: tuple[Edits, ...]
    changed: tuple[Edits, ...]
    figures: tuple[Edits, ...]
    replaced: str

    def edited(self, edits: Edits) -> str:
        wording = self.passage
        for old, new in edits:
            assert old in wording, old
            wording = wording.replace(old, new)
        return wording


CASES = (
    Case(
        "de",
        "Nach Angaben des Bauamts wurden im Jahr 2021 insgesamt 4.300 Brücken geprüft, rund 12 Prozent davon "
        "galten als sanierungsbedürftig.",
        same=(
            (("Jahr ", "Jahr\u00a0"), ("12 Pro", "12\u202fPro"), ("sanierungs", "sanierungs\u00ad")),
            (("2021 ", "2021\n"), ("galten", "gal-\nten")),
            (("ü", "u\u0308"),),
            ((" ", "  \n"),),
            (("4.300", "4\u202f300"), ("12", "１２")),
            (("4.300", "4,300"), ("2021", "𝟚𝟘𝟚𝟙"), ("geprüft", "geprüft[7]")),
        ),
        changed=(
            (("galten", "galten nicht"),),
            (("Nach Angaben des Bauamts", "Wie das Bauamt mitteilte,"), ("geprüft", "untersucht")),
            ((" galten als sanierungsbedürftig", ""),),
            (("rund 12 Prozent davon", "davon 12 Prozent"),),
        ),
        figures=(
            (("12", "21"),),
            (("4.300", "43.000"),),
            (("4.300", "4.301"),),
            (("Nach Angaben des Bauamts", "Wie das Bauamt mitteilte,"), ("2021", "2022")),
        ),
        replaced="Das Bauamt will die Ergebnisse der Brückenprüfung erst im Frühjahr vorlegen.",
    ),
    Case(
        "de",
        "Die „Kostenbremse“ gilt für 2,5 Millionen Haushalte – und zwar rückwirkend.",
        same=(
            (("„", '"'), ("“", '"'), ("–", "-")),
            (("„", "»"), ("“", "«"), ("–", "—")),
        ),
        changed=((("Haushalte", "Betriebe"),), (("2,5 Millionen", "2.500.000"),)),
        figures=(
            (("2,5 Millionen", "2,5 Milliarden"),),
            (("2,5 Millionen", "drei Millionen"),),
            (("2,5 Millionen", "25 Millionen"),),
        ),
        replaced="Über eine Entlastung der Haushalte berät der Ausschuss in seiner nächsten Sitzung.",
    ),
    Case(
        "en",
        "The agency inspected twelve plants between May and July and closed 3 of them, affecting about 1,450 "
        "workers.",
        same=(
            (("about ", "about\n"), ("1,450 ", "1,450\u00a0")),
            (("inspected", "in\u00adspected"), ("July", "July,")),
        ),
        changed=(
            (("inspected", "visited"),),
            (("closed", "temporarily closed"), ("plants", "sites")),
            (("twelve", "12"),),
        ),
        figures=(
            (("twelve", "thirteen"),),
            (("3", "8"),),
            (("inspected", "visited"), ("1,450", "1,540")),
        ),
        replaced="Workers at the closed plants will be offered posts elsewhere, a union spokesperson said.",
    ),
    Case(
        "en",
        "It’s the first time that debt passed $5 billion, up from $4.2 billion a year earlier.",
        same=((("’", "'"),),),
        changed=(
            (("first", "second"),),
            (("debt", "the state's debt"),),
            (("$5", "€5"),),
            (("passed", "has not passed"),),
        ),
        figures=(
            (("5 billion", "5 million"),),
            (("4.2 billion", "4.7 billion"),),
            (("4.2 billion", "42 billion"),),
            (("4.2 billion", "4.2 trillion"),),
        ),
        replaced="Ministers blamed higher borrowing costs and promised a review before the summer break.",
    ),
    Case(
        "zh",
        "截至2020年底，全市共有三百五十万户家庭参加该计划，其中约1.2万户未按时提交材料。",
        same=(
            (("，", ","),),
            (("2020", " 2020 "), ("其中", "\n其中"), ("1.2", " 1.2 ")),
            (("2020", "２０２０"), ("1.2", "１.２")),
        ),
        changed=(
            (("未", "已"),),
            (("市", "省"), ("未", "已")),
            (("三百五十", "350"),),
            (("三百五十", "叁佰伍拾"),),
        ),
        figures=(
            (("1.2万", "1.2亿"),),
            (("三百五十万", "三百八十万"),),
            (("三百五十万", "三百五十亿"),),
            (("2020", "2021"),),
        ),
        replaced="市政府表示，相关办法仍在征求意见，具体时间另行通知。",
    ),
)

_PARTS = {
    "de": {
        "menu": ["Startseite", "Politik", "Wirtschaft", "Regionales", "Wetter"],
        "around": [
            "Die Verwaltung hatte den Bericht lange angekündigt und mehrfach verschoben.",
            "Im Stadtrat war die Vorlage bis zuletzt umstritten, am Ende fand sie eine Mehrheit.",
            "Fachleute raten dazu, die Zahlen im Zusammenhang mit früheren Erhebungen zu lesen.",
            "Ein Sprecher wollte sich auf Nachfrage nicht zu einzelnen Posten äußern.",
            "Die Opposition kündigte an, in der nächsten Sitzung einen eigenen Antrag zu stellen.",
        ],
        "teasers": ["Stau auf der Ringstraße", "Neuer Trainer", "Das Wochenende", "Bäckerei schließt"],
        "words": ("Stand", "Uhr", "mal gelesen", "Anzeige", "Meistgelesen", "Kommentare", "Jetzt sparen"),
    },
    "en": {
        "menu": ["Home", "Politics", "Business", "Local", "Weather"],
        "around": [
            "Officials had promised the report for months and put it off more than once.",
            "Members of the council argued until late before a narrow majority agreed.",
            "Researchers advise reading the numbers together with those of earlier surveys.",
            "A spokesperson declined to comment on any single item when asked.",
            "The opposition said it would bring its own motion to the next meeting.",
        ],
        "teasers": ["Delays on the ring road", "Club hires a coach", "Your weekend", "Bakery to close"],
        "words": ("Updated", "hrs", "views", "Advertisement", "Most read", "comments", "Save now"),
    },
    "zh": {
        "menu": ["首页", "政策", "经济", "地方", "天气", "订阅"],
        "around": [
            "有关部门此前多次推迟发布这份报告。",
            "会议讨论持续到深夜，最终以微弱多数通过。",
            "研究人员建议结合往年调查阅读这些数据。",
            "发言人拒绝就具体项目发表评论。",
            "下一次会议将审议另一份提案。",
        ],
        "teasers": ["环城路拥堵", "球队聘请新教练", "周末天气", "面包店即将关门"],
        "words": ("更新时间", "时", "次阅读", "广告", "热门文章", "条评论", "立即优惠"),
    },
}  # fmt: skip


def page(language: str, passage: str, visit: int) -> str:
    """The text of one visit: clock, counters, nonce, advertisement and most-read box differ each time."""
    rng = random.Random(visit)
    parts = _PARTS[language]
    stamp, clock, views, advert, most_read, comments, offer = parts["words"]
    around = parts["around"]
    teasers = rng.sample(parts["teasers"], 3)
    boxes = [f"{at}. {teaser} ({rng.randrange(900)} {comments})" for at, teaser in enumerate(teasers, 1)]
    lines = [
        " | ".join(parts["menu"]),
        f"{stamp}: {rng.randrange(24):02}:{rng.randrange(60):02} {clock} · {rng.randrange(10**5)} {views}",
        f"{around[0]} {around[1]}",
        f"{advert}: {offer} -{rng.randrange(5, 70)} % #{rng.randrange(10**6)}",
        f"{around[2]} {passage} {around[3]}",
        f"{most_read}\n" + "\n".join(boxes),
        around[4],
        f"© {rng.randrange(2020, 2030)} · build {rng.getrandbits(64):x} · v={rng.randrange(10**9)}",
    ]
    return "\n\n".join(lines)
