"""Leases: no link is held twice, the dead give theirs back, and each host keeps to its interval."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from sources.models import Document, Host, Link
from sources.recheck import leasing, slots

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _spans(settings):
    settings.FACTCHECK_HOST_INTERVAL = 0
    settings.FACTCHECK_LEASE = 100


def make_links(number: int, host: str = "") -> list[Link]:
    document = Document.objects.create(title="A report")
    past = timezone.now() - timedelta(hours=1)
    return Link.objects.bulk_create(
        [
            Link(
                document=document,
                url=f"https://{host or f'h{n}.example'}/{n}",
                url_key=f"{host}{n}",
                host_key=host or f"h{n}.example",
                next_check_at=past + timedelta(seconds=n),
            )
            for n in range(number)
        ]
    )


def test_a_lease_takes_what_is_due_oldest_first():
    links = make_links(5)
    lease = leasing.lease(limit=3)
    assert [link.pk for link in lease.links] == [link.pk for link in links[:3]]
    assert lease.full
    rest = leasing.lease(limit=3)
    assert [link.pk for link in rest.links] == [link.pk for link in links[3:]]
    assert not rest.full
    assert leasing.lease(limit=3).links == []


@pytest.mark.parametrize(
    "columns",
    [
        {"active": False},
        {"public": False},
        {"next_check_at": timezone.now() + timedelta(hours=1)},
        {"lease_until": timezone.now() + timedelta(hours=1)},
    ],
    ids=["inactive", "a lead", "not due", "held"],
)
def test_what_is_not_taken(columns):
    make_links(1)
    Link.objects.update(**columns)
    assert leasing.lease().links == []


def test_a_lease_that_ran_out_is_taken_again_under_another_token():
    make_links(1)
    first = leasing.lease()
    Link.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    second = leasing.lease()
    assert [link.pk for link in second.links] == [link.pk for link in first.links]
    assert second.token != first.token


def test_links_not_due_can_be_asked_for_by_id():
    links = make_links(3)
    Link.objects.update(next_check_at=timezone.now() + timedelta(days=1))
    lease = leasing.lease(only=[links[1].pk], due_only=False)
    assert [link.pk for link in lease.links] == [links[1].pk]


def test_released_links_are_free_again():
    make_links(2)
    lease = leasing.lease()
    leasing.release(lease.token, lease.links, timezone.now() - timedelta(seconds=1))
    assert len(leasing.lease().links) == 2


def test_links_of_one_host_get_slots_one_interval_apart(settings):
    settings.FACTCHECK_HOST_INTERVAL = 2
    links = make_links(4, "one.example")
    Host.objects.create(key="one.example")
    lease = leasing.lease()
    assert [round(lease.slots.delays[link.pk]) for link in links] == [0, 2, 4, 6]


def test_the_next_batch_of_the_same_host_queues_behind(settings):
    settings.FACTCHECK_HOST_INTERVAL = 2
    make_links(4, "one.example")
    leasing.lease(limit=2)
    second = leasing.lease(limit=2)
    assert [round(delay) for delay in second.slots.delays.values()] == [4, 6]


def test_what_would_wait_too_long_waits_in_the_database(settings):
    settings.FACTCHECK_HOST_INTERVAL = 10  # and a lease of 100 seconds, of which a fifth is waited
    links = make_links(5, "one.example")
    lease = leasing.lease()
    assert [link.pk for link in lease.links] == [link.pk for link in links[:3]]
    waiting = Link.objects.filter(lease_token=None).order_by("next_check_at")
    seconds = [(link.next_check_at - timezone.now()).total_seconds() for link in waiting]
    assert [link.pk for link in waiting] == [links[3].pk, links[4].pk]
    assert 25 < seconds[0] < seconds[1]


def test_as_many_batches_hold_a_host_as_it_takes_requests_at_once(settings):
    settings.FACTCHECK_HOST_INTERVAL = 1
    make_links(4, "one.example")
    first, second, third = (leasing.lease(limit=1) for _ in range(3))
    assert [len(batch.links) for batch in (first, second, third)] == [1, 1, 0]
    assert first.slots.lanes == {"one.example": 1}
    assert Link.objects.filter(lease_token=None, next_check_at__gt=timezone.now()).count() == 1
    slots.give_back(first.token, first.slots.intervals)
    assert len(leasing.lease(limit=1).links) == 1


def test_the_dead_hold_a_host_no_longer_than_their_lease(settings):
    settings.FACTCHECK_HOST_INTERVAL = 1
    make_links(2, "one.example")
    Host.objects.create(key="one.example", concurrency=1)
    dead = leasing.lease(limit=1)
    assert leasing.lease(limit=1).links == []
    past = (timezone.now() - timedelta(seconds=1)).isoformat()
    Host.objects.update(held={str(dead.token): past}, next_free_at=None)
    Link.objects.update(next_check_at=timezone.now())
    assert len(leasing.lease(limit=1).links) == 1


@pytest.mark.parametrize(("concurrency", "lanes", "batches"), [(0, 1, 1), (1, 1, 1), (2, 1, 2), (10, 5, 2)])
def test_half_of_what_a_host_takes_at_once_goes_to_a_batch(settings, concurrency, lanes, batches):
    settings.FACTCHECK_HOST_INTERVAL = 1
    make_links(4, "one.example")
    Host.objects.create(key="one.example", concurrency=concurrency)
    leases = [leasing.lease(limit=1) for _ in range(4)]
    assert sum(len(lease.links) for lease in leases) == batches
    assert leases[0].slots.lanes == {"one.example": lanes}


def test_a_host_that_asked_for_rest_is_left_alone(settings):
    settings.FACTCHECK_HOST_INTERVAL = 1
    make_links(1, "one.example")
    Host.objects.create(key="one.example", backoff_until=timezone.now() + timedelta(hours=1))
    assert leasing.lease().links == []
    assert Link.objects.get().next_check_at > timezone.now() + timedelta(minutes=50)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_ten_workers_lease_and_no_link_is_held_twice():
    make_links(200)
    held, gate = [], threading.Barrier(10)

    def work():
        gate.wait()
        while batch := leasing.lease(limit=7).links:
            held.extend(link.pk for link in batch)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(held) == len(set(held)) == 200
