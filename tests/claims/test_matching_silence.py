"""When nothing is like a text: a large collection stays silent about other matters and loses no right answer.

The posts and claims come from FACTCHECK_EVAL; the sentences about other matters are our own.
"""

import os
import random
import statistics
from pathlib import Path

import pytest

from bench.folds import Collection
from bench.matching import precision, read
from claims.matching import ranking, tokens

EVAL = os.environ.get("FACTCHECK_EVAL")
pytestmark = pytest.mark.skipif(not EVAL, reason="FACTCHECK_EVAL names no folder")

OTHER_MATTERS = [
    "The ferry to the island leaves at seven and takes twenty minutes.",
    "Our chess club meets every Thursday in the back room of the library.",
    "The beekeeper opened his hives in April and found them strong.",
    "A violin maker in the village repairs old cellos for the school orchestra.",
    "The bakery on the corner sells rye bread only on Saturdays.",
    "Rowing teams from six towns trained on the lake this morning.",
    "She planted three rows of beans behind the greenhouse.",
    "The lighthouse keeper retired after forty years of service.",
    "Visitors may see the old printing press in the basement.",
    "The choir rehearses a mass by Haydn for the autumn concert.",
    "Two storks nested on the chimney of the dairy again.",
    "The tram line will be closed for repairs until the end of the month.",
    "He sharpened the skates before the tournament on the frozen canal.",
    "The museum bought a collection of Roman coins found in a field.",
    "Our neighbour's dog won a prize at the county fair.",
    "The railway bridge is being painted green and needs new rivets.",
    "Potters from the valley exhibit bowls and jugs in the town hall.",
    "The ski lift opened late because there was too little snow.",
    "A new roundabout replaced the traffic lights at the station.",
    "The orchard gave eleven tons of apples, more than in any year before.",
    "The swimming pool raises its prices for adults in May.",
    "A carpenter restored the pulpit of the chapel with oak.",
    "Children collected chestnuts for the deer park.",
    "The mayor opened the footbridge across the river with a short speech.",
    "The weekly market moves to the square in front of the theatre.",
    "An astronomer showed the rings of Saturn to the pupils.",
    "The hikers lost their way in the fog above the reservoir.",
    "The parish sells candles to pay for a new organ.",
    "Farmers mowed the meadows twice this summer.",
    "The sailing school has bought nine dinghies.",
    "The theatre group plays a comedy about a lost umbrella.",
    "In the cellar they store cheese for eighteen months.",
    "The postman now delivers parcels by cargo bike.",
    "A glassblower shows how marbles are made.",
    "The fire brigade rescued a cat from the roof of the mill.",
    "Volunteers painted the benches along the promenade.",
    "The quarry has delivered limestone for the new town hall.",
    "The handball team lost the final by two goals.",
    "A watchmaker keeps the tower clock running.",
    "The campsite by the lake closes in October.",
    "Twelve goats graze the slope below the castle.",
    "The library lends out telescopes and sewing machines.",
    "The cable car carries eighty people to the summit.",
    "A botanist found a rare orchid near the motorway.",
    "The school kitchen cooks with vegetables from its own garden.",
    "The shoemaker on Mill Lane takes no new customers before spring.",
    "Divers cleaned the harbour basin and found four bicycles.",
    "The brass band plays in the park on Sunday afternoon.",
    "The inn serves trout from the brook behind the house.",
    "A potter's wheel from the Bronze Age was dug up near the ford.",
]
NOISE = [
    "{} https://t.example/x1Y2z3",
    "RT @someone_else: {}",
    "{} #breaking #mustread",
    "😱😱 {} 👇👇👇",
    "“{}”…",
]


class Asked:
    def __init__(self) -> None:
        texts, self.posts, self.gold = read(Path(EVAL or ""))
        self.collection = Collection(texts)
        self.right = {post: self.precision(post, self.posts[post]) for post in self.gold}

    def best(self, text: str) -> list[str]:
        return self.collection.best(tokens.words(text, tokens.told(text)))

    def precision(self, post: str, text: str) -> float:
        return precision(self.best(text), self.gold[post])


@pytest.fixture(scope="module")
def asked() -> Asked:
    return Asked()


def test_sentences_about_other_matters_mostly_get_no_answer(asked: Asked) -> None:
    silent = [not asked.best(sentence) for sentence in OTHER_MATTERS]
    assert sum(silent) >= 0.6 * len(silent)


def test_silence_costs_little_on_any_half_of_the_posts(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """The threshold is not made for some posts: halves drawn at random lose three in a hundred at most."""
    monkeypatch.setattr(ranking, "ENOUGH", 1e-9)
    without = {post: asked.precision(post, asked.posts[post]) for post in asked.gold}
    lost = {post: without[post] - asked.right[post] for post in asked.gold}
    chance = random.Random(14_231)
    halves = [chance.sample(list(lost), len(lost) // 2) for _ in range(1000)]
    means = sorted(statistics.fmean(lost[post] for post in half) for half in halves)
    assert 0 <= means[500] <= means[950] <= 0.03


@pytest.mark.parametrize("noise", NOISE)
def test_what_posts_wear_changes_little(asked: Asked, noise: str) -> None:
    dressed = [asked.precision(post, noise.format(asked.posts[post])) for post in asked.gold]
    assert statistics.fmean(dressed) >= statistics.fmean(asked.right.values()) - 0.015
