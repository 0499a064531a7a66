"""Pages that answer and are not the page: soft 404s, parked and hijacked names, through the whole engine."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from sources import recheck, services
from sources.models import Capture, Check, Document, Finding, Host, Link, append_only
from tests.lyingserver import ARTICLE, LyingServer, Page

pytestmark = pytest.mark.django_db

QUOTE = "The new bridge cost 42 million euros."
HTML = {"Content-Type": "text/html; charset=utf-8"}
NOTICE = """<!doctype html><html><head><title>Seite nicht gefunden – Stadtblatt</title></head><body>
<nav>Start Lokales Sport</nav><main><h1>Hoppla!</h1><p>Die Seite {path} ist leider nicht mehr vorhanden.</p>
<p>Vielleicht hilft die Suche weiter, oder Sie beginnen wieder auf der Startseite.</p></main></body></html>"""


class Pages(dict[str, Page]):
    """Pages of a site that has an answer for everything else: `otherwise(path)`, or a 404."""

    otherwise = None

    def __contains__(self, path: object) -> bool:
        return super().__contains__(path) or self.otherwise is not None

    def __getitem__(self, path: str) -> Page:
        return super().__getitem__(path) if super().__contains__(path) else self.otherwise(path)

    def get(self, path: str, default=None):
        return super().__getitem__(path) if super().__contains__(path) else default


@pytest.fixture
def server(settings) -> Iterator[LyingServer]:
    with LyingServer() as running:
        running.pages = Pages()
        settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32", "127.0.0.3/32"]
        settings.FACTCHECK_FETCH_PORTS = [*settings.FACTCHECK_FETCH_PORTS, running.port]
        settings.FACTCHECK_HOST_INTERVAL = 0
        settings.FACTCHECK_CONFIRM_AFTER = 0
        settings.FACTCHECK_GONE_AFTER = 0
        settings.FACTCHECK_UNREACHABLE_AFTER = 0
        yield running


def html(body: str | bytes, status: int = 200, **headers: str) -> Page:
    return (status, HTML | headers, body if isinstance(body, bytes) else body.encode())


def soft(path: str) -> Page:
    return html(NOTICE.format(path=path))


def watch(server: LyingServer, path: str = "/news/bridge.html", quote: str = QUOTE) -> Link:
    document = Document.objects.create(title="A report")
    if quote:
        services.make_passage(document, exact=quote)
    return services.watch(document, server.url(path))


def check(link: Link, times: int = 1) -> Link:
    for _ in range(times):
        for _ in recheck.check_all([link.pk]):
            pass
    link.refresh_from_db()
    return link


def healthy(server: LyingServer, path: str = "/news/bridge.html", quote: str = QUOTE) -> Link:
    server.pages[path] = html(ARTICLE)
    link = check(watch(server, path, quote))
    assert link.state == "healthy"
    return link


def kinds() -> list[str]:
    return list(Finding.objects.open().values_list("kind", flat=True).order_by("kind"))


def probes(server: LyingServer) -> list[str]:
    return [r.path for r in server.requests if re.search(r"/[a-z]{25}(\.\w+)?/?$", r.path)]


def test_a_page_that_turns_into_the_sites_notice(server):
    link = healthy(server)
    assert probes(server) == []
    del server.pages["/news/bridge.html"]
    server.pages.otherwise = soft
    check(link)
    assert (link.state, link.pending_kind, kinds()) == ("suspect", "soft_404", [])
    check(link)
    assert (link.state, kinds()) == ("soft_404", ["soft_404"])
    assert "addresses that do not exist" in link.reason
    detail = Finding.objects.get().detail
    assert (detail["title"], detail["address"]) == ("Seite nicht gefunden – Stadtblatt", link.url)
    assert detail["suspicions"] == ["other_text", "passages_gone", "wording"]
    assert Capture.objects.count() == 1
    assert len(probes(server)) == 2  # the confirmation rests on a probe of its own
    assert re.fullmatch(r"/news/[a-z]{25}\.html", probes(server)[0])
    server.pages["/news/bridge.html"] = html(ARTICLE)
    check(link)
    assert (link.state, kinds()) == ("healthy", [])


def test_a_soft_404_from_the_first_look_on(server):
    server.pages.otherwise = soft
    link = check(watch(server))
    assert (link.state, link.baseline) == ("suspect", None)
    assert check(link).state == "soft_404"
    assert kinds() == ["soft_404"]
    assert not Capture.objects.exists()


def test_an_honest_host_and_a_page_that_speaks_of_missing_pages(server):
    body = ARTICLE.replace(b"Bridge opened", b"Page not found: a history of the error 404")
    server.pages["/news/bridge.html"] = html(body)
    link = check(watch(server))
    assert link.state == "healthy"
    assert probes(server) == []  # it has the passage
    nothing_cited = check(watch(server, "/news/bridge.html?plain", quote=""), times=2)
    assert (nothing_cited.state, kinds()) == ("healthy", [])
    assert len(probes(server)) == 1  # asked once: the page is known from then on


def test_an_honest_host_and_a_page_without_the_passage(server):
    link = healthy(server)
    server.pages["/news/bridge.html"] = html("<title>Port</title><main><p>" + "Ships and sailors. " * 40)
    check(link, times=2)
    assert (link.state, kinds()) == ("healthy", ["passage_missing"])


def test_unchanged_and_edited_pages_cost_no_request(server):
    server.pages.otherwise = soft
    link = healthy(server)
    check(link, times=2)
    server.pages["/news/bridge.html"] = html(ARTICLE.replace(b"120 workers", b"some workers"))
    check(link, times=2)
    server.pages["/news/bridge.html"] = html(ARTICLE.replace(b"42 million", b"52 million"))
    check(link, times=2)
    assert len(server.requests) == 7


def test_a_page_without_its_passage_is_asked_about_once_though_its_clock_goes_on(server):
    link = healthy(server)
    for minute in range(4):
        text = " ".join(f"Sailors from port number {number} came ashore." for number in range(300, 400))
        server.pages["/news/bridge.html"] = html(f"<title>Port</title><main><p>{text}<p>Read at 10:{minute}")
        check(link)
    assert (link.state, kinds(), len(probes(server))) == ("healthy", ["passage_missing"], 1)


def test_redirected_to_the_home_page_like_everything_else(server):
    link = healthy(server)
    del server.pages["/news/bridge.html"]
    home = "<title>Gazette</title><main><h1>Gazette</h1><p>" + "Today in town, and more news. " * 40
    server.pages["/"] = html(home)
    server.pages.otherwise = lambda path: (302, {"Location": f"/?from={path}"}, b"")
    check(link, times=2)
    assert (link.state, kinds()) == ("soft_404", ["soft_404"])


@pytest.mark.parametrize("path", ["/404.html", "/error/page-not-found", "/de/fehler"])
def test_sent_to_the_page_for_what_is_not_there_by_an_honest_host(server, path):
    """Its address and its words say so both: no request is needed."""
    link = healthy(server)
    server.pages[path] = soft("/x")
    server.pages["/news/bridge.html"] = (302, {"Location": path}, b"")
    check(link, times=2)
    assert (link.state, kinds(), probes(server)) == ("soft_404", ["soft_404"], [])
    server.pages[path] = html(ARTICLE)
    assert check(link).state == "healthy"


def test_forwarded_for_good_to_the_home_page_of_an_honest_host(server):
    """The home page is no new address of the page."""
    link = healthy(server)
    server.pages["/"] = html("<title>Gazette</title><main><p>" + "Today in town, and more news. " * 40)
    server.pages["/news/bridge.html"] = (301, {"Location": "/"}, b"")
    check(link, times=3)
    assert (link.state, link.moved_to, kinds()) == ("healthy", "", ["passage_missing"])


def test_a_home_page_is_never_asked_about(server):
    link = healthy(server, "/")
    server.pages["/"] = server.pages["/index.html"] = html(NOTICE)
    server.pages.otherwise = soft
    check(link, times=2)
    assert link.state == "healthy"
    assert kinds() == ["passage_missing"]
    assert probes(server) == []


def test_one_probe_speaks_for_the_directory_for_a_while(server, settings):
    settings.FACTCHECK_CONFIRM_AFTER = 3600
    server.pages.otherwise = soft
    paths = [f"/news/{name}.html" for name in "abcdef"] + ["/other/x.html"]
    links = [watch(server, path) for path in paths]
    list(recheck.check_all([link.pk for link in links]))
    check(links[0])
    assert sorted(path.rpartition("/")[0] for path in probes(server)) == ["/news", "/other"]
    assert set(Link.objects.values_list("state", "pending_kind")) == {("suspect", "soft_404")}
    host = Host.objects.get(key="127.0.0.2")
    assert set(host.soft_404_probes) == {server.url("/news/*.html"), server.url("/other/*.html")}


def test_what_is_remembered_is_bounded(server, settings):
    settings.FACTCHECK_CONFIRM_AFTER = 3600
    server.pages.otherwise = lambda path: html(f"<title>Not found</title><p>{path}" + " word" * 2000)
    for number in range(3):
        links = [watch(server, f"/{number}/{directory}/page") for directory in range(20)]
        list(recheck.check_all([link.pk for link in links]))
    remembered = Host.objects.get(key="127.0.0.2").soft_404_probes
    assert len(remembered) == 50
    assert max(len(str(entry)) for entry in remembered.values()) < 7000
    assert server.url("/2/19/*") in remembered


def test_a_probe_takes_a_slot_of_its_host(server, settings):
    settings.FACTCHECK_HOST_INTERVAL = 0.4
    server.pages.otherwise = soft
    started = timezone.now()
    check(watch(server))
    page, probe = server.requests
    assert probe.at - started.timestamp() >= 0.4
    assert probe.at > page.at
    host = Host.objects.get(key="127.0.0.2")
    assert host.next_free_at - started >= timedelta(seconds=0.8)


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_probe_without_an_answer_says_nothing(server, status):
    link = healthy(server)
    server.pages["/news/bridge.html"] = html(NOTICE)
    server.pages.otherwise = lambda path: html("no", status=status)
    check(link, times=2)
    assert (link.state, kinds()) == ("healthy", ["passage_missing"])


def test_suggestions_that_differ_each_time_do_not_hide_the_notice(server):
    link = healthy(server)
    del server.pages["/news/bridge.html"]
    turn = iter(range(1000))

    def notice(path: str) -> Page:
        words = " ".join(f"suggestion{next(turn)}x{n} about" for n in range(40))
        return html(NOTICE.format(path=path).replace("</main>", f"<p>{words}</p></main>"))

    server.pages.otherwise = notice
    check(link, times=2)
    assert kinds() == ["soft_404"]


def test_a_gate_is_a_wall_and_no_dead_link(server):
    link = healthy(server)
    del server.pages["/news/bridge.html"]
    server.pages["/login"] = html("<title>Sign in</title><main><p>Please sign in to read on.</p></main>")
    server.pages.otherwise = lambda path: (302, {"Location": f"/login?next={path}"}, b"")
    check(link, times=3)
    assert (link.state, link.strikes, kinds()) == ("blocked", 0, [])


def test_what_may_stand_behind_a_paywall_is_not_lost_though_another_passage_is_in_front(server):
    before = "Ships come and go in the harbour. " * 8
    behind = "".join(f"<p>Then sailor number {n} came ashore with a parrot.</p>" for n in range(30))
    whole = f"<title>Port</title><main><p>{before}It has 42 berths.</p>{behind}<p>{QUOTE}</p></main>"
    cut = f"<title>Port</title><main><p>{before}It has 42 berths.</p><p>The end.</p></main>"
    server.pages["/news/bridge.html"] = html(whole)
    link = watch(server)
    services.make_passage(link.document, exact="It has 42 berths.")
    assert (check(link).state, kinds()) == ("healthy", [])
    server.pages["/news/bridge.html"] = html(cut.replace("The end.", "Subscribe to keep reading."))
    check(link, times=3)
    assert (link.state, kinds(), probes(server)) == ("blocked", [], [])
    server.pages["/news/bridge.html"] = html(
        cut.replace("42", "43").replace("Log", "Subscribe to keep reading")
    )
    check(link, times=3)
    assert kinds() == ["figure_changed", "passage_missing"], "with a passage changed it is the page"
    server.pages["/news/bridge.html"] = html(cut)
    check(link, times=3)
    assert kinds() == ["passage_missing"], "no wall, no excuse"
    server.pages["/news/bridge.html"] = html(whole)
    assert (check(link).state, kinds()) == ("healthy", [])


def test_a_page_built_by_scripts_is_told_as_such(server):
    link = healthy(server)
    del server.pages["/news/bridge.html"]
    server.pages.otherwise = lambda path: html('<title>Gazette</title><div id="root">Loading</div>')
    check(link, times=3)
    assert (link.state, kinds()) == ("unsupported", [])


def test_a_site_at_work_is_no_soft_404(server):
    link = healthy(server)
    del server.pages["/news/bridge.html"]
    server.pages.otherwise = lambda path: html("<title>Wartungsarbeiten</title><p>Wir sind bald zurück.")
    check(link, times=2)
    assert (link.state, kinds()) == ("suspect", [])
    del server.pages.otherwise
    server.pages["/news/bridge.html"] = html(ARTICLE)
    assert check(link).state == "healthy"


def test_a_parked_name(server):
    link = healthy(server)
    del server.pages["/news/bridge.html"]
    server.pages.otherwise = lambda path: html(
        "<title>gazette.example</title><h1>gazette.example</h1><p>This domain is for sale. Make an offer.</p>"
    )
    assert check(link).state == "suspect"
    check(link)
    assert (link.state, kinds()) == ("replaced", ["replaced"])
    assert probes(server) == []  # seen at sight
    assert Check.objects.last().outcome == "replaced"


def test_a_parked_name_from_the_first_look_on(server):
    server.pages.otherwise = lambda path: html("<title>gazette.example</title><p>Diese Domain kaufen?")
    check(link := watch(server), times=2)
    assert (link.refresh_from_db(), link.state) == (None, "replaced")


def test_forwarded_to_another_name_that_says_other_things(server):
    link = healthy(server)
    with LyingServer("127.0.0.3", port=server.port) as other:
        body = "<title>Best offers of the week</title><main><p>" + "Buy shoes and hats here. " * 40
        other.pages["/shop"] = html(body)
        server.pages["/news/bridge.html"] = (301, {"Location": other.url("/shop")}, b"")
        check(link, times=2)
    assert (link.state, link.moved_to, kinds()) == ("replaced", "", ["replaced"])


def test_forwarded_to_another_name_that_says_the_same(server):
    link = healthy(server)
    with LyingServer("127.0.0.3", port=server.port) as other:
        other.pages["/bridge"] = html(ARTICLE)
        server.pages["/news/bridge.html"] = (301, {"Location": other.url("/bridge")}, b"")
        check(link, times=2)
        assert (link.state, link.moved_to, kinds()) == ("moved", other.url("/bridge"), ["moved"])


def test_memories_of_archives_are_not_asked_about(server):
    document = Document.objects.create(title="A report")
    services.make_passage(document, exact=QUOTE)
    link = services.watch(document, server.url("/web/2020/x"), role=Link.Role.WAYBACK)
    server.pages.otherwise = soft
    check(link)
    assert probes(server) == []


# --- moved pages ------------------------------------------------------------------------------------


def moved(server: LyingServer) -> Link:
    link = healthy(server)
    server.pages["/new/bridge.html"] = html(ARTICLE)
    server.pages["/news/bridge.html"] = (301, {"Location": "/new/bridge.html"}, b"")
    check(link, times=2)
    assert (link.state, link.moved_to) == ("moved", server.url("/new/bridge.html"))
    return link


def test_a_move_is_adopted_with_its_history(server):
    link = moved(server)
    new = services.adopt_move(link)
    link.refresh_from_db()
    assert (link.active, link.checks.count(), kinds()) == (False, 3, [])
    assert (new.url, new.role, new.document) == (link.moved_to, link.role, link.document)
    assert (new.baseline, new.latest) == (link.baseline, link.latest)
    assert new in services.due_links()
    check(new, times=2)
    assert (new.state, kinds(), Capture.objects.count()) == ("healthy", [], 1)
    with pytest.raises(ValidationError, match="adopted already"):
        services.adopt_move(link)


def test_what_was_found_stays_found_at_the_new_address(server):
    link = moved(server)
    changed = ARTICLE.replace(b"42 million", b"52 million")
    server.pages["/new/bridge.html"] = html(changed)
    check(link, times=2)
    assert kinds() == ["figure_changed", "moved"]
    before = Finding.objects.get(kind="figure_changed")
    new = services.adopt_move(link)
    [after] = Finding.objects.open()
    assert (after.link, after.kind, after.confirmed_at) == (new, "figure_changed", before.confirmed_at)
    check(new, times=3)
    assert kinds() == ["figure_changed"]
    server.pages["/new/bridge.html"] = html(ARTICLE)
    check(new)
    assert kinds() == []


def test_another_documents_address_is_not_adopted(server):
    link = moved(server)
    watch(server, "/new/bridge.html")
    with pytest.raises(ValidationError, match="another document"):
        services.adopt_move(link)
    link.refresh_from_db()
    assert link.active


def test_where_nothing_moved_nothing_is_adopted(server):
    with pytest.raises(ValidationError, match="not moved"):
        services.adopt_move(healthy(server))


def test_a_baseline_at_a_port_that_is_no_longer_fetched(server, settings):
    link = healthy(server)
    with append_only.lifted(Capture):
        Capture.objects.update(final_url="http://127.0.0.2:8443/news/bridge.html")
    server.pages["/news/bridge.html"] = soft("/news/bridge.html")
    server.pages.otherwise = soft
    assert check(link).pending_kind == "soft_404"
