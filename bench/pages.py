"""PURE: the pages that are checked: distinct, 20 KB of HTML each, in two versions, with ten quotations."""

SIZE = 20_000
PAGES = 2_000
PASSAGES = 10
HOSTS = tuple(f"127.0.0.{number}" for number in range(2, 22))

_MARK = b"@@"  # where a page's own name stands: in every paragraph, so that no two pages share one
_TOPICS = (
    "harbour bridge tunnel school clinic theatre railway library market station airport reservoir "
    "stadium museum hospital tramway laboratory waterworks archive courthouse"
).split()


def _sentence(number: int) -> str:
    topic = _TOPICS[number % len(_TOPICS)]
    cost, years = 100 + 7 * number, 2 + number % 9
    return f"By order @@/{number} the {topic} was built for {cost} million euros in {years} years."


def _paragraph(number: int, version: int) -> str:
    """Version 1 rewrites every fifth paragraph, and changes the figure in the first quotation."""
    quoted = _sentence(number)
    if version and number == 0:
        quoted = quoted.replace("100 million", "140 million")
    if version and number % 5 == 3:
        return f"<p>The council of @@ struck item {number} from its agenda and gave no reason for it.</p>"
    return f"<p>Item {number} of @@. {quoted} The records of @@ name {number + 3} suppliers for it.</p>"


def _template(version: int) -> bytes:
    head = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Report @@</title></head><body>'
        "<nav><a href='/'>Home</a> <a href='/news'>News</a></nav><main><h1>Report @@</h1>"
    )
    tail = "</main><footer>Imprint</footer></body></html>"
    parts, number, size = [head], 0, len(head) + len(tail)
    while size < SIZE:
        parts.append(_paragraph(number, version))
        size += len(_paragraph(number, 0))  # both versions hold the same paragraphs
        number += 1
    return "".join([*parts, tail]).encode()


_TEMPLATES = (_template(0), _template(1))


def body(name: str, version: int) -> bytes:
    return _TEMPLATES[version].replace(_MARK, name.encode())


def passages(name: str) -> list[str]:
    """The wordings cited from the page, from all over it. In version 1 one of them has another figure."""
    return [_sentence(number * 10).replace("@@", name) for number in range(PASSAGES)]


def path(group: int, number: int) -> str:
    return f"/g{group}-{number}"


def urls(port: int, group: int, count: int = PAGES) -> list[str]:
    """Addresses of one group of pages, spread evenly over the hosts."""
    return [f"http://{HOSTS[n % len(HOSTS)]}:{port}{path(group, n)}" for n in range(count)]
