"""manage.py addarticle FILE --case SLUG …: an article with its text from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from claims import services
from claims.models import Case
from claims.services.articles import MAX_ARTICLE_BYTES


class Command(BaseCommand):
    help = "Add an article to a case from a text (UTF-8), HTML or PDF file; prints the article's slug."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--case", required=True, help="slug of the case")
        parser.add_argument("--title", required=True)
        parser.add_argument("--publisher", required=True)
        parser.add_argument("--published", required=True, help="YYYY, YYYY-MM or YYYY-MM-DD")
        parser.add_argument("--language", required=True, help="e.g. de")
        parser.add_argument("--author", default="")
        parser.add_argument("--url", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        case = Case.objects.filter(slug=options["case"]).first()
        if case is None:
            known = ", ".join(Case.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no case '{options['case']}'. Cases: {known}.")
        try:
            body = read(options["file"])
            text, media_type = services.read_article_file(body)
            article = services.add_article(
                case=case,
                actor=None,
                body=body,
                text=text,
                media_type=media_type,
                file_name=options["file"].name,
                **{k: options[k] for k in ("title", "publisher", "published", "language", "author", "url")},
            )
        except (ValidationError, services.ServiceError) as error:
            message = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            raise CommandError(f"{options['file']}: {message}") from error
        self.stdout.write(article.slug)


def read(path: Path) -> bytes:
    """The file's bytes; never more than an article may have, plus one."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_ARTICLE_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
