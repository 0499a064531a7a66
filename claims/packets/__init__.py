"""Evidence packages: a published fact-check with evidence, saved copies and log, to be verified anywhere."""

from claims.packets.writing import NothingPublished, write

__all__ = ["NothingPublished", "write"]
