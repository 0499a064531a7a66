"""A Merkle tree over the heads of all chains, as RFC 6962 hashes leaves and nodes (0x00 and 0x01 before).

A node without a partner is carried up as it is, which gives the same root as RFC 6962's split.
"""

import hashlib
from collections.abc import Iterable, Sequence

Levels = list[list[bytes]]  # from the leaves up to the one root


def leaf(chain: str, sequence: int, head: str) -> bytes:
    """The leaf of one chain: its name, the number of its last entry, and that entry's hash, by newlines."""
    return hashlib.sha256(b"\x00" + f"{chain}\n{sequence}\n{head}".encode()).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def levels(leaves: Sequence[bytes]) -> Levels:
    tree = [list(leaves)]
    while len(tree[-1]) > 1:
        row = tree[-1]
        above = [_node(row[n], row[n + 1]) for n in range(0, len(row) - 1, 2)]
        tree.append(above + ([row[-1]] if len(row) % 2 else []))
    return tree


def root(leaves: Sequence[bytes]) -> str:
    """Hex. Of no leaves at all: the hash of nothing."""
    return levels(leaves)[-1][0].hex() if leaves else hashlib.sha256(b"").hexdigest()


def path(tree: Levels, index: int) -> list[tuple[str, str]]:
    """What to hash a leaf with on the way up: ("left" or "right", hex), where the partner stands."""
    steps = []
    for row in tree[:-1]:
        partner = index ^ 1
        if partner < len(row):
            steps.append(("left" if partner < index else "right", row[partner].hex()))
        index //= 2
    return steps


def climb(start: bytes, steps: Iterable[tuple[str, str]]) -> str:
    """The root that a leaf and its path lead to."""
    at = start
    for side, partner in steps:
        other = bytes.fromhex(partner)
        at = _node(other, at) if side == "left" else _node(at, other)
    return at.hex()
