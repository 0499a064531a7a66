"""What colleagues say about a claim: who reads it, who is told, and that no blind rating is told by it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims import services
from claims.models import Comment, LedgerEntry, Mention, SavedView, User
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> newsroom.People:
    people = newsroom.hire()
    for name, person in people.items():
        User.objects.filter(pk=person.pk).update(email=f"{name}@example.org")
    return {user.username: user for user in User.objects.all()}


def client_of(person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def seen(claim, person) -> list[str]:
    return [said.text for said in Comment.objects.visible_to(person).filter(claim=claim)]


def logged(claim, person) -> list[object]:
    rows = LedgerEntry.objects.visible_to(person).filter(chain=claim.ledger_chain, action="commented")
    return [row.payload for row in rows.order_by("sequence")]


def test_a_comment_is_said_at_the_desk_and_stands_in_the_log(people):
    claim = newsroom.in_research(people)
    address = reverse("desk-comment", args=[claim.public_id])
    client = client_of(people["checker"])
    blank = client.post(address, {"text": "  "})
    assert (blank.status_code, Comment.objects.exists()) == (400, False)
    assert client.post(address, {"text": "Steht das <b>so</b> im Bericht?"}).status_code == 302
    assert "Steht das &lt;b&gt;so&lt;/b&gt; im Bericht?" in client.get(address.removesuffix("comment/")).text
    (payload,) = logged(claim, people["auditor"])
    assert payload["text"] == "Steht das <b>so</b> im Bericht?"
    assert newsroom.broken() == []
    for refused in (people["auditor"], make.make_user("reporter")):
        assert client_of(refused).post(address, {"text": "Nein."}).status_code in (403, 404)


def test_nobody_rewrites_what_was_said(people):
    said = services.comment(claim=newsroom.in_research(people), text="So.", actor=people["checker"])
    for change in (lambda rows: rows.update(text="Anders."), lambda rows: rows.delete()):
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            change(Comment.objects.filter(pk=said.pk))


def test_readers_and_strangers_read_no_comment(people):
    claim, _review = newsroom.published(people)
    services.comment(claim=claim, text="Unter uns.", actor=people["editor"])
    assert seen(claim, people["reporter"]) == ["Unter uns."]
    assert seen(claim, make.make_user("reporter")) == seen(claim, AnonymousUser()) == []
    for page in (f"/de/claims/{claim.public_id}/", f"/api/v1/claims/{claim.public_id}/"):
        assert "Unter uns." not in Client().get(page).text


def test_a_raters_comments_are_withheld_until_both_have_rated(people):
    claim = newsroom.in_research(people)
    newsroom.give_evidence(claim, people["reporter"])
    services.comment(claim=claim, text="Das ist falsch.", actor=people["checker"])
    assert seen(claim, people["editor"]) == ["Das ist falsch."]  # no rating yet that it could tell
    newsroom.rate(newsroom.fresh(claim), people["checker"])
    services.comment(claim=claim, text="Wie gesagt @editor: falsch.", actor=people["checker"])
    services.comment(claim=claim, text="Wer hat den Bericht?", actor=people["reporter"])
    for name in ("editor", "chief", "auditor"):
        assert seen(claim, people[name]) == ["Wer hat den Bericht?"]
        assert [bool(row) for row in logged(claim, people[name])] == [False, False, True]
    page = client_of(people["editor"]).get(f"/desk/claims/{claim.public_id}/").text
    assert "falsch." not in page
    assert "shown once both ratings exist" in page
    assert len(seen(claim, people["checker"])) == 3
    newsroom.rate(newsroom.fresh(claim), people["editor"])
    assert len(seen(claim, people["auditor"])) == 3
    assert None not in logged(claim, people["auditor"])


def test_who_is_named_is_told_once_without_a_word_of_it(people, mailoutbox):
    claim = newsroom.in_research(people)
    text = "@editor, @Checker und @niemand: bitte an desk@editor.example denken."
    services.comment(claim=claim, text=text, actor=people["checker"])
    assert services.tell_mentions() == {"named": 1}
    assert services.tell_mentions() == {}
    (mail,) = mailoutbox
    assert mail.to == ["editor@example.org"]
    assert claim.public_id in mail.body
    assert "bitte" not in mail.subject + mail.body


def test_a_mail_waits_until_its_reader_may_read_the_comment(people, mailoutbox):
    claim = newsroom.at_sign_off(people)
    services.comment(claim=claim, text="@editor lies das.", actor=people["checker"])
    assert services.tell_mentions() == {}
    newsroom.rate(claim, people["editor"])
    Mention.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    assert services.tell_mentions() == {"named": 1}
    assert len(mailoutbox) == 1


def test_who_may_not_see_the_claim_is_not_named_in_vain(people):
    claim = newsroom.in_research(people)
    make.make_user("reporter", "fremd")
    with pytest.raises(services.Refused, match="fremd may not see this claim"):
        services.comment(claim=claim, text="@fremd?", actor=people["checker"])
    assert not Comment.objects.exists()


def test_a_mail_server_that_fails_is_asked_again(people, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    claim = newsroom.in_research(people)
    services.comment(claim=claim, text="@editor?", actor=people["checker"])
    assert services.tell_mentions() == {"failed": 1}
    mention = Mention.objects.get()
    assert mention.tries == 1
    assert mention.next_try_at > timezone.now()


# --- the queue's views ----------------------------------------------------------------------------------


def test_a_view_of_the_queue_is_kept_called_up_and_taken_out(people):
    client = client_of(people["checker"])
    kept = {"tray": "review", "q": "Flüge & mehr", "case": "", "who": "", "name": "Flüge"}
    assert client.post("/desk/views/", kept).status_code == 302
    view = SavedView.objects.get()
    assert view.query == "tray=review&q=Fl%C3%BCge+%26+mehr"
    assert f'href="?{view.query.replace("&", "&amp;")}"' in client.get("/desk/").text
    assert "Flüge" not in client_of(people["editor"]).get("/desk/").text
    client.post("/desk/views/", kept | {"tray": "mine"})
    assert SavedView.objects.get().query.startswith("tray=mine")
    assert client_of(people["editor"]).post("/desk/views/", {"view": view.pk}).status_code == 404
    assert client.post("/desk/views/", {"view": view.pk}).status_code == 302
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_view_without_a_fit_name_is_not_kept(people, name):
    client = client_of(people["checker"])
    assert client.post("/desk/views/", {"tray": "mine", "name": name}).status_code == 302
    assert not SavedView.objects.exists()
