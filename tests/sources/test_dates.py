"""Work dates: EDTF in, two sortable integers out."""

import pytest
from django.core.exceptions import ValidationError

from sources.models import date_columns, span


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("", None, None),
        ("2017", 20170101, 20171231),
        ("2017-05", 20170501, 20170531),
        ("2017-05-14", 20170514, 20170514),
        ("2012/2016", 20120101, 20161231),
        ("2012/..", 20120101, None),
        ("-0399", -3989899, -3988769),
    ],
)
def test_span(text, first, last):
    assert span(text) == (first, last)


@pytest.mark.parametrize("text", ["abc", "14.5.2017", "2017-13", "2017-02-31", "gestern"])
def test_what_is_no_date_is_refused_with_advice(text):
    with pytest.raises(ValidationError, match="2017-05"):
        span(text)


def test_columns_are_blank_together():
    assert date_columns("published", "")["published_basis"] == ""
    assert date_columns("as_of", "2017", "inferred", "says 'next year'") == {
        "as_of": "2017",
        "as_of_first": 20170101,
        "as_of_last": 20171231,
        "as_of_basis": "inferred",
        "as_of_reason": "says 'next year'",
    }
