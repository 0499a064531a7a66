"""The people of one newsroom, and what each may do."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q

from claims import workflow


class Colleagues(UserManager["User"]):
    """The first account, made on the command line, is a chief's: who else would invite the others?"""

    use_in_migrations = False

    def create_superuser(self, *args: Any, **columns: Any) -> "User":
        return super().create_superuser(*args, **({"role": User.Role.CHIEF} | columns))


class User(AbstractUser):
    """A colleague. Who leaves is deactivated, never deleted; the machine itself is no user."""

    class Role(models.TextChoices):
        REPORTER = "reporter"
        CHECKER = "checker"
        EDITOR = "editor"
        CHIEF = "chief"
        AUDITOR = "auditor"

    objects = Colleagues()  # type: ignore[misc]
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.REPORTER)

    if TYPE_CHECKING:
        id: int

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def may(self, act: "workflow.Act | str") -> bool:
        """Whether this colleague's role allows the act; the table stands in `workflow`."""
        return self.is_active and workflow.may(self.role, workflow.Act(act))

    def reads(self, case: str) -> Q:
        """The condition that the case at that path is one this colleague reads at the desk."""
        return Q() if self.may(workflow.Act.READ_EVERYTHING) else Q(**{f"{case}__members": self})

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's flags and permissions decide nothing in this house: what is not in the role table is not
        allowed, so that nobody's tokens or second factors can be read in the back office. The tables of
        `sources`, which knows no roles, are open to those who govern as far as its own pages let them."""
        return self.has_module_perms(perm.partition(".")[0])

    def has_module_perms(self, app_label: str) -> bool:
        return app_label == "sources" and self.may(workflow.Act.GOVERN)
