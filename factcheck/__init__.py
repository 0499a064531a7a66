"""Wiring: settings, addresses, Celery, base templates, health."""

from factcheck.celery import app as celery_app

__all__ = ["celery_app"]
