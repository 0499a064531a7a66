"""ClaimReviews of others: where they are in a file, and what a record says. Tables, without a database."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from claims import claimreview
from claims.claimreview import Outside, Refused

TODAY = date(2026, 11, 22)
URL = "https://check.example/tower"
RECORD: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": URL,
    "claimReviewed": "The tower is 300 metres high",
    "author": {"@type": "Organization", "name": "Check Desk"},
    "datePublished": "2026-05-04",
    "reviewRating": {
        "@type": "Rating",
        "ratingValue": "2",
        "worstRating": "1",
        "bestRating": "5",
        "alternateName": "Mostly false",
    },
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Ann Lee"},
        "datePublished": "2026-05-01",
    },
}


def with_(**changes: Any) -> dict[str, Any]:
    return RECORD | changes


def read(record: Any, own_site: str = "") -> Outside:
    (found,) = claimreview.records(record if isinstance(record, str) else json.dumps(record))
    return claimreview.read(found, today=TODAY, own_site=own_site)


def test_a_plain_record():
    assert read(RECORD) == Outside(
        url=URL,
        site="check.example",
        statement="The tower is 300 metres high",
        publisher="Check Desk",
        claimant="Ann Lee",
        claimed_on=date(2026, 5, 1),
        reviewed_on=date(2026, 5, 4),
        rating="Mostly false",
        rating_value=Decimal(2),
        rating_worst=Decimal(1),
        rating_best=Decimal(5),
    )


SEARCHED = {
    "text": "The tower is 300 metres high",
    "claimant": "Ann Lee",
    "claimDate": "2026-05-01T00:00:00Z",
    "claimReview": [
        {
            "publisher": {"name": "Check Desk", "site": "check.example"},
            "url": URL,
            "title": "No, it is lower",
            "reviewDate": "2026-05-04T10:00:00Z",
            "textualRating": "Mostly false",
            "languageCode": "en",
        }
    ],
}
MARKED_UP = {
    "pageUrl": URL,
    "publishDate": "2026-05-04",
    "claimReviewAuthor": {"name": "Check Desk"},
    "claimReviewMarkups": [
        {
            "claimReviewed": "The tower is 300 metres high",
            "claimDate": "2026-05-01",
            "claimAuthor": {"name": "Ann Lee"},
            "rating": {"textualRating": "Mostly false", "ratingValue": 2, "worstRating": 1, "bestRating": 5},
        }
    ],
}
EXPANDED = {
    "@type": ["http://schema.org/ClaimReview"],
    "http://schema.org/url": [{"@id": URL}],
    "http://schema.org/claimReviewed": [{"@value": "The tower is 300 metres high", "@language": "en"}],
    "http://schema.org/author": [{"http://schema.org/name": [{"@value": "Check Desk"}]}],
    "http://schema.org/datePublished": [{"@value": "2026-05-04"}],
    "http://schema.org/reviewRating": [{"http://schema.org/alternateName": [{"@value": "Mostly false"}]}],
}
GRAPH = {
    "@graph": [
        {"@type": "Organization", "@id": "https://check.example/#us", "name": "Check Desk"},
        {"@type": "WebPage", "@id": URL},
        with_(author={"@id": "https://check.example/#us"}),
    ]
}
SHAPES: dict[str, Any] = {
    "list": [RECORD],
    "feed": {
        "@type": "DataFeed",
        "dataFeedElement": [{"@type": "DataFeedItem", "item": [RECORD]}],
    },
    "feed with an empty item": {"dataFeedElement": [{"item": None}, {"item": RECORD}]},
    "graph": GRAPH,
    "wrapped": {"id": 7, "page_url": URL, "claimreview": RECORD},
    "properties": {"type": "ClaimReview", "properties": {k: v for k, v in RECORD.items() if k[0] != "@"}},
    "expanded": EXPANDED,
    "inside an article": {"@type": "NewsArticle", "review": RECORD},
    "answer of a search": {"claims": [SEARCHED], "nextPageToken": "x"},
    "item of a search": SEARCHED,
    "answer to an image": {"results": [{"claim": SEARCHED}]},
    "page of the mark-up tool": {"pages": [MARKED_UP]},
    "two types": with_(**{"@type": ["Review", "ClaimReview"]}),
    "no type": {key: value for key, value in RECORD.items() if key != "@type"},
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_one_check_in_many_shapes(shape: Any):
    told = read(shape)
    assert (told.statement, told.url, told.publisher, told.rating, told.reviewed_on) == (
        "The tower is 300 metres high",
        URL,
        "Check Desk",
        "Mostly false",
        date(2026, 5, 4),
    )
    assert told.identity == read(RECORD).identity


def html(script: str, head: str = "") -> str:
    return f"<!doctype html><head>{head}<script type='application/ld+json; charset=utf-8'>{script}</script>"


@pytest.mark.parametrize(
    "page",
    [
        html(json.dumps(RECORD)),
        html(f"<!-- {json.dumps(RECORD)} -->"),
        html(f"//<![CDATA[\n{json.dumps(RECORD)}\n//]]>"),
        html(json.dumps(RECORD).replace("The tower", "The\\ttower").replace("\\t", "\t")),
        html(json.dumps(RECORD) + ";"),
        html('{"@type": "WebSite"'),  # broken, but none of ours to complain about
        f"<p>Nothing</p>{html(json.dumps(RECORD))}<script>var a = {{}}</script>",
    ],
    ids=range(7),
)
def test_json_ld_in_pages(page: str):
    found = claimreview.records(page)
    assert [claimreview.read(one, today=TODAY).url for one in found] == ([URL] if "tower" in page else [])


def test_a_broken_script_that_was_a_claim_review_is_named():
    (found,) = claimreview.records(html('{"@type": "ClaimReview", "url": '))
    with pytest.raises(Refused, match="JSON-LD is broken"):
        claimreview.read(found, today=TODAY)


@pytest.mark.parametrize("head", ["<link rel=canonical href=%s>", "<meta property=og:url content=%s>"])
def test_a_relative_address_is_completed_from_its_page(head: str):
    told = read(html(json.dumps(with_(url="/tower")), head % "https://check.example/old"))
    assert (told.url, len(told.flags)) == (URL, 1)


def test_lines_are_read_one_by_one():
    lines = [
        json.dumps({"a": RECORD}),
        '{"broken',
        json.dumps({"b": 1}),
        "",
        json.dumps(RECORD),
    ]
    found = claimreview.records("\n".join(lines))
    assert [one.place for one in found] == ["line 1, record 1", "line 2", "line 3", "line 5, record 1"]
    assert [bool(one.trouble) for one in found] == [False, True, True, False]


@pytest.mark.parametrize("text", ["", "hello", "{", '{"a": ', "[" * 100_000, "\x00", "PK\x03\x04"])
def test_what_is_neither_is_said(text: str):
    with pytest.raises(claimreview.Unreadable):
        claimreview.records(text)


def test_what_is_nested_deeply_ends_the_search_and_not_the_program():
    assert claimreview.records("[" * 300 + json.dumps(RECORD) + "]" * 300) == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"claimReviewed": ""}, "names no claim"),
        ({"claimReviewed": " <p> </p> "}, "names no claim"),
        ({"claimReviewed": None, "itemReviewed": None}, "names no claim"),
        ({"url": ""}, "no web address"),
        ({"url": "/tower"}, "no web address"),
        ({"url": "javascript:alert(1)"}, "no web address"),
        ({"url": "https://me:secret@check.example/"}, "no web address"),
        ({"url": "https://localhost/"}, "no web address"),
        ({"url": "https://check.example/" + "a" * 3_000}, "no web address"),
        ({"url": "https://www.own.example/claims/x/"}, "of our own"),
    ],
)
def test_refused_with_the_reason(changes: dict[str, Any], why: str):
    with pytest.raises(Refused, match=why):
        read(with_(**changes), own_site="own.example")


def rated(**rating: Any) -> dict[str, Any]:
    return with_(reviewRating={"@type": "Rating", **rating})


@pytest.mark.parametrize(
    ("record", "words", "value", "flags"),
    [
        (rated(alternateName="False"), "False", None, 0),
        (rated(alternateName=["", "False"], ratingValue=1, bestRating=5), "False", 1, 0),
        (rated(ratingValue="Falsch"), "Falsch", None, 0),
        (with_(reviewRating="Falsch"), "Falsch", None, 0),
        (with_(reviewRating=[{"alternateName": "Falsch"}]), "Falsch", None, 0),
        (rated(ratingValue="1,5", worstRating="1", bestRating="5"), "", Decimal("1.5"), 1),
        (rated(alternateName="x", ratingValue=-1, worstRating=-1, bestRating=-1), "x", None, 1),
        (rated(alternateName="x", ratingValue=0, worstRating=1, bestRating=5), "x", None, 1),
        (rated(alternateName="x", ratingValue=7, bestRating=5), "x", None, 1),
        (rated(alternateName="x", ratingValue=3), "x", None, 1),
        (rated(alternateName="x", ratingValue="NaN", bestRating=5), "x", None, 0),
        (rated(alternateName="x", ratingValue=True, bestRating=5), "x", None, 0),
        (rated(), "", None, 1),
        (with_(reviewRating=None), "", None, 1),
    ],
)
def test_ratings(record: dict[str, Any], words: str, value: Any, flags: int):
    told = read(record)
    assert (told.rating, told.rating_value, len(told.flags)) == (words, value, flags)
    assert (told.rating_value is None) == (told.rating_best is None) == (told.rating_worst is None)


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2026-05-04T20:15:35+05:30", date(2026, 5, 4)),
        ("2026-05-04T12:26:08+5:30", date(2026, 5, 4)),
        ("2026-05-04 14:41", date(2026, 5, 4)),
        ("20260504", date(2026, 5, 4)),
        ("4.5.2026", date(2026, 5, 4)),
        (["2026-05-04"], date(2026, 5, 4)),
        ("", None),
        ("2026-13-04", None),
        ("yesterday", None),
        ("2030-01-01", None),
        ("0026-05-04", None),
        (1588544000, None),
    ],
)
def test_dates(given: Any, day: date | None):
    told = read(with_(datePublished=given, itemReviewed={}))
    assert told.reviewed_on == day
    assert bool(told.flags) == (day is None and given != "")


def test_a_claim_later_than_its_check_is_flagged():
    told = read(with_(itemReviewed={"datePublished": "2026-06-01"}))
    assert told.flags == ("The claim is dated after its fact-check.",)


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("Sunak praises Singh&#039;s ideas", "Sunak praises Singh's ideas"),
        ("&amp;quot;Yes&amp;quot;", '"Yes"'),
        ("<p>One <b>two</b></p>\n<p>three</p>", "One two three"),
        ("a < b and c > d", "a < b and c > d"),
        ("one\x00two\ud800", "one two"),
        (["The only one"], "The only one"),
        (12, "12"),
        ("<script>alert(1)</script>", "alert(1)"),
    ],
)
def test_texts_become_plain(given: Any, plain: str):
    assert read(with_(claimReviewed=given)).statement == plain


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"author": {"@type": "Person", "name": "A"}}, {"publisher": "check.example"}),
        ({"author": {"@type": "Person", "name": "A"}, "publisher": {"name": "B"}}, {"publisher": "B"}),
        ({"author": "Desk"}, {"publisher": "Desk"}),
        ({"author": []}, {"publisher": "check.example"}),
        ({"itemReviewed": {"author": {"name": ["A", "mayor of B"]}}}, {"claimant": "A, mayor of B"}),
        ({"itemReviewed": {"author": [{"name": "A"}, "B"]}}, {"claimant": "A, B"}),
        ({"itemReviewed": [{"author": "A"}]}, {"claimant": "A"}),
        ({"itemReviewed": "A tower"}, {"claimant": ""}),
        ({"inLanguage": "de_AT"}, {"language": "de-AT"}),
        ({"inLanguage": {"@type": "Language", "name": "German", "alternateName": "de"}}, {"language": "de"}),
        ({"inLanguage": "Deutsch, bitte"}, {"language": ""}),
        ({"url": f"{URL}#section"}, {"url": URL}),
        ({"url": ["", URL]}, {"url": URL}),
        ({"url": None, "mainEntityOfPage": {"@id": URL}}, {"url": URL}),
        ({"headline": "No", "name": "Other"}, {"title": "No"}),
        (
            {
                "itemReviewed": {
                    "firstAppearance": {"url": "https://post.example/1"},
                    "appearance": [
                        "https://post.example/1",
                        {"url": "post"},
                        {"@id": "https://post.example/2"},
                    ],
                }
            },
            {"appearances": ("https://post.example/1", "https://post.example/2")},
        ),
    ],
)
def test_the_rest(changes: dict[str, Any], expected: dict[str, Any]):
    told = read(with_(**changes))
    assert {name: getattr(told, name) for name in expected} == expected


def test_what_is_too_long_is_cut_and_said():
    told = read(with_(claimReviewed="a" * 9_000))
    assert len(told.statement) == 5_000
    assert told.flags == ("The statement is longer than 5,000 characters and was cut.",)


@pytest.mark.parametrize(
    "same",
    [
        {"url": "http://www.check.example/tower/?utm_source=x#top"},
        {"claimReviewed": "  the TOWER is 300 metres   high"},
    ],
)
def test_one_check_written_in_two_ways_is_one(same: dict[str, Any]):
    assert read(with_(**same)).identity == read(RECORD).identity


@pytest.mark.parametrize(
    "other", [{"url": f"{URL}?page=2"}, {"claimReviewed": "The tower is 301 metres high"}]
)
def test_two_checks_are_two(other: dict[str, Any]):
    assert read(with_(**other)).identity != read(RECORD).identity
