"""Views of the queue that a colleague keeps. Nobody else's affair, so that they are in no log."""

from urllib.parse import urlencode

from claims.models import SavedView, User
from claims.services.errors import Refused
from claims.wording import Said

MOST = 30


def save_view(*, user: User, name: str, asked: dict[str, str]) -> SavedView:
    """Keep a tray and its filters under a name; a name that is there already is for this one from now on."""
    name = name.strip()
    if not name:
        raise Refused("Give it a name.")
    mine = SavedView.objects.filter(user=user)
    if mine.exclude(name=name).count() >= MOST:
        raise Refused(Said("You keep {most} views already: take one out first.", most=MOST))
    query = urlencode({key: value for key, value in asked.items() if value})
    return mine.update_or_create(user=user, name=name, defaults={"query": query})[0]


def drop_view(*, user: User, view: SavedView) -> None:
    SavedView.objects.filter(user=user, pk=view.pk).delete()
