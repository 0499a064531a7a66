"""Pages that answer 200, labelled by hand: the page itself, a soft 404, a name taken over. Own words, in the
shapes that sites have: frames of navigation, notices, search results, relaunches, parking, hijacked names."""

# ruff: noqa: E501 (markup and texts of several languages)

from dataclasses import dataclass

SENTENCES = {
    "en": "The council voted for the new tram line on Tuesday. It will cost 310 million euros and take six years."
    " Two shops on Mill Street have to close while the rails are laid. Residents asked for trees instead of car"
    " parks. The mayor promised a hearing in autumn. Opponents say that buses would serve the suburbs better.",
    "de": "Der Stadtrat hat am Dienstag die neue Tramlinie beschlossen. Sie kostet 310 Millionen Euro und wird in"
    " sechs Jahren gebaut. Zwei Läden in der Mühlgasse müssen so lange schließen. Anwohner wünschen sich Bäume"
    " statt Parkplätze. Die Bürgermeisterin versprach eine Anhörung im Herbst. Gegner halten Busse für besser.",
    "zh": "市议会周二通过了新的电车线路。工程耗资三亿一千万欧元，工期六年。磨坊街的两家商店在施工期间必须关门。"
    "居民希望种树而不是建停车场。市长承诺秋天举行听证会。反对者认为公共汽车更适合郊区。",
}
OTHER = {
    "en": "Rowers met on the lake for the spring regatta. Wind kept the eights ashore until noon, and the juniors"
    " won by a length. A new boathouse opens in May with room for forty boats and a workshop for repairs.",
    "de": "Ruderer trafen sich am See zur Frühjahrsregatta. Wind hielt die Achter bis Mittag an Land, die Jugend"
    " gewann mit einer Länge. Im Mai öffnet ein neues Bootshaus mit Platz für vierzig Boote und einer Werkstatt.",
    "zh": "划船选手在湖上参加春季比赛。大风使八人艇直到中午才下水，青年队以一个船身的优势获胜。五月新船库启用，可停放四十条船。",
}
QUOTES = {
    "en": "It will cost 310 million euros",
    "de": "Sie kostet 310 Millionen Euro",
    "zh": "工程耗资三亿一千万欧元",
}
TITLES = {
    "en": "Council votes for tram line",
    "de": "Stadtrat beschließt Tramlinie",
    "zh": "市议会通过电车线路",
}
SITES = {"en": "Harbour Gazette", "de": "Hafenblatt", "zh": "港口日报"}
MENUS = {"en": "Home News Sport Contact", "de": "Start Lokales Sport Kontakt", "zh": "首页 新闻 体育 联系"}
ASKED = "https://gazette.example/news/2019/council-votes-tram"
PROBED = "https://gazette.example/news/2019/qwertzuiopasdfghjklyxcvbn"
HONEST = "honest"
SILENT = "silent"


@dataclass(frozen=True)
class Case:
    """`before`: markup of the confirmed baseline, None on a first visit. `probe`: markup the sibling shows, or
    HONEST, or SILENT (no usable answer)."""

    name: str
    truth: str
    now: str
    probe: str
    before: str | None = None
    language: str = "en"
    asked: str = ASKED
    url: str = ""
    probed_url: str = ""
    cited: bool = True


def framed(title: str, main: str, language: str = "en", *, box: str = "", tag: str = "main") -> str:
    """A page with what usually surrounds one."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<script>var t=1</script></head><body><header><nav>{MENUS[language]}</nav></header>"
        f'<{tag}>{main}</{tag}><div class="related">{box}</div><footer>{SITES[language]} 2026</footer></body></html>'
    )


def bare(title: str, main: str) -> str:
    """Tables and line breaks, as pages were twenty years ago."""
    return f"<html><head><title>{title}</title></head><body><table><tr><td>{main}</td></tr></table></body></html>"


def article(language: str, *, site: bool = True, title: str = "", extra: str = "") -> str:
    title = title or TITLES[language]
    heading = f"{title} | {SITES[language]}" if site else title
    body = "".join(f"<p>{part.strip()}.</p>" for part in SENTENCES[language].split(". "))
    return framed(heading, f"<h1>{title}</h1>{body}{extra}", language)


def other(language: str, title: str, extra: str = "") -> str:
    return framed(
        f"{title} | {SITES[language]}", f"<h1>{title}</h1><p>{OTHER[language]}</p>{extra}", language
    )


def notice(title: str, text: str, language: str = "en", box: str = "") -> str:
    return framed(title, f"<h1>{title.split(' | ')[0]}</h1><p>{text}</p>", language, box=box)


def _twice(text: str) -> tuple[str, str]:
    """A notice that repeats the address, as page and as probe see it."""
    return text.replace("{}", "council-votes-tram"), text.replace("{}", PROBED.rpartition("/")[2])


# name, language, title, text: {} is the address asked for
NOTICES = [
    ("plain", "en", "Page not found | Harbour Gazette", "Sorry, the page you wanted could not be found."),
    (
        "removed",
        "en",
        "Harbour Gazette",
        "This story has been removed. Browse our latest news or try the search.",
    ),
    (
        "with address",
        "en",
        "Oops | Harbour Gazette",
        "There is nothing at /news/2019/{} any more. Page not found.",
    ),
    ("number only", "en", "404", "404"),
    (
        "playful",
        "en",
        "Lost at sea | Harbour Gazette",
        "You have rowed too far out. Turn round and head for shore.",
    ),
    ("expired", "en", "Harbour Gazette", "The article you followed a link to has expired from our servers."),
    (
        "seite",
        "de",
        "Seite nicht gefunden | Hafenblatt",
        "Leider gibt es diese Seite nicht. Nutzen Sie die Suche.",
    ),
    ("inhalt", "de", "Hafenblatt", "Der gewünschte Inhalt ist nicht mehr verfügbar. Zur Startseite."),
    ("adresse", "de", "Fehler 404 | Hafenblatt", "Unter /news/2019/{} haben wir nichts gefunden."),
    (
        "archiviert",
        "de",
        "Hafenblatt",
        "Dieser Beitrag wurde aus rechtlichen Gründen nach einem Jahr gelöscht.",
    ),
    (
        "heiter",
        "de",
        "Auf Grund gelaufen | Hafenblatt",
        "Hier ist nur Schlick. Warten Sie auf die nächste Flut.",
    ),
    ("yemian", "zh", "页面不存在 | 港口日报", "抱歉，您要访问的页面不存在，请返回首页。"),
    ("shanchu", "zh", "港口日报", "该文章已删除，五秒后返回首页。"),
    ("cuowu", "zh", "出错了 | 港口日报", "404 错误：没有找到 {} 对应的内容。"),
]
PARKED = [
    ("en", "gazette.example", "The domain gazette.example is for sale. Make an offer today."),
    (
        "en",
        "gazette.example - Domain for sale",
        "Buy this domain. Fast transfer, safe payment, no hidden fees.",
    ),
    (
        "en",
        "gazette.example",
        "Related searches: loans, shoes, flights <script src='//x.parkingcrew.net/j'></script>",
    ),
    (
        "de",
        "gazette.example steht zum Verkauf",
        "Die Domain gazette.example steht zum Verkauf. Preis auf Anfrage.",
    ),
    ("de", "Domain kaufen", "Diese Domain können Sie kaufen oder mieten. Treuhandservice inklusive."),
    ("zh", "gazette.example 域名出售", "本域名正在出售，请联系我们的经纪人。"),
]
HIJACKED = [
    ("en", "Best online casino bonus 2026", "Play slots, poker and casino games with a welcome bonus. " * 8),
    ("en", "Slot Gacor Hari Ini", "Situs judi togel dan slot gacor dengan bonus besar setiap hari. " * 8),
    (
        "de",
        "Online Casino ohne Limit",
        "Im Casino ohne Limit spielen: Freispiele, Sportwetten, Wettbonus. " * 8,
    ),
    ("zh", "澳门娱乐城官网", "娱乐城开户即送彩金，博彩老虎机棋牌一应俱全。" * 8),
    (
        "en",
        "健康生活指南",
        "每天喝足够的水，多吃新鲜的蔬菜和水果，早睡早起，坚持锻炼身体，保持良好的心情。" * 8,
    ),
]


def _soft_404s() -> list[Case]:
    cases = []
    for name, language, title, text in NOTICES:
        here, there = _twice(text)
        cases += [
            Case(f"notice, known page: {name}", "soft_404", notice(title, here, language),
                 notice(title, there, language), article(language), language),
            Case(f"notice, nothing cited: {name}", "soft_404", notice(title, here, language),
                 notice(title, there, language), article(language), language, cited=False),
        ]  # fmt: skip
        page, other_page = notice(title, here, language), notice(title, there, language)
        cases += [
            Case(f"notice, first visit: {name}", "soft_404", page, other_page, None, language),
            Case(f"notice, first visit, nothing cited: {name}", "soft_404", page, other_page, None, language, cited=False),
        ]  # fmt: skip
    for language in ("en", "de", "zh"):
        home = framed(SITES[language], f"<h1>{SITES[language]}</h1><p>{OTHER[language]}</p>" * 3, language)
        cases += [
            Case(f"sent to the home page: {language}", "soft_404", home, home, article(language), language,
                 url="https://gazette.example/", probed_url="https://gazette.example/"),
            Case(f"home page in its place: {language}", "soft_404", home, home, article(language), language),
            Case(f"sent to a notice of its own address: {language}", "soft_404", notice("?", "?", language),
                 notice("?", "!", language), article(language), language,
                 url="https://gazette.example/error?from=a", probed_url="https://gazette.example/error?from=b"),
            Case(f"old layout: {language}", "soft_404", bare("", NOTICES[0][3]), bare("", NOTICES[0][3]),
                 article(language), language),
        ]  # fmt: skip
    ticker = [" ".join(f"Headline {n} of {day} about town." for n in range(25)) for day in ("one", "two")]
    cases += [
        Case("notice with other headlines each time", "soft_404",
             framed("Page not found", f"<h1>Page not found</h1><p>{ticker[0]}</p>"),
             framed("Page not found", f"<h1>Page not found</h1><p>{ticker[1]}</p>"), article("en")),
        Case("search results for the address", "soft_404",
             framed("Search: council votes tram", "<h1>Search</h1><p>No hits for council votes tram. Try others."),
             framed("Search: qwertzuiopasdfghjklyxcvbn",
                    "<h1>Search</h1><p>No hits for qwertzuiopasdfghjklyxcvbn. Try others."), article("en")),
        Case("empty template", "soft_404", framed("Harbour Gazette", "<h1></h1><p>Published on</p><p>Share</p>"),
             framed("Harbour Gazette", "<h1></h1><p>Published on</p><p>Share</p>"), article("en")),
        Case("error of the database at 200", "soft_404",
             bare("Error", "Could not load record 8812. Request 1f2e at 10:11."),
             bare("Error", "Could not load record 9914. Request 77ab at 10:12."), article("en")),
    ]  # fmt: skip
    return cases


def _replaced() -> list[Case]:
    cases = []
    for number, (language, title, text) in enumerate(PARKED):
        page = bare(title, text)
        cases += [
            Case(f"parked {number}", "replaced", page, page, article(language), language),
            Case(f"parked {number}, nothing cited", "replaced", page, page, article(language), language, cited=False),
            Case(f"parked {number}, first visit", "replaced", page, page, None, language),
            Case(f"parked {number}, at a seller's", "replaced", page, page, article(language), language,
                 url="https://names.example/gazette", probed_url="https://names.example/gazette"),
        ]  # fmt: skip
    for number, (language, title, text) in enumerate(HIJACKED):
        page = framed(title, f"<h1>{title}</h1><p>{text}</p>", language)
        cases.append(Case(f"hijacked {number}", "replaced", page, HONEST, article(language), language))
        cases.append(Case(f"forwarded to a stranger {number}", "replaced", page, HONEST, article(language), language,
                          url="https://stranger.example/win"))  # fmt: skip
    return cases


def _alive() -> list[Case]:
    cases = []
    for language in ("en", "de", "zh"):
        missing = notice(*{"en": NOTICES[0], "de": NOTICES[6], "zh": NOTICES[11]}[language][2:], language)
        edited = article(language).replace("310", "340").replace("三亿一千万", "三亿四千万")
        relaunch = f"<html><head><title>{TITLES[language]}</title></head><body><article>" + "".join(
            f"<p>{part}" for part in SENTENCES[language].split(". ")
        )
        cases += [
            Case(f"as it was: {language}", "alive", article(language), missing, article(language), language),
            Case(f"edited: {language}", "alive", edited, missing, article(language), language),
            Case(f"relaunched: {language}", "alive", relaunch, missing, article(language), language),
            Case(f"first visit: {language}", "alive", article(language), missing, None, language),
            Case(f"first visit, misquoted: {language}", "alive", other(language, "Regatta"), missing, None, language),
            Case(f"rewritten, honest host: {language}", "alive", other(language, TITLES[language]), HONEST,
                 article(language), language),
            Case(f"rewritten, host with notices: {language}", "alive", other(language, TITLES[language]), missing,
                 article(language), language),
            Case(f"rewritten, host with home page: {language}", "alive", other(language, TITLES[language]),
                 framed(SITES[language], f"<p>{OTHER[language][40:]}</p>" * 2, language), article(language), language),
            Case(f"probe without answer: {language}", "alive", other(language, TITLES[language]), SILENT,
                 article(language), language),
            Case(f"moved to a new name: {language}", "alive", article(language), HONEST, article(language), language,
                 url="https://new-gazette.example/tram"),
            Case(f"moved and cut short: {language}", "alive",
                 framed(f"{TITLES[language]} - New Gazette", f"<p>{SENTENCES[language][:60]}</p>", language), HONEST,
                 article(language), language, url="https://new-gazette.example/tram", cited=False),
            Case(f"sent up, honest host: {language}", "alive", other(language, SITES[language]), HONEST,
                 article(language), language, url="https://gazette.example/news/"),
        ]  # fmt: skip
    for language in ("en", "de", "zh"):
        rewritten = other(language, TITLES[language])
        long = framed(
            TITLES[language], f"<h1>{TITLES[language]}</h1>" + f"<p>{OTHER[language]}</p>" * 5, language
        )
        spare = "https://gazette.example/news/2019/council-votes-for-a-tram"
        cases += [
            Case(f"any words in the address, rewritten: {language}", "alive", rewritten, rewritten,
                 article(language), language),
            Case(f"any words in the address, forwarded: {language}", "alive", rewritten, rewritten,
                 article(language), language, url=spare, probed_url=spare),
            Case(f"any words in the address, first visit: {language}", "alive", long, long, None, language),
        ]  # fmt: skip
    glossary = "<h1>The error 404</h1><p>A page not found is told by the status 404. " + OTHER["en"] * 3
    changelog = (
        "<h1>Changes</h1><p>The page on trams has been removed. The article on buses no longer exists."
    )
    domains = (
        "<h1>How names are sold</h1><p>Buy this domain, a sign says; a domain for sale may cost a fortune. "
    )
    cases += [
        Case("about missing pages", "alive", framed("The error 404: page not found", glossary), HONEST),
        Case("about missing pages, lying host", "alive", framed("The error 404: page not found", glossary),
             notice("Page not found", "Nothing here.")),
        Case("short changelog", "alive", framed("Changes", changelog), HONEST, cited=False),
        Case("short changelog, lying host", "alive", framed("Changes", changelog),
             notice("Page not found | Wiki", "There is no such page in this wiki yet."), cited=False),
        Case("about the trade in names", "alive", framed("How names are sold", domains + OTHER["en"]), HONEST,
             article("en", title="How names are sold")),
        Case("about the trade in names, first visit", "alive", framed("How names are sold", domains), HONEST),
        Case("casino in town, as before", "alive",
             framed("Casino vote", "<h1>Casino vote</h1><p>The casino, the casino tax and slots. " + OTHER["en"]),
             HONEST, framed("Casino vote", "<p>The council taxes the casino, its slots and poker. " * 9)),
        Case("home page of a lying host", "alive", notice("Page not found", "Nothing here."),
             notice("Page not found", "Nothing here."), article("en"), asked="https://gazette.example/",
             url="https://gazette.example/"),
        Case("short table of a database", "alive", bare("Series 4711", "Year 2019 Value 311 Unit thousand"),
             bare("No such series", "The series asked for is unknown. See the list of series."),
             bare("Series 4711", "Year 2018 Value 305 Unit thousand Year 2017 Value 301"), cited=False),
        Case("picture page of a site with heavy frames", "alive",
             framed("Tram in the snow | Harbour Gazette", f"<p>Tram in the snow</p><p>{OTHER['en']}</p>"),
             framed("Not here | Harbour Gazette", f"<p>Not here</p><p>{OTHER['en']}</p>"), article("en")),
    ]  # fmt: skip
    for language, word in (("en", "login"), ("de", "anmelden"), ("zh", "denglu")):
        page = notice(word, "Please sign in.", language)
        cases.append(Case(f"behind a gate: {language}", "blocked", page, page, article(language), language,
                          url=f"https://gazette.example/{word}?next=1",
                          probed_url=f"https://gazette.example/{word}?next=2"))  # fmt: skip
    walls = (
        ("not in Europe", "en", "Our website is currently unavailable in most European countries."),
        (
            "the limit is reached",
            "en",
            "You have reached your limit of free articles. Subscribe to continue reading.",
        ),
        ("a check of safety", "zh", "请完成下方验证后继续访问"),
    )
    for name, language, words in walls:  # for addresses that do not exist too
        page = notice(SITES[language], words, language)
        cases.append(Case(f"a wall everywhere: {name}", "blocked", page, page, article(language), language))
    form = "<form><input type=email name=user><input type=password></form>"
    cases += [
        Case("a form to sign in, nothing cited, first visit", "blocked",
             framed("Sign in", f"<h1>Sign in</h1>{form}"), HONEST, cited=False),
        Case("a cookie wall, nothing cited, first visit", "blocked",
             framed("Hafenblatt", "<p>Wir verwenden Cookies.</p><button>Alle akzeptieren</button>", "de"), HONEST,
             None, "de", cited=False),
        Case("a form beside a text, nothing cited, first visit", "alive",
             framed("Regatta", f"<p>{OTHER['en']}</p><p>Sign in to comment.</p>{form}"), HONEST, cited=False),
    ]  # fmt: skip
    opening = f"<h1>{TITLES['en']}</h1><p>{OTHER['en']}</p>"
    cases += [
        Case("cut off, first visit", "blocked",
             framed(TITLES["en"], f"{opening}<p>Subscribe to continue reading.</p>"), HONEST),
        Case("cut off, first visit: de", "blocked",
             framed(TITLES["de"], "<p>Der Rat tagte lange.</p><p>Registrieren Sie sich, um weiterzulesen.</p>", "de"),
             HONEST, None, "de"),
        Case("marked as closed without quotation marks, first visit", "blocked",
             framed(TITLES["en"], opening + "<div class=paywall>More</div>"), HONEST),
        Case("said to be closed, first visit", "blocked",
             framed(TITLES["en"], opening + '<script>{"isAccessibleForFree": false}</script>'), HONEST),
        Case("subscriptions in the menu, first visit", "alive",
             framed(TITLES["en"], f"<nav>Already a subscriber? Sign in</nav>{opening}"), HONEST),
        Case("a long page with an offer, first visit", "alive",
             framed(TITLES["en"], opening + f"<p>{OTHER['en']}</p>" * 12 + "<p>Sign up to keep reading.</p>"), HONEST),
        Case("closed, nothing cited, first visit", "alive",
             framed(TITLES["en"], opening + '<script>{"isAccessibleForFree": false}</script>'), HONEST, cited=False),
    ]  # fmt: skip
    shell = '<html><head><title>Gazette</title></head><body><noscript>Please enable JavaScript.</noscript><div id="root">'
    cases += [
        Case("built by scripts", "unsupported", shell + "…</div>", shell + "…</div>", article("en")),
        Case("being worked on", "unreachable", bare("Under maintenance", "We are back soon."),
             bare("Under maintenance", "We are back soon."), article("en")),
    ]  # fmt: skip
    return cases


CASES = [*_soft_404s(), *_replaced(), *_alive()]
