"""Sentences of a text worth checking, ranked, with reasons. PURE: text in, sentences out."""

from claims.spotting.ranking import LANGUAGES, Spotted, spot
from claims.spotting.scoring import Reason
from claims.spotting.sentences import Sentence, sentences

__all__ = ["LANGUAGES", "Reason", "Sentence", "Spotted", "sentences", "spot"]
