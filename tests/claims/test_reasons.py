"""Every sentence with which the engine gives a reason is one the desk can say in German too."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from claims.templatetags.reasons import SENTENCES, reason
from sources.addresses import MAX_LENGTH

SENTENCE = re.compile(r'(?<!")"([A-Z][^"\n]{10,}\.)"(?!")')
SPEAKERS = (
    "addresses.py", "fetching/failures.py", "fetching/guard.py", "fetching/posting.py", "fetching/reading.py",
    "extraction/extract.py", "drift/disguises.py", "recheck/visits.py",
)  # fmt: skip


@pytest.mark.parametrize("name", SPEAKERS)
def test_every_reason_is_known(name):
    source = (Path(settings.BASE_DIR) / "sources" / name).read_text()
    said = {found.replace("{MAX_LENGTH}", str(MAX_LENGTH)) for found in SENTENCE.findall(source)}
    assert said
    assert said <= SENTENCES


def test_reasons_are_said_in_the_readers_language():
    with translation.override("de"):
        assert reason("The page answered.") == "Die Seite hat geantwortet."
        assert reason("") == ""
        assert all(reason(sentence) != sentence for sentence in SENTENCES)
    with translation.override("en"):
        assert reason("The page answered.") == "The page answered."
