"""Cases, their articles, and the people and bodies who make assertions."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from claims.models.users import User
from sources.models import Document, LoadedModel

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def _has_public_claim(path: str) -> Exists:
    """Whether readers may see a claim that the outer row is the `path` of."""
    claims = apps.get_model("claims", "Claim")._default_manager
    return Exists(claims.public().filter(**{path: OuterRef("pk")}))


class CaseQuerySet(models.QuerySet["Case"]):
    def public(self) -> Self:
        """Those of which readers may see a claim: where they may see none, the case itself would tell."""
        return self.filter(_has_public_claim("article__case"), kind=Case.Kind.PUBLISHED_WORK)

    def accessible_to(self, user: "User | AnonymousUser") -> Self:
        """What a colleague sees at the desk: everything, but reporters only their own cases."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.may("read_everything"):
            return self
        return self.filter(members=user)


class Case(LoadedModel):
    """A dossier with its policy."""

    class Kind(models.TextChoices):
        PUBLISHED_WORK = "published_work"
        OWN_MANUSCRIPT = "own_manuscript"

    class Eyes(models.IntegerChoices):
        FOUR = 4
        SIX = 6

    slug = models.SlugField(max_length=80, unique=True)
    title_de = models.TextField()
    title_en = models.TextField(blank=True)
    summary_de = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    kind = models.CharField(max_length=15, choices=Kind.choices, default=Kind.PUBLISHED_WORK)
    eyes = models.PositiveSmallIntegerField(choices=Eyes.choices, default=Eyes.FOUR)
    list_open_claims = models.BooleanField(default=False)
    show_suggestions = models.BooleanField(default=False)
    demonstration = models.BooleanField(default=False, help_text="every public page of the case says so")
    members = models.ManyToManyField(User, blank=True, related_name="cases")
    revision = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=Q(eyes__in=[4, 6]), name="case_eyes_four_or_six"),
            models.CheckConstraint(
                condition=Q(kind="published_work") | Q(list_open_claims=False, show_suggestions=False),
                name="case_own_manuscript_stays_inside",
            ),
        ]

    def __str__(self) -> str:
        return self.title_de


class ArticleQuerySet(models.QuerySet["Article"]):
    def public(self) -> Self:
        """Those of which readers may see a claim."""
        opened = Document.Confidentiality.PUBLIC
        return self.filter(_has_public_claim("article"), document__confidentiality=opened)


class Article(LoadedModel):
    """An article under check; its text, where we hold it, is a capture of its document."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="articles")
    slug = models.SlugField(max_length=100, unique=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="article")
    text_sha256 = models.CharField(max_length=64, blank=True, help_text="of the text file's bytes")
    chars = models.PositiveIntegerField(null=True, blank=True, help_text="length of the text in code points")
    position = models.PositiveIntegerField(default=0)
    provenance_de = models.TextField(blank=True)
    provenance_en = models.TextField(blank=True)
    desk_note = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "text_sha256"], condition=~Q(text_sha256=""), name="article_text_once_a_case"
            ),
        ]

    def __str__(self) -> str:
        return self.document.title


class Claimant(LoadedModel):
    """Who answers for an assertion. Internal names such as 'author of a001' never reach a reader."""

    name = models.CharField(max_length=300, unique=True)
    display_de = models.TextField(blank=True)
    display_en = models.TextField(blank=True)
    kind = models.CharField(max_length=40, blank=True)
    role_de = models.TextField(blank=True)
    role_en = models.TextField(blank=True)
    same_as = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
