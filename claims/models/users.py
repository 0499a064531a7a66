"""The people of one newsroom, and what each may do."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.db import models

from claims import workflow


class User(AbstractUser):
    """A colleague. Who leaves is deactivated, never deleted; the machine itself is no user."""

    class Role(models.TextChoices):
        REPORTER = "reporter"
        CHECKER = "checker"
        EDITOR = "editor"
        CHIEF = "chief"
        AUDITOR = "auditor"

    role = models.CharField(max_length=10, choices=Role.choices, default=Role.REPORTER)

    if TYPE_CHECKING:
        id: int

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def may(self, act: "workflow.Act | str") -> bool:
        """Whether this colleague's role allows the act; the table stands in `workflow`."""
        return self.is_active and workflow.may(self.role, workflow.Act(act))
