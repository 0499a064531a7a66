"""Who is told of a source change, once, by which way, and what is tried again."""

import hashlib
import hmac
import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.authtoken.models import Token

from claims import webhooks
from claims.models import Claim, Delivery, Notice, User, Webhook
from claims.services import notices, rule
from sources.models import Document, Link
from tests import factories as make

pytestmark = pytest.mark.django_db


@dataclass
class Hook:
    """A server that takes what is posted to it; `status` is what it answers."""

    port: int
    status: int = 200
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.3:{self.port}/hook"


@pytest.fixture
def hook(settings) -> Iterator[Hook]:
    class Take(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.got.append((dict(self.headers), body))
            self.send_response(seen.status)
            if seen.status == 302:
                self.send_header("Location", f"{seen.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.3", 0), Take)
    seen = Hook(server.server_port)
    settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.3/32"]
    settings.FACTCHECK_FETCH_PORTS = [80, 443, server.server_port]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield seen
    server.shutdown()
    thread.join()
    server.server_close()


def hurt(claim: Claim | None = None, kind: str = "passage_missing", **document):
    """A claim whose source lost the passage it cites; returns (claim, finding)."""
    claim = claim or make.make_claim()
    cited = make.make_document(**document)
    evidence = make.make_evidence(claim, cited, exact=f"Words that matter {next(make.numbers)}.")
    passage = evidence.passage if kind in ("passage_missing", "figure_changed") else None
    return claim, make.make_finding(make.make_link(cited), kind, passage=passage)


def editor(**columns) -> User:
    return make.make_user("editor", email=f"e{next(make.numbers)}@news.example", **columns)


def pass_time(**span) -> None:
    """As if so much time had passed since everything that was to be told or was told."""
    for notice in Notice.objects.exclude(next_try_at=None):
        put_off = notice.snoozed_until and notice.snoozed_until - timedelta(**span)
        Notice.objects.filter(pk=notice.pk).update(
            next_try_at=notice.next_try_at - timedelta(**span), snoozed_until=put_off
        )


# --- what there is to tell -------------------------------------------------------------------------


def test_the_changes_told_are_those_that_put_claims_in_question():
    claim, lost = hurt()
    other, gone = hurt(kind="gone")
    _ruled, decided = hurt()
    rule(finding=decided, claim=_ruled, decision="harmless", note="x", actor=make.make_user("editor"))
    hurt(kind="text_changed")
    make.make_finding(make.make_link(), "gone")
    # Another original still shows the document: nobody needs to look.
    replaced, _finding = hurt(kind="gone")
    healthy = make.make_link(replaced.evidence.get().passage.document, state="healthy")
    text = make.make_capture(link=healthy, text="x")
    Link.objects.filter(pk=healthy.pk).update(latest=text)
    text.sightings.create(passage=replaced.evidence.get().passage, status="found")
    pairs = notices.touching()
    assert pairs == {(claim.pk, lost.pk), (other.pk, gone.pk)}
    assert {pk for pk, _ in pairs} == set(Claim.objects.in_question().values_list("pk", flat=True))


def test_a_change_of_another_document_of_the_claim_is_not_told_with_it():
    claim, lost = hurt()
    _claim, gone = hurt(claim, "gone")
    document = gone.link.document
    healthy = make.make_link(document, state="healthy")
    text = make.make_capture(link=healthy, text="x")
    Link.objects.filter(pk=healthy.pk).update(latest=text)
    for evidence in claim.evidence.filter(passage__document=document):
        text.sightings.create(passage=evidence.passage, status="found")
    assert notices.touching() == {(claim.pk, lost.pk)}


# --- mail ------------------------------------------------------------------------------------------


def test_each_editor_gets_one_digest_and_nothing_twice():
    editor(), editor()
    for role in ("reporter", "checker", "auditor"):
        make.make_user(role, email=f"{role}@news.example")
    make.make_user("editor")  # without an address
    editor(is_active=False)
    (claim, finding), (other, _finding) = hurt(), hurt()
    assert notices.send_notices()["told"] == 2
    assert notices.send_notices() == {}
    assert sorted(len(message.to) for message in mail.outbox) == [1, 1]
    body = mail.outbox[0].body
    for told in (claim, other):
        assert told.statement_de in body
    assert f"/desk/findings/{finding.pk}/" in body
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"
    assert "\n" not in mail.outbox[0].subject
    assert [(row.succeeded, row.notices) for row in Delivery.objects.all()] == [(True, 2)] * 2


def test_the_digest_tells_both_figures():
    editor()
    evidence = make.make_evidence(exact="Am Ende waren es 12,77 Mio.")
    detail = {"figures": [["12,77 Mio.", "11,27 Mio."]]}
    link = make.make_link(evidence.passage.document)
    make.make_finding(link, "figure_changed", passage=evidence.passage, detail=detail)
    notices.send_notices()
    assert "\n  12,77 Mio. → 11,27 Mio.\n" in mail.outbox[0].body


def test_a_later_change_waits_for_the_next_digest(settings):
    editor()
    hurt()
    notices.send_notices()
    claim, _finding = hurt()
    assert notices.send_notices() == {}
    settings.FACTCHECK_DIGEST_EVERY = 0
    assert notices.send_notices()["told"] == 1
    assert claim.statement_de in mail.outbox[1].body
    assert Notice.objects.filter(delivery=None).count() == 0


def test_what_is_over_before_it_was_told_is_not_told():
    user = editor()
    claim, finding = hurt()
    other, recovered = hurt()
    notices.gather(timezone.now())
    rule(finding=finding, claim=claim, decision="harmless", note="x", actor=user)
    type(recovered).objects.filter(pk=recovered.pk).update(ended_at=make.moment("2100-02-01"))
    assert notices.send_notices() == {}
    assert mail.outbox == []
    assert other.notices.get().next_try_at is None


def test_what_an_editor_may_not_read_is_not_told_to_that_editor():
    inside, outside = editor(), editor()
    _claim, finding = hurt(title="Hidden source", confidentiality="named")
    finding.link.document.confidants.create(user=inside)
    notices.send_notices()
    assert [message.to for message in mail.outbox] == [[inside.email]]
    assert outside.notices.count() == 0


def test_who_lost_the_role_is_told_nothing_more(settings):
    settings.FACTCHECK_DIGEST_EVERY = 0
    user = editor()
    claim, _finding = hurt(title="Foreign source")
    notices.send_notices()
    notices.snooze(claim=claim, user=user, until=timezone.now() + timedelta(days=7))
    User.objects.filter(pk=user.pk).update(role="reporter")
    pass_time(days=8)
    assert notices.send_notices() == {}
    assert len(mail.outbox) == 1
    client = signed_in(user)
    for told in (claim.statement_de, "Foreign source"):
        assert told not in client.get("/desk/notices/").text
    claim.article.case.members.add(user)
    assert "Foreign source" in client.get("/desk/notices/").text
    User.objects.filter(pk=user.pk).update(role="editor")
    assert notices.send_notices()["told"] == 1


def test_what_became_confidential_before_it_was_told_is_not_told(hook):
    user = editor()
    Webhook.objects.create(name="CMS", url=hook.url)
    _claim, finding = hurt(title="Hidden source")
    notices.gather(timezone.now())
    Document.objects.filter(pk=finding.link.document_id).update(confidentiality="named")
    assert notices.send_notices() == {}
    assert (mail.outbox, hook.got) == ([], [])
    assert "Hidden source" not in signed_in(user).get("/desk/notices/").text
    Document.objects.filter(pk=finding.link.document_id).update(confidentiality="public")
    assert notices.send_notices()["told"] == 2


def test_put_off_a_claim_is_told_of_again_when_it_is_still_undecided(settings):
    settings.FACTCHECK_DIGEST_EVERY = 0
    user = editor()
    claim, _finding = hurt()
    notices.send_notices()
    notices.snooze(claim=claim, user=user, until=timezone.now() + timedelta(days=7))
    hurt(claim)
    assert notices.send_notices() == {}
    pass_time(days=8)
    assert notices.send_notices()["told"] == 1
    assert mail.outbox[1].body.count(claim.statement_de) == 2
    assert notices.send_notices() == {}


def test_what_is_put_off_stays_so_when_the_change_is_gone_for_a_while():
    user = editor()
    claim, finding = hurt()
    until = timezone.now() + timedelta(days=7)
    notices.gather(timezone.now())
    notices.snooze(claim=claim, user=user, until=until)
    for ended_at in (make.moment("2100-02-01"), None):
        type(finding).objects.filter(pk=finding.pk).update(ended_at=ended_at)
        assert notices.send_notices() == {}
    assert user.notices.get().next_try_at == until
    pass_time(days=8)
    assert notices.send_notices()["told"] == 1


def test_a_change_that_comes_back_is_told_at_once():
    user = editor()
    _claim, finding = hurt()
    notices.gather(timezone.now())
    for ended_at, told in ((make.moment("2100-02-01"), {}), (None, {"told": 1})):
        type(finding).objects.filter(pk=finding.pk).update(ended_at=ended_at)
        assert notices.send_notices() == told
    assert user.notices.get().delivery


def rows_read_by_a_beat() -> int:
    """How many notices it takes from the database."""
    with CaptureQueriesContext(connection) as asked:
        notices.gather(timezone.now())
    read = 0
    with connection.cursor() as cursor:
        for query in asked:
            if query["sql"].startswith('SELECT "claims_notice"'):
                cursor.execute(query["sql"])
                read += len(cursor.fetchall())
    return read


def test_what_is_over_is_not_read_at_every_later_beat():
    editor()
    hurt()
    notices.gather(timezone.now())
    before = rows_read_by_a_beat()
    assert before > 0
    over = [hurt()[1] for _ in range(3)]
    notices.gather(timezone.now())
    type(over[0]).objects.filter(pk__in=[each.pk for each in over]).update(ended_at=make.moment("2100-02-01"))
    notices.gather(timezone.now())
    assert Notice.objects.filter(next_try_at=None).count() == 3
    assert rows_read_by_a_beat() == before


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_nothing_is_put_off_for_ever_or_into_the_past(days):
    claim, _finding = hurt()
    with pytest.raises(notices.Refused):
        notices.snooze(claim=claim, user=editor(), until=timezone.now() + timedelta(days=days))


def test_a_mail_server_that_fails_is_asked_again_later(monkeypatch):
    editor()
    hurt()

    def fail(self, *args: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", fail)
        assert notices.send_notices()["failed"] == 1
        assert notices.send_notices() == {}
    assert not Delivery.objects.get().succeeded
    pass_time(minutes=2)
    assert notices.send_notices()["told"] == 1


# --- webhooks --------------------------------------------------------------------------------------


def test_a_webhook_gets_signed_json(hook):
    row = Webhook.objects.create(name="CMS", url=hook.url, secret="shared secret")
    claim, finding = hurt(title="Bericht <1>")
    assert notices.send_notices()["told"] == 1
    assert notices.send_notices() == {}
    [(headers, body)] = hook.got
    seconds, signature = (part.partition("=")[2] for part in headers[webhooks.SIGNATURE].split(","))
    signed = f"{seconds}.".encode() + body
    assert signature == hmac.new(b"shared secret", signed, hashlib.sha256).hexdigest()
    assert abs(int(seconds) - timezone.now().timestamp()) < 60
    message = json.loads(body)
    [change] = message["changes"]
    assert message["event"] == "source_changes"
    assert change["claim"]["id"] == claim.public_id
    assert (change["finding"]["id"], change["finding"]["kind"]) == (finding.pk, "passage_missing")
    assert change["source"] == {"title": "Bericht <1>", "url": finding.link.url}
    delivery = Delivery.objects.get()
    assert (delivery.webhook, delivery.status_code, delivery.succeeded) == (row, 200, True)


def test_a_chat_gets_a_message_it_can_show(hook):
    Webhook.objects.create(name="chat", url=hook.url, style="slack")
    claim = make.make_claim(statement_de="A < B & <!channel> | C")
    _claim, finding = hurt(claim)
    notices.send_notices()
    text = json.loads(hook.got[0][1])["text"]
    assert f"/desk/findings/{finding.pk}/|" in text
    assert text.endswith("A &lt; B &amp; &lt;!channel&gt; | C")


def test_a_failing_webhook_is_tried_ever_more_slowly_and_given_up(hook):
    Webhook.objects.create(name="CMS", url=hook.url)
    hurt()
    hook.status = 500
    pauses = []
    for _ in range(notices.MOST_TRIES):
        before = timezone.now()
        assert notices.send_notices()["failed"] == 1
        assert notices.send_notices() == {}
        due = Notice.objects.get().next_try_at
        pauses.append(due and round((due - before).total_seconds()))
        pass_time(days=1)
    assert pauses == [60, 240, 960, 3840, 15360, 61440, 86400, None]
    assert len(hook.got) == notices.MOST_TRIES
    assert {row.trouble for row in Delivery.objects.all()} == {"The address answered 500."}
    assert notices.send_notices() == {}


def test_it_arrives_once_the_webhook_is_back(hook):
    Webhook.objects.create(name="CMS", url=hook.url)
    hurt()
    hook.status = 503
    notices.send_notices()
    hook.status = 204
    pass_time(minutes=1)
    assert notices.send_notices()["told"] == 1


def test_redirects_are_not_followed(hook):
    Webhook.objects.create(name="CMS", url=hook.url)
    hurt()
    hook.status = 302
    assert notices.send_notices()["failed"] == 1
    assert len(hook.got) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.3:{port}/hook",
        "http://localhost:{port}/hook",
        "http://[::ffff:127.0.0.3]:{port}/",
        "http://2130706435:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "http://user:pass@127.0.0.3:{port}/",
        "http://127.0.0.3:22/",
    ],
)
def test_no_webhook_reaches_into_the_network(hook, settings, url):
    settings.FACTCHECK_FETCH_ALLOW = []
    Webhook.objects.create(name="inward", url=url.format(port=hook.port))
    hurt()
    assert notices.send_notices()["failed"] == 1
    assert hook.got == []
    assert Delivery.objects.get().trouble


def test_what_is_confidential_is_sent_to_no_webhook(hook):
    Webhook.objects.create(name="CMS", url=hook.url)
    Webhook.objects.create(name="off", url=hook.url, active=False)
    for level in ("anonymised", "desk", "named"):
        hurt(confidentiality=level)
    assert notices.send_notices() == {}
    assert hook.got == []


def test_what_another_sender_holds_is_passed_over():
    user = editor()
    hurt()
    now = timezone.now()
    notices.gather(now)
    assert len(notices.take(user.notices.all(), now)) == 1
    assert notices.send_notices() == {}
    # That sender died: what it held is due again.
    pass_time(minutes=11)
    assert notices.send_notices()["told"] == 1


def test_the_log_of_deliveries_is_never_rewritten():
    editor()
    hurt()
    notices.send_notices()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Delivery.objects.update(succeeded=False)


# --- the engine itself -----------------------------------------------------------------------------


def test_when_checking_lags_those_who_govern_are_told_once(settings):
    chief = make.make_user("chief", email="chief@news.example")
    editor()
    link = make.make_link(next_check_at=timezone.now() - timedelta(minutes=50))
    assert notices.alarm_when_late() == 0
    Link.objects.filter(pk=link.pk).update(next_check_at=timezone.now() - timedelta(minutes=70))
    assert notices.alarm_when_late() == 1
    assert notices.alarm_when_late() == 0
    assert [message.to for message in mail.outbox] == [[chief.email]]
    assert "/desk/links/" in mail.outbox[0].body
    hurt()
    assert notices.send_notices()["told"] == 2  # the alarm holds no digest back
    settings.FACTCHECK_LAG_ALARM = 0
    settings.FACTCHECK_DIGEST_EVERY = 0
    assert notices.alarm_when_late() == 0


def test_an_alarm_that_did_not_arrive_is_sent_again(monkeypatch):
    make.make_user("chief", email="chief@news.example")
    make.make_link(next_check_at=timezone.now() - timedelta(minutes=70))

    def fail(self, *args: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", fail)
        assert notices.alarm_when_late() == 0
    assert (notices.alarm_when_late(), notices.alarm_when_late()) == (1, 0)
    assert list(Delivery.objects.values_list("succeeded", flat=True)) == [True, False]


# --- at the desk -----------------------------------------------------------------------------------


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_everybody_sees_their_own_notices_and_the_chief_every_delivery():
    user = editor()
    claim, finding = hurt()
    notices.send_notices()
    html = signed_in(user).get("/desk/notices/").content.decode()
    assert f'href="/desk/findings/{finding.pk}/"' in html
    assert "Deliveries" not in html
    other = signed_in(make.make_user("chief")).get("/desk/notices/").content.decode()
    assert f'href="/desk/findings/{finding.pk}/"' not in other
    assert "Deliveries" in other
    assert str(user) in other
    assert (
        signed_in(user).post("/desk/notices/snooze/", {"claim": claim.public_id, "days": 3}).status_code
        == 302
    )
    assert user.notices.get().snoozed_until > timezone.now()
    assert (
        signed_in(user).post("/desk/notices/snooze/", {"claim": claim.public_id, "days": 300}).status_code
        == 400
    )


def test_the_feed_is_for_colleagues_signed_in_or_with_a_token():
    _claim, finding = hurt(title="A & B")
    hurt(title="Hidden source", confidentiality="named")
    user = make.make_user("checker")
    token = Token.objects.create(user=user).key
    basic = b64encode(f"anything:{token}".encode()).decode()
    for client, header in (
        (signed_in(user), ""),
        (Client(), f"Token {token}"),
        (Client(), f"Basic {basic}"),
    ):
        response = client.get("/desk/findings.atom", headers={"authorization": header})
        assert response.status_code == 200
        assert response["Content-Type"].startswith("application/atom+xml")
        assert "no-store" in response["Cache-Control"]
        feed = response.content.decode()
        assert f"/desk/findings/{finding.pk}/" in feed
        assert "A &amp; B" in feed
        assert "Hidden source" not in feed
    for header in ("", "Token wrong", "Basic !!!", "Basic " + b64encode(b"\xff").decode(), "Bearer x"):
        refused = Client().get("/desk/findings.atom", headers={"authorization": header})
        assert refused.status_code == 401
        assert refused["WWW-Authenticate"].startswith("Basic")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().get("/desk/findings.atom", headers={"authorization": f"Token {token}"}).status_code == 401


def test_the_feed_tells_a_reporter_of_own_cases_alone():
    claim, own = hurt(title="Own source")
    _other, foreign = hurt(title="Foreign source")
    reporter = make.make_user("reporter")
    claim.article.case.members.add(reporter)
    client = signed_in(reporter)
    feed = client.get("/desk/findings.atom").content.decode()
    assert "Own source" in feed
    assert "Foreign source" not in feed
    for language, title in (("de", "Änderungen an Quellen"), ("en", "Source changes")):
        told = client.get("/desk/findings.atom", headers={"accept-language": language}).content.decode()
        assert f'xml:lang="{language}"' in told
        assert f"<title>{title}</title>" in told
    assert client.get(f"/desk/findings/{own.pk}/").status_code == 200
    assert client.get(f"/desk/findings/{foreign.pk}/").status_code == 404
