"""PURE: is a page that answers still the page, or another one in its place?

A server may answer 200 where it should say "not here" (soft 404), and whoever takes over a name answers for
every address on it. First a suspicion, from what was read anyway; then, for suspicious pages alone, evidence:
the same answer for a sibling address that cannot exist (Bar-Yossef et al. 2004), a change of the registrable
domain, marks of parking. Wordings alone decide nothing: a changelog too says "has been removed".
"""

from dataclasses import dataclass
from enum import StrEnum

from sources.drift import siblings, wordings
from sources.drift.likeness import containment, likeness, neutral, script, title_likeness, words

# A text this like the one we know is that text, edited.
EDITED = 0.5
# Shares of shingles in common: with a like title, and without.
_SAME_ANSWER, _SAME_BUT_TITLE = 0.8, 0.95
# Against the baseline: with a change of domain, and with marks of parking.
_OTHER_TEXT, _ANOTHER_TEXT = 0.2, 0.1
_UNLIKE_TITLE, _LIKE_TITLE, _STILL_TITLED = 0.25, 0.6, 0.8
# Words: a notice is short, the page of a parked name not long, and one built by scripts has hardly any.
_NOTICE, _SHORT, _SHELL, _FORM = 150, 400, 25, 40
_SPAM_WORDS = 3
_CUT = 0.7  # of the text, which a paywall leaves at the most
_AS_BEFORE = 0.5  # of what it leaves, which is the beginning of that text
_LONGEST = 30  # characters a word and what follows it take up, generously


class Suspicion(StrEnum):
    WORDING = "wording"
    SENT_UP = "sent_up"  # redirected to the home page or a parent
    OTHER_TEXT = "other_text"
    PASSAGES_GONE = "passages_gone"
    FOR_SALE = "for_sale"
    CUT_OFF = "cut_off"  # some passages stand, others may stand behind a wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that answered. `asked` and `url`: where we knocked, and who answered after all redirects.
    `markup`: the beginning of the body, as text."""

    asked: str
    url: str
    title: str = ""
    text: str = ""
    markup: str = ""

    @property
    def is_notice(self) -> bool:
        return _has_at_most(self.text, _NOTICE)

    @property
    def says_not_found(self) -> bool:
        if wordings.NOT_FOUND.search(self.title):
            return True
        return self.is_notice and wordings.NOT_FOUND.search(self.text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of the page: baseline's title and text, the registrable domain it stood on.

    `similarity` of the page as it is now to the baseline or to the newest copy, whichever is greater; None:
    nothing to compare with. `passages`: how many are known, `seen`: how many of them the page still has.
    """

    title: str = ""
    text: str = ""
    domain: str = ""
    similarity: float | None = None
    passages: int = 0
    seen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """The answer to a sibling address that cannot exist. `honest`: 404 or 410; `served`: something else in
    its place, told by `url`, `title` and `text`; neither: nothing can be said."""

    asked: str
    honest: bool = False
    served: bool = False
    url: str = ""
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Disguise:
    """`outcome` in the words of the link states, with one sentence for readers."""

    outcome: str
    reason: str


_GATE = Disguise("blocked", "The page sends visitors elsewhere to sign in or to agree first.")
_WALL = Disguise(
    "blocked", "The page asks visitors to sign in, to pay, to agree or to prove something first."
)
_SHELLED = Disguise("unsupported", "The page shows its text only to browsers that run its scripts.")
_WORKS = Disguise("unreachable", "The site says that it is being worked on.")
_BROKEN = Disguise("unreachable", "The site shows an error of its own in place of the page.")
_SENT_AWAY = Disguise("soft_404", "The site sends visitors to its page for what does not exist.")
_TAKEN_OVER = Disguise(
    "replaced", "Something else stands at this address: its name seems to have been taken over."
)
_PARKED = Disguise(
    "replaced", "The name of this site is for sale or was taken over: every address shows the same."
)
_SOFT_404 = Disguise("soft_404", "The site answers with the same page for addresses that do not exist.")


def _has_at_most(text: str, count: int) -> bool:
    """Whether a text has no more words than this; long ones are not even counted."""
    return len(text) <= count * _LONGEST and len(words(text)) <= count


def suspicions(page: Page, past: Past) -> frozenset[Suspicion]:
    """Why this page may be another one. None while it still has the passages, or reads much as it did."""
    if past.seen:
        cut = past.seen < past.passages and _is_cut_off(page, past)
        return frozenset({Suspicion.CUT_OFF} if cut else ())
    found = set()
    if page.says_not_found and not wordings.NOT_FOUND.search(f"{past.title}\n{past.text[:500]}"):
        found.add(Suspicion.WORDING)
    if past.passages:
        found.add(Suspicion.PASSAGES_GONE)
    elif not past.text and _has_at_most(page.text, _FORM) and _asks_first(page):
        found.add(Suspicion.WORDING)  # no copy is to be made of a form to sign in
    if past.similarity is not None and past.similarity >= EDITED:
        return frozenset(found)
    if past.similarity is not None:
        found.add(Suspicion.OTHER_TEXT)
    if siblings.is_sent_up(page.asked, page.url):
        found.add(Suspicion.SENT_UP)
    if is_parked(page, past):
        found.add(Suspicion.FOR_SALE)
    return frozenset(found)


def is_parked(page: Page, past: Past) -> bool:
    """Marks of a name for sale or taken over, which the page did not have before."""
    before = f"{past.title}\n{past.text}"
    if _has_at_most(page.text, _SHORT) and not wordings.FOR_SALE.search(before):
        if wordings.FOR_SALE.search(f"{page.title}\n{page.text}"):
            return True
        if page.is_notice and wordings.PARKING_HOUSES.search(page.markup):
            return True
    if not past.text or wordings.SPAM.search(before):
        return False
    if wordings.SPAM.search(page.title):
        return True
    return len(wordings.SPAM.findall(page.text)) >= _SPAM_WORDS


def at_sight(page: Page, past: Past, domain: str) -> Disguise | None:
    """What a suspicious page shows itself to be, without another request. `domain`: the registrable one of
    the address that answered."""
    if past.seen:
        return _WALL if _is_cut_off(page, past) else None
    if siblings.is_at_gate(page.asked, page.url):
        return _GATE
    if page.is_notice and wordings.ELSEWHERE.search(f"{page.title}\n{page.text}"):
        return _WALL
    if _is_replaced(page, past, domain):
        return _TAKEN_OVER
    if page.says_not_found:
        return _SENT_AWAY if siblings.is_at_error(page.asked, page.url) else None
    if _is_walled(page, past):
        return _WALL
    if not page.text and "<script" in page.markup.lower():
        return _SHELLED
    if _has_at_most(page.text, _SHELL) and (
        wordings.NEEDS_SCRIPTS.search(f"{page.text}\n{page.markup}")
        or wordings.SCRIPTED_ROOT.search(page.markup)
    ):
        return _SHELLED
    notice = f"{page.title}\n{page.text}" if page.is_notice else page.title
    if wordings.MAINTENANCE.search(notice):
        return _WORKS
    return _BROKEN if wordings.SERVER_ERROR.search(notice) else None


def _is_walled(page: Page, past: Past) -> bool:
    """A wall at the page's own address: a notice in its place, or its beginning alone under its own title."""
    if page.is_notice and (past.similarity or 0.0) < EDITED and _asks_first(page):
        return True
    if not past.text:
        return past.passages > 0 and _is_closed(page)
    return _is_cut_off(page, past)


def _is_cut_off(page: Page, past: Past) -> bool:
    """The beginning of the text alone, under its title, with the marks or the words of a paywall."""
    cut = 0 < len(page.text) < _CUT * len(past.text)
    if not cut or title_likeness(page.title, past.title) < _STILL_TITLED:
        return False
    if wordings.LOCKED.search(page.markup):
        return True
    asks = wordings.OFFER.search(f"{page.text}\n{page.markup}") or wordings.SUBSCRIBE.search(page.text)
    return bool(asks) and containment(page.text, past.text) >= _AS_BEFORE


def _is_closed(page: Page) -> bool:
    """At a first visit, without the passage: the page says that there is more of it for those who pay."""
    if wordings.LOCKED.search(page.markup):
        return True
    return _has_at_most(page.text, _SHORT) and wordings.OFFER.search(page.text) is not None


def _asks_first(page: Page) -> bool:
    """Whether a notice asks visitors to sign in, to pay, to agree, to be human or to be old enough."""
    said = f"{page.title}\n{page.text}"
    where = said if _has_at_most(page.text, _FORM) else page.title
    if wordings.PASSWORD.search(page.markup) and wordings.SIGN_IN.search(where):
        return True
    is_form = _has_at_most(page.text, _FORM) and wordings.NAME_FIELD.search(page.markup)
    if is_form and wordings.SIGN_IN.search(page.title):
        return True
    if wordings.COOKIES.search(said) and wordings.CONSENT.search(f"{said}\n{page.markup}"):
        return True
    return any(words.search(said) for words in (wordings.HUMAN, wordings.AGE, wordings.FIRST, wordings.OFFER))


def by_probe(page: Page, past: Past, probe: Probe) -> Disguise | None:
    """What the answer to a sibling that cannot exist says of the page; None: nothing, or that it lives."""
    if not probe.served or not _is_same_answer(page, probe):
        return None
    if is_parked(page, past):
        return _PARKED
    return None if _may_have_spare_names(page, past) else _SOFT_404


def _may_have_spare_names(page: Page, past: Past) -> bool:
    """Many sites go by a number in the address (`/story/4711/any-words`) and answer the same page whatever
    the last words are. That is no soft 404: the page goes on under its title, or is a whole page at the first
    visit."""
    if page.says_not_found or siblings.is_sent_up(page.asked, page.url):
        return False
    if past.similarity is None:
        return not page.is_notice
    return title_likeness(page.title, past.title) >= _STILL_TITLED


def _is_replaced(page: Page, past: Past, domain: str) -> bool:
    if past.similarity is None or past.seen:
        return False
    titled = bool(page.title and past.title)
    if titled and title_likeness(page.title, past.title) >= _UNLIKE_TITLE:
        return False
    if titled and past.domain and domain != past.domain:
        return past.similarity < _OTHER_TEXT
    marked = is_parked(page, past) or (
        "" != script(page.text) != script(past.text) != ""  # taken over, and filled in another language
    )
    return marked and past.similarity < _ANOTHER_TEXT


def _is_same_answer(page: Page, probe: Probe) -> bool:
    """One address answers for both, or one text does, whatever it repeats of the address asked for."""
    same_address = siblings.resource(page.url) == siblings.resource(probe.url)
    if page.asked != page.url and probe.asked != probe.url and same_address:
        return True
    # Of both addresses: a word of the one may stand in the notice itself.
    asked = page.asked, probe.asked
    title, other = neutral(page.title, *asked), neutral(probe.title, *asked)
    alike = likeness(neutral(page.text, *asked), neutral(probe.text, *asked))
    same_title = title == other or title_likeness(title, other) >= _LIKE_TITLE
    if alike >= (_SAME_ANSWER if same_title else _SAME_BUT_TITLE):
        return True
    # Suggestions and tickers make two notices differ; the notice itself is the same.
    if title == other and wordings.NOT_FOUND.search(page.title):
        return True
    return bool(_notices(page, asked) & _notices(probe, asked))


def _notices(page: Page | Probe, asked: tuple[str, str]) -> set[str]:
    """The lines of a short page that say "not found", neutral."""
    if not _has_at_most(page.text, _NOTICE):
        return set()
    lines = [line for line in page.text.splitlines() if wordings.NOT_FOUND.search(line)]
    return {neutral(line, *asked) for line in lines}
