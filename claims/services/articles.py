"""Cases and articles."""

import hashlib
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from claims import ledger, workflow
from claims.models import Article, Case, User
from claims.services.common import require
from claims.services.documents import watch_as_own
from claims.services.errors import Refused
from claims.wording import Said
from sources import services as sources
from sources.extraction import extract
from sources.fetching import sniff
from sources.models import CaptureText, Document, Passage, Sighting, date_columns

MAX_ARTICLE_BYTES = 20 * 1024 * 1024


@transaction.atomic
def add_article(
    *,
    case: Case,
    title: str,
    body: bytes,
    text: str,
    actor: User | None,
    publisher: str = "",
    author: str = "",
    published: str = "",
    published_basis: str = "stated",
    language: str = "de",
    url: str = "",
    file_name: str = "",
    media_type: str = "text/plain",
    **columns: Any,
) -> Article:
    """An article with its text. `body` is the file as it came, `text` what is read out of it.

    The document, its capture and text, a link where an address is known, and the article are made together.
    ValidationError for a bad date or address; Refused for an empty text or one the case already has.
    """
    require(actor, workflow.Act.ADD, case)
    _sound(title, language, text)
    digest = hashlib.sha256(body).hexdigest()
    if case.articles.filter(text_sha256=digest).exists():
        raise Refused("This case already has an article with exactly this text.")
    document = Document.objects.create(
        title=title,
        publisher=publisher,
        authors=[author] if author else [],
        language=language,
        language_read=language,
        kind="article",
        tier=Document.Tier.PRIMARY,
        extent_read=Document.Extent.FULL,
        medium=Document.Medium.WEB if url else Document.Medium.FILE,
        **date_columns("published", published, published_basis),
    )
    sources.keep_upload(document, body, file_name=file_name, media_type=media_type, text=text)
    if url:
        watch_as_own(document, url, actor, interest=2)
    article = Article.objects.create(
        case=case,
        slug=free_slug(title),
        document=document,
        text_sha256=digest,
        chars=len(text),
        position=case.articles.count(),
        **columns,
    )
    ledger.append(
        f"case:{case.slug}", "article_added", {"article": article.slug, "sha256": digest}, actor=actor
    )
    return article


@transaction.atomic
def add_version(
    *,
    article: Article,
    body: bytes,
    text: str,
    actor: User | None,
    file_name: str = "",
    media_type: str = "text/plain",
) -> list[Sighting]:
    """A newer text of an article. Every claim's passage is looked for in it; returns what became of each.

    Refused when the text is empty or the one we have. Claims, ratings and versions stay as they are.
    """
    require(actor, workflow.Act.ADD, article.case)
    _sound(article.document.title, article.document.language, text)
    if any(old.text == text for old in article_texts(article)[:1]):
        raise Refused("This is the text we have: nothing has changed.")
    kept = sources.keep_upload(article.document, body, file_name=file_name, media_type=media_type, text=text)
    passages = Passage.objects.filter(appearances__claim__article=article).exclude(exact="").distinct()
    sightings = sources.seek_passages(kept, passages)
    payload = {"article": article.slug, "sha256": kept.capture.sha256, "passages": len(sightings)}
    ledger.append(f"case:{article.case.slug}", "article_version_added", payload, actor=actor)
    return sightings


def _sound(title: str, language: str, text: str) -> None:
    if not title.strip():
        raise Refused("Give the article's title.")
    if len(language) > 10 or not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        raise Refused(Said("'{language}' is no language code: write de, en, zh …", language=language))
    if not text.strip():
        raise Refused("The file holds no text. Give a text, HTML or PDF file that has some.")
    if "\x00" in text:
        raise Refused("The file holds null characters: it is no plain text. Save it as UTF-8 text.")


def article_texts(article: Article) -> QuerySet[CaptureText]:
    """The texts the newsroom holds of an article, newest first. What a recheck read off the web is none."""
    texts = CaptureText.objects.filter(
        capture__document=article.document, capture__link=None, capture__suppressed=False
    )
    return texts.select_related("capture__document").order_by("-capture__fetched_at", "-id")


def read_article_file(body: bytes) -> tuple[str, str]:
    """Text and media type of a text, HTML or PDF file. ValidationError says what to do about others."""
    if len(body) > MAX_ARTICLE_BYTES:
        return read_text_file(body), ""
    media_type = sniff(body)
    if media_type not in ("application/pdf", "text/html", "application/xhtml+xml"):
        return read_text_file(body), "text/plain"
    extracted = extract(body, media_type)
    if not extracted.text:
        raise ValidationError(
            Said(
                "{trouble} Save it as text and add that.",
                trouble=Said(extracted.trouble or "No text could be read."),
            )
        )
    return extracted.text, media_type


def free_slug(title: str) -> str:
    """A readable address that no other article has."""
    base = slugify(title)[:80].strip("-") or "article"
    taken = set(Article.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)


def read_text_file(body: bytes) -> str:
    """A plain text file as UTF-8, newlines untouched. ValidationError says what to do about other bytes."""
    if len(body) > MAX_ARTICLE_BYTES:
        raise ValidationError(
            Said(
                "The file has more than {size} MB, too much for an article. "
                "Take the article's text out of it and add that.",
                size=MAX_ARTICLE_BYTES // 1000000,
            )
        )
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValidationError(
            Said(
                "The file is not UTF-8 (byte {start} is 0x{byte}): save it as UTF-8, or convert it, "
                "e.g. with iconv -f latin1 -t utf-8, and add it again.",
                start=error.start,
                byte=f"{body[error.start]:02x}",
            )
        ) from error
