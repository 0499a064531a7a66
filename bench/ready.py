"""Django, ready: imported before any model. Needs the environment that `stage.settings` makes."""

import django

django.setup()
