"""What lives on a page causes nothing, a change in a cited passage is told: through the whole engine."""

from collections.abc import Iterator

import pytest

from sources import recheck, services
from sources.models import Document, Finding, Link
from tests.lyingserver import LyingServer
from tests.sources.living_pages import CASES

pytestmark = pytest.mark.django_db

HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def server(settings) -> Iterator[LyingServer]:
    with LyingServer() as running:
        settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32"]
        settings.FACTCHECK_FETCH_PORTS = [running.port]
        settings.FACTCHECK_HOST_INTERVAL = 0
        settings.FACTCHECK_CONFIRM_AFTER = settings.FACTCHECK_GONE_AFTER = (
            settings.FACTCHECK_UNREACHABLE_AFTER
        ) = 0
        yield running


def test_every_page_is_judged_as_a_newsroom_would(server):
    links = {}
    for number, case in enumerate(CASES):
        path = f"/{number}/page"
        server.pages[path] = (200, HTML | ({} if b"<html" in case.before else case.headers), case.before)
        document = Document.objects.create(title=case.name)
        services.make_passage(document, exact=case.quote)
        links[case.name] = services.watch(document, server.url(path))
    assert len(links) == len(CASES)
    keys = [link.pk for link in links.values()]

    def look(times: int) -> dict[str, tuple[str, list[str]]]:
        for _ in range(times):
            list(recheck.check_all(keys))
        found: dict[str, list[str]] = {name: [] for name in links}
        for name, kind in Finding.objects.open().values_list("link__document__title", "kind"):
            found[name].append(kind)
        states = dict(Link.objects.values_list("document__title", "state"))
        return {name: (states[name], found[name]) for name in links}

    assert look(1) == {case.name: ("healthy", []) for case in CASES}
    for number, case in enumerate(CASES):
        server.pages[f"/{number}/page"] = (200, HTML | case.headers, case.after)
    look(1)
    assert not Finding.objects.exists()
    expected = {case.name: (case.state, [case.finding] if case.finding else []) for case in CASES}
    seen = look(5)
    wrong = [f"{name}: {seen[name]}" for name in seen if seen[name] != expected[name]]
    assert not wrong, "\n".join(wrong)
    for number, case in enumerate(CASES):
        server.pages[f"/{number}/page"] = (
            200,
            HTML | ({} if b"<html" in case.before else case.headers),
            case.before,
        )
    assert look(1) == {case.name: ("healthy", []) for case in CASES}
