"""What a check result means: a table of cases, and what no sequence of visits may ever do."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sources.anchoring import loss_digest, similarity
from sources.drift import (
    ALIVE,
    FindingKind,
    HostCheck,
    LinkState,
    LinkStatus,
    Observation,
    Open,
    Sight,
    Spans,
    Verdict,
    base_interval,
    host_incident,
    is_outage,
    jitter,
    judge,
)

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPANS = Spans()

HEALTHY = Observation(outcome="healthy", sights=(), similarity=1.0)
NOT_FOUND = Observation(outcome="gone")
TIMEOUT = Observation(outcome="unreachable", error_class="timeout")
SERVER_ERROR = Observation(outcome="unreachable", error_class="http")
NO_NAME = Observation(outcome="unreachable", error_class="dns")
WALL = Observation(outcome="blocked")
TOO_MANY = Observation(outcome="blocked", retry_after=120)
BAD_CERTIFICATE = Observation(outcome="tls_problem", error_class="tls")
SOFT_404 = Observation(outcome="soft_404")
REPLACED = Observation(outcome="replaced")
MISSING = replace(HEALTHY, sights=(Sight(1, "missing"),))
FIGURE = replace(HEALTHY, sights=(Sight(1, "figure_changed", "41 von 100"),))
REWORDED = replace(HEALTHY, sights=(Sight(1, "changed", "eine andere Fassung"),))
FOUND = replace(HEALTHY, sights=(Sight(1, "found", "wie zitiert"),))
REWRITTEN = replace(HEALTHY, similarity=0.5, text_mark="b")
MOVED = Observation(outcome="moved", final_url="https://neu.example/", sights=(), similarity=1.0)

FRESH = LinkStatus(url_key="a" * 64, since=NOW, watched_since=NOW - 60 * DAY)
SEEN = replace(FRESH, state=LinkState.HEALTHY)


def after(status: LinkStatus, verdict: Verdict) -> LinkStatus:
    """The row as the caller writes it: findings ended, then opened."""
    opened = {Open(opening.kind, opening.passage, opening.mark) for opening in verdict.opened}
    assert set(verdict.ended) <= status.open
    still = status.open - set(verdict.ended)
    assert len({(o.kind, o.passage) for o in still | opened}) == len(still | opened), "one open finding each"
    return replace(
        status,
        state=verdict.state,
        since=verdict.since,
        strikes=verdict.strikes,
        strike_kind=verdict.strike_kind,
        first_strike_at=verdict.first_strike_at,
        pending_kind=verdict.pending_kind,
        pending_hash=verdict.pending_hash,
        pending_since=verdict.pending_since,
        interval=verdict.interval,
        open=still | opened,
    )


def visits(
    *seen: Observation, status: LinkStatus = SEEN, spans: Spans = SPANS
) -> tuple[LinkStatus, datetime]:
    """Look whenever the schedule says so."""
    now = NOW
    for observation in seen:
        verdict = judge(status, observation, now, spans)
        assert verdict.next_check_at >= now
        status, last, now = after(status, verdict), now, verdict.next_check_at
    return status, last


def kinds(status: LinkStatus) -> set[str]:
    return {str(finding.kind) for finding in status.open}


# --- one visit ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("observation", "state", "strikes"),
    [
        (HEALTHY, "healthy", 0),
        (Observation(outcome="not_modified"), "healthy", 0),
        (MOVED, "moved", 0),
        (NOT_FOUND, "suspect", 1),
        (TIMEOUT, "suspect", 1),
        (SERVER_ERROR, "suspect", 1),
        (NO_NAME, "suspect", 1),
        (WALL, "blocked", 0),
        (TOO_MANY, "blocked", 0),
        (BAD_CERTIFICATE, "tls_problem", 0),
        (Observation(outcome="refused"), "refused", 0),
        (Observation(outcome="unsupported"), "unsupported", 0),
        (SOFT_404, "suspect", 0),
        (REPLACED, "suspect", 0),
    ],
)
@pytest.mark.parametrize("before", ["unknown", "healthy"])
def test_one_visit_changes_the_state_and_opens_nothing(
    before: str, observation: Observation, state: str, strikes: int
) -> None:
    verdict = judge(replace(FRESH, state=LinkState(before)), observation, NOW + HOUR)
    assert (verdict.state, verdict.strikes) == (state, strikes)
    assert not verdict.opened
    assert verdict.since == (NOW if state == before else NOW + HOUR)


@pytest.mark.parametrize("outcome", ["unknown", "suspect", "outage", "", "fine"])
def test_what_is_no_observation_is_refused(outcome: str) -> None:
    with pytest.raises(ValueError, match="not what a visit can see"):
        judge(SEEN, Observation(outcome=outcome), NOW)


# --- strikes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("observation", "visits_needed", "span", "state"),
    [
        (NOT_FOUND, 4, 3 * DAY, "gone"),
        (NO_NAME, 4, 3 * DAY, "unreachable"),
        (TIMEOUT, 5, 7 * DAY, "unreachable"),
        (SERVER_ERROR, 5, 7 * DAY, "unreachable"),
    ],
)
@pytest.mark.parametrize("pace", [1.0, 1e-5], ids=["days", "seconds"])
def test_failures_on_schedule_end_when_their_span_ends(
    observation: Observation, visits_needed: int, span: timedelta, state: str, pace: float
) -> None:
    spans = Spans(gone_after=3 * 86400 * pace, unreachable_after=7 * 86400 * pace)
    early, _ = visits(*[observation] * (visits_needed - 1), spans=spans)
    assert early.state == LinkState.SUSPECT
    assert not early.open
    late, at = visits(*[observation] * visits_needed, spans=spans)
    assert late.state == state
    assert kinds(late) == {state}
    assert span * pace <= at - NOW < span * pace * 1.05


def test_the_finding_tells_both_sightings() -> None:
    status = replace(SEEN, state=LinkState.SUSPECT, strikes=2, strike_kind="gone", first_strike_at=NOW)
    (opening,) = judge(status, NOT_FOUND, NOW + 4 * DAY).opened
    assert (opening.kind, opening.found_at, opening.confirmed_at) == ("gone", NOW, NOW + 4 * DAY)


@pytest.mark.parametrize(
    ("strikes", "kind", "age", "observation", "state", "left"),
    [
        (1, "gone", 9 * DAY, NOT_FOUND, "suspect", 2),  # long enough, too few
        (7, "gone", 2 * DAY, NOT_FOUND, "suspect", 8),  # enough, too soon
        (4, "gone", 9 * DAY, TIMEOUT, "unreachable", 5),  # mixed: never gone
        (4, "unreachable", 9 * DAY, NOT_FOUND, "unreachable", 5),
        (2, "dns", 4 * DAY, TIMEOUT, "suspect", 3),  # mixed: the longer span
        (2, "gone", 9 * DAY, WALL, "blocked", 2),
        (2, "gone", 9 * DAY, BAD_CERTIFICATE, "tls_problem", 2),
        (2, "gone", 9 * DAY, SOFT_404, "suspect", 2),
        (2, "gone", 9 * DAY, HEALTHY, "healthy", 0),
    ],
)
def test_strikes_by_kind(
    strikes: int, kind: str, age: timedelta, observation: Observation, state: str, left: int
) -> None:
    status = replace(
        SEEN, state=LinkState.SUSPECT, strikes=strikes, strike_kind=kind, first_strike_at=NOW - age
    )
    verdict = judge(status, observation, NOW)
    assert (verdict.state, verdict.strikes) == (state, left)


def test_what_was_unreachable_and_now_answers_404_becomes_gone() -> None:
    status, _ = visits(*[TIMEOUT] * 5)
    assert status.state == LinkState.UNREACHABLE
    status, _ = visits(*[NOT_FOUND] * 4, status=status)
    assert status.state == LinkState.GONE
    assert kinds(status) == {"gone"}


@pytest.mark.parametrize("observation", [WALL, NOT_FOUND, TIMEOUT, BAD_CERTIFICATE])
def test_a_gone_page_stays_a_finding_until_it_is_seen_again(observation: Observation) -> None:
    status, _ = visits(*[NOT_FOUND] * 4, *[observation] * 2)
    assert kinds(status) == {"gone"}
    status, _ = visits(HEALTHY, status=status)
    assert not status.open
    assert status.strikes == 0


@pytest.mark.parametrize("death", [[NOT_FOUND] * 4, [TIMEOUT] * 5, [SOFT_404] * 2, [REPLACED] * 2])
@pytest.mark.parametrize("cure", [HEALTHY, MOVED, Observation(outcome="not_modified")])
def test_one_good_visit_brings_a_dead_link_back(death: list[Observation], cure: Observation) -> None:
    status, _ = visits(*death)
    assert len(status.open) == 1
    status, _ = visits(cure, status=status)
    assert status.state in ALIVE
    assert not status.open


# --- changes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("observation", "kind", "state"),
    [
        (MISSING, "passage_missing", "healthy"),
        (FIGURE, "figure_changed", "healthy"),
        (REWORDED, "passage_changed", "healthy"),
        (REWRITTEN, "text_changed", "healthy"),
        (MOVED, "moved", "moved"),
        (SOFT_404, "soft_404", "soft_404"),
        (REPLACED, "replaced", "replaced"),
    ],
)
def test_a_change_counts_when_seen_twice_with_an_hour_between(
    observation: Observation, kind: str, state: str
) -> None:
    once = judge(SEEN, observation, NOW)
    assert not once.opened
    assert (once.pending_kind, once.pending_since) == (kind, NOW)
    assert HOUR <= once.next_check_at - NOW <= 1.15 * HOUR

    early = judge(after(SEEN, once), observation, NOW + HOUR / 2)
    assert not early.opened
    assert early.pending_since == NOW

    twice = judge(after(SEEN, once), observation, NOW + HOUR)
    (opening,) = twice.opened
    assert (opening.kind, opening.found_at, opening.confirmed_at) == (kind, NOW, NOW + HOUR)
    assert twice.state == state
    assert twice.pending_since is None

    status = after(after(SEEN, once), twice)
    thrice = judge(status, observation, NOW + 2 * HOUR)
    assert not thrice.opened
    assert not thrice.ended


@pytest.mark.parametrize("change", [MISSING, FIGURE, REWORDED, REWRITTEN, SOFT_404, REPLACED])
def test_a_b_a_is_noise(change: Observation) -> None:
    status, _ = visits(*[change, FOUND] * 20)
    assert not status.open


def test_two_different_changes_do_not_confirm_each_other() -> None:
    another = replace(HEALTHY, sights=(Sight(1, "figure_changed", "43 von 100"),))
    status, _ = visits(*[FIGURE, another] * 10)
    assert not status.open


def test_a_change_is_confirmed_across_a_failed_visit() -> None:
    status, _ = visits(FIGURE, TIMEOUT, FIGURE)
    assert kinds(status) == {"figure_changed"}


def test_a_restless_passage_does_not_hold_up_another() -> None:
    def look(turn: int) -> Observation:
        return replace(HEALTHY, sights=(Sight(1, "missing"), Sight(2, "changed", f"Fassung {turn}")))

    status, _ = visits(*[look(turn) for turn in range(6)])
    assert {(finding.kind, finding.passage) for finding in status.open} == {("passage_missing", 1)}


def test_many_changes_fit_the_row_and_are_all_confirmed_in_the_end() -> None:
    many = replace(HEALTHY, sights=tuple(Sight(n, "missing") for n in range(37)))
    first = judge(SEEN, many, NOW)
    assert len(first.pending_hash) <= 64
    status, _ = visits(*[many] * 10)
    assert len(status.open) == 37


def test_passages_outrank_the_text() -> None:
    both = replace(MISSING, similarity=0.2, text_mark="x")
    status, _ = visits(both, both, both)
    assert kinds(status) == {"passage_missing"}


def test_a_changed_footer_is_nothing() -> None:
    status, _ = visits(*[replace(FOUND, similarity=0.93)] * 5)
    assert not status.open


def test_a_passage_that_changes_again_is_another_finding() -> None:
    status, _ = visits(REWORDED, REWORDED, FIGURE, FIGURE)
    assert kinds(status) == {"figure_changed"}
    status, _ = visits(FOUND, status=status)
    assert not status.open


def test_only_the_passage_that_came_back_is_cleared() -> None:
    both = replace(HEALTHY, sights=(Sight(1, "missing"), Sight(2, "missing")))
    status, _ = visits(both, both, replace(HEALTHY, sights=(Sight(1, "found"), Sight(2, "missing"))))
    assert {finding.passage for finding in status.open} == {2}


def test_an_unread_page_clears_no_passage() -> None:
    status, _ = visits(MISSING, MISSING, WALL, TIMEOUT, Observation(outcome="not_modified"))
    assert kinds(status) == {"passage_missing"}


def test_a_further_move_replaces_the_first() -> None:
    elsewhere = replace(MOVED, final_url="https://noch-neuer.example/")
    status, _ = visits(MOVED, MOVED, elsewhere, elsewhere)
    assert kinds(status) == {"moved"}
    assert not visits(HEALTHY, status=status)[0].open


def test_slow_drift_over_fifty_small_edits_is_seen_once() -> None:
    words = ["".join(letters) for letters in itertools.product("bdfgklmn", "aeiou", "bdfgklmnrs")]
    baseline = " ".join(words)
    status, now, findings = SEEN, NOW, 0
    for edit in range(50):
        before = " ".join(words)
        words[edit * 8] = f"neu{words[edit]}"
        text = " ".join(words)
        assert similarity(before, text) > SPANS.text_changed_below, "no single edit would be noticed"
        for _ in range(2):
            observation = Observation(
                outcome="healthy",
                sights=(),
                similarity=similarity(baseline, text),
                text_mark=loss_digest(baseline, text),
            )
            verdict = judge(status, observation, now)
            findings += len(verdict.opened)
            status, now = after(status, verdict), verdict.next_check_at
    assert findings == 1
    assert kinds(status) == {"text_changed"}


# --- outages, incidents, people -------------------------------------------------------------------


@pytest.mark.parametrize("observation", [HEALTHY, NOT_FOUND, TIMEOUT, FIGURE, WALL])
def test_an_outage_throws_everything_away(observation: Observation) -> None:
    status = replace(
        SEEN, state=LinkState.SUSPECT, strikes=2, strike_kind="gone", first_strike_at=NOW - 9 * DAY
    )
    verdict = judge(status, observation, NOW, outage=True)
    assert verdict.discarded
    assert after(status, verdict) == status
    assert timedelta(0) < verdict.next_check_at - NOW <= timedelta(minutes=12)


def test_an_incident_excuses_silence_but_not_a_404() -> None:
    assert judge(SEEN, TIMEOUT, NOW, incident=True).strikes == 0
    assert judge(SEEN, SERVER_ERROR, NOW, incident=True).state == LinkState.HEALTHY
    assert judge(SEEN, NOT_FOUND, NOW, incident=True).strikes == 1


def checks(answers: str, **more: object) -> list[HostCheck]:
    """One check a host: . answered, x no answer, n a new host without answer, 4 and 5 statuses."""
    made = []
    for number, sign in enumerate(answers):
        made.append(
            HostCheck(
                host=f"host{number}",
                link=number,
                at=NOW,
                error_class="timeout" if sign in "xn" else "http" if sign == "5" else "",
                status={"4": 404, "5": 503, "9": 429, ".": 200}.get(sign),
                expected=sign != "n",
                **more,  # type: ignore[arg-type]
            )
        )
    return made


@pytest.mark.parametrize(
    ("answers", "outage"),
    [
        ("xxxx", False),  # too few hosts to tell
        ("xxxxx", True),
        ("x....", False),  # a fifth is not more than a fifth
        ("xx...", True),
        ("xx" + "." * 8, False),
        ("xxx" + "." * 8, True),
        ("55555555", False),  # answers all of them
        ("44444444", False),
        ("nnn..", False),  # hosts that never answered say nothing
        ("nnnnn", True),  # but when nobody at all answers
    ],
)
def test_outage_by_hosts(answers: str, outage: bool) -> None:
    assert is_outage(checks(answers), NOW) is outage


def test_outage_by_canaries_and_only_of_the_last_ten_minutes() -> None:
    assert is_outage(checks("xx", canary=True), NOW)
    assert not is_outage(checks("x.", canary=True), NOW)
    assert not is_outage(checks("xxxxxx"), NOW + timedelta(minutes=11))


def test_the_last_word_of_a_host_counts() -> None:
    earlier = [replace(check, at=NOW - timedelta(minutes=5)) for check in checks("......")]
    assert is_outage(earlier + checks("xxx"), NOW)


@pytest.mark.parametrize(
    ("answers", "incident"),
    [("xx", False), ("x59", True), ("xxx", True), ("444444", False), ("xx44.", False)],
)
def test_host_incident(answers: str, incident: bool) -> None:
    one_host = [replace(check, host="host") for check in checks(answers)]
    assert (host_incident(one_host, NOW) is not None) is incident


def test_an_incident_lasts_until_an_answer_and_excuses_for_a_time() -> None:
    silent = checks("x")
    going_on = host_incident(silent, NOW, since=NOW - DAY)
    assert going_on is not None
    assert going_on.excuses
    too_long = host_incident(silent, NOW, since=NOW - 4 * DAY)
    assert too_long is not None
    assert not too_long.excuses
    assert host_incident(checks("."), NOW, since=NOW - DAY) is None


def test_a_person_wins_until_the_date() -> None:
    status = replace(SEEN, override_until=NOW + 30 * DAY)
    for observation in [NOT_FOUND, TIMEOUT, SOFT_404, WALL] * 3:
        verdict = judge(status, observation, NOW + 9 * DAY)
        assert (verdict.state, verdict.strikes, verdict.opened) == (LinkState.HEALTHY, 0, ())
    assert judge(status, NOT_FOUND, NOW + 31 * DAY).strikes == 1


def test_a_person_has_no_say_over_what_the_text_says() -> None:
    status, _ = visits(FIGURE, FIGURE, status=replace(SEEN, override_until=NOW + 30 * DAY))
    assert kinds(status) == {"figure_changed"}


# --- when to look again ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "interest", "days"),
    [(0.5, 1, 0.25), (10, 1, 1), (100, 1, 7), (400, 1, 30), (100, 0, 14), (100, 3, 1.75), (0.1, 3, 1 / 16)],
)
def test_tiers_by_age_and_interest(age: float, interest: int, days: float) -> None:
    status = replace(FRESH, watched_since=NOW - age * DAY, interest=interest)
    assert base_interval(status, NOW, SPANS) == days * 86400


def test_quiet_pages_are_seen_less_and_lively_ones_more() -> None:
    status = replace(SEEN, interval=7 * 86400.0)
    assert judge(status, HEALTHY, NOW).interval == 10.5 * 86400
    assert judge(status, REWRITTEN, NOW).interval == 3.5 * 86400
    for _ in range(20):
        status = after(status, judge(status, HEALTHY, NOW))
    assert status.interval == 28 * 86400


@given(st.text(max_size=64))
def test_jitter_is_fifteen_percent_and_always_the_same(url_key: str) -> None:
    assert 0.85 <= jitter(url_key) <= 1.15
    assert jitter(url_key) == jitter(url_key)


def test_jitter_spreads() -> None:
    shares = [jitter(f"{n:064x}") for n in range(1000)]
    assert min(shares) < 0.86
    assert max(shares) > 1.14


@pytest.mark.parametrize(("asked", "waits"), [(7200, 2 * HOUR), (10 * 365 * 86400, DAY), (-5, 0 * HOUR)])
def test_retry_after_is_obeyed_up_to_a_day(asked: float, waits: timedelta) -> None:
    spans = Spans(shortest=1, longest=2)
    verdict = judge(SEEN, replace(WALL, retry_after=asked), NOW, spans)
    assert waits <= verdict.next_check_at - NOW <= waits + timedelta(seconds=3)
    assert judge(SEEN, replace(WALL, retry_after=asked), NOW, outage=True).next_check_at >= NOW + waits


def test_strikes_are_retried_after_an_hour_a_day_and_three_days() -> None:
    status, now, waits = SEEN, NOW, []
    for _ in range(5):
        verdict = judge(status, TIMEOUT, now)
        status, now = after(status, verdict), verdict.next_check_at
        waits.append((now - NOW) / HOUR)
    assert waits[:4] == pytest.approx([1, 24, 72, 168], rel=0.05)
    assert 25 * 24 < waits[4] - waits[3] < 35 * 24, "dead links are visited monthly"


# --- whatever happens -----------------------------------------------------------------------------

LINK_IDS = st.sampled_from([1, 2, 3])
SIGHTS = st.builds(
    Sight,
    LINK_IDS,
    st.sampled_from(["found", "changed", "figure_changed", "missing"]),
    st.sampled_from(["", "eins", "zwei"]),
)
OBSERVATIONS = st.builds(
    Observation,
    outcome=st.sampled_from(
        "healthy not_modified moved gone unreachable blocked tls_problem refused unsupported soft_404 "
        "replaced".split()
    ),
    error_class=st.sampled_from(["", "dns", "connect", "timeout", "tls", "http"]),
    final_url=st.sampled_from(["", "https://a.example/", "https://b.example/"]),
    retry_after=st.none() | st.floats(0, 1e9),
    sights=st.none() | st.lists(SIGHTS, max_size=3, unique_by=lambda sight: sight.passage).map(tuple),
    similarity=st.none() | st.floats(0, 1),
    text_mark=st.sampled_from(["", "x", "y"]),
)
WAITS = st.sampled_from([timedelta(0), timedelta(minutes=10), HOUR, DAY, 4 * DAY, 40 * DAY])
NO_DEATH = st.sampled_from([WALL, TOO_MANY, TIMEOUT, SERVER_ERROR, NO_NAME, BAD_CERTIFICATE])


class LinkLife(RuleBasedStateMachine):
    """A link under any sequence of visits at any distance, on schedule or not."""

    @initialize(interest=st.integers(0, 3))
    def begin(self, interest: int) -> None:
        self.status = replace(FRESH, interest=interest)
        self.now = NOW
        self.saw_404 = False

    def visit(self, observation: Observation, wait: timedelta, **guards: bool) -> Verdict:
        self.now += wait
        verdict = judge(self.status, observation, self.now, **guards)
        assert self.now <= verdict.next_check_at <= self.now + 36 * DAY
        assert len(verdict.pending_hash) <= 64
        assert all(opening.found_at <= opening.confirmed_at == self.now for opening in verdict.opened)
        self.saw_404 |= observation.outcome == "gone" and not guards.get("outage", False)
        self.status = after(self.status, verdict)
        return verdict

    @rule(observation=OBSERVATIONS, wait=WAITS)
    def look(self, observation: Observation, wait: timedelta) -> None:
        self.visit(observation, wait)

    @rule(observation=NO_DEATH, wait=WAITS, times=st.integers(1, 8))
    def fail_without_a_404(self, observation: Observation, wait: timedelta, times: int) -> None:
        was_gone = FindingKind.GONE in {finding.kind for finding in self.status.open}
        for _ in range(times):
            opened = self.visit(observation, wait).opened
            assert FindingKind.GONE not in {opening.kind for opening in opened}
        assert was_gone or self.status.state != LinkState.GONE

    @rule(observation=OBSERVATIONS, wait=WAITS, times=st.integers(1, 8))
    def look_during_an_outage(self, observation: Observation, wait: timedelta, times: int) -> None:
        before = self.status
        for _ in range(times):
            self.visit(observation, wait, outage=True)
        assert self.status == before

    @rule(observation=NO_DEATH, wait=WAITS, times=st.integers(1, 8))
    def look_during_an_incident(self, observation: Observation, wait: timedelta, times: int) -> None:
        before = self.status.strikes
        for _ in range(times):
            self.visit(observation, wait, incident=True)
        assert self.status.strikes == before

    @rule(wait=WAITS)
    def recover(self, wait: timedelta) -> None:
        well = replace(HEALTHY, sights=tuple(Sight(passage, "found") for passage in (1, 2, 3)))
        self.visit(well, wait)
        assert (self.status.state, self.status.strikes, self.status.pending_since) == ("healthy", 0, None)
        assert not self.status.open

    @invariant()
    def only_404_and_410_make_a_link_gone(self) -> None:
        assert self.saw_404 or self.status.state != LinkState.GONE

    @invariant()
    def a_dead_state_has_its_finding(self) -> None:
        if self.status.state in (
            LinkState.GONE,
            LinkState.UNREACHABLE,
            LinkState.SOFT_404,
            LinkState.REPLACED,
        ):
            assert str(self.status.state) in kinds(self.status)

    @invariant()
    def strikes_have_a_beginning(self) -> None:
        assert (self.status.strikes > 0) == (self.status.first_strike_at is not None)


TestLinkLife = LinkLife.TestCase
TestLinkLife.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)


@given(st.lists(NO_DEATH, max_size=40), st.lists(WAITS, min_size=40, max_size=40))
def test_no_sequence_of_walls_and_failures_ends_in_gone(
    seen: list[Observation], pauses: list[timedelta]
) -> None:
    status, now = SEEN, NOW
    for observation, pause in zip(seen, pauses, strict=False):
        now += pause
        status = after(status, judge(status, observation, now))
        assert status.state != LinkState.GONE
        assert FindingKind.GONE not in kinds(status)


@given(
    st.lists(st.sampled_from([MISSING, FIGURE, REWORDED, REWRITTEN, SOFT_404]), max_size=30),
    st.lists(WAITS, min_size=60, max_size=60),
)
def test_flapping_text_never_becomes_a_finding(others: list[Observation], pauses: list[timedelta]) -> None:
    """Whatever is shown in between, and however long the pauses: the text as cited comes back each time."""
    status, now = SEEN, NOW
    flapping = [observation for other in others for observation in (other, FOUND)]
    for observation, pause in zip(flapping, pauses, strict=False):
        now += pause
        status = after(status, judge(status, observation, now))
        assert not status.open
