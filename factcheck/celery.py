"""The Celery application: clock and hands, nothing more. Rows say when work is due."""

import ctypes
import gc
import os
from contextlib import suppress

import celery.app.amqp  # noqa: F401 else imported late: a signal just then would end in a traceback
from celery import Celery
from celery.signals import task_prerun, worker_process_init
from django.db import close_old_connections, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

CONNECTION_AGE = 600  # seconds
# M_MMAP_THRESHOLD of mallopt(3), and bytes from which on a piece of memory goes back when it is freed.
MMAP_THRESHOLD, ONE_PIECE = -3, 256 * 1024

app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.CELERY_DB_REUSE_MAX = 1_000_000  # never: Django tells below when it is time
app.autodiscover_tasks()


@worker_process_init.connect
def leave_the_code_alone(**kwargs: object) -> None:
    """What is loaded by now stays for good: the collector need not go through it again and again."""
    gc.collect()
    gc.freeze()


@worker_process_init.connect
def give_memory_back(**kwargs: object) -> None:
    """Of what large pages took. The C library would learn from the first ones to keep such pieces."""
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(MMAP_THRESHOLD, ONE_PIECE)


@worker_process_init.connect
def keep_the_connection(**kwargs: object) -> None:
    """A new one knows no table yet, and finding out takes as long as a tenth of a batch."""
    for connection in connections.all():
        connection.settings_dict |= {"CONN_MAX_AGE": CONNECTION_AGE, "CONN_HEALTH_CHECKS": True}


@task_prerun.connect
def drop_a_dead_connection(**kwargs: object) -> None:
    close_old_connections()
