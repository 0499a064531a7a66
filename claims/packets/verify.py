"""python3 verify.py: recompute this evidence package. Exits 0, or 1 with a line for each thing that fails.

Needs Python 3.9 or newer and nothing else. What it does: every file against `manifest.json`; every saved copy
against its digest; every quoted passage in the saved text at its place; the log's chain of hashes; the path
from its sealed head to the root of the seal, and the seal's Ed25519 signature (RFC 8032).
"""

import hashlib
import json
import sys
from pathlib import Path


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def canonical(data):
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def check_files(folder, manifest):
    listed = manifest["files"]
    present = {str(p.relative_to(folder).as_posix()) for p in folder.rglob("*") if p.is_file()}
    for name in sorted(present - set(listed) - {"manifest.json"}):
        yield f"{name}: is not in the manifest"
    for name, told in listed.items():
        if name not in present:
            yield f"{name}: is missing"
        elif sha256((folder / name).read_bytes()) != told["sha256"]:
            yield f"{name}: was altered"


def check_evidence(folder, evidence):
    for number, piece in enumerate(evidence, 1):
        for copy in piece.get("copies", ()):
            if copy["file"] and (folder / copy["file"]).is_file():
                if sha256((folder / copy["file"]).read_bytes()) != copy["sha256"]:
                    yield f"evidence {number}: the copy {copy['sha256'][:12]} was altered"
            elif copy["file"]:
                yield f"evidence {number}: the copy {copy['sha256'][:12]} is not here"
        yield from check_passage(folder, number, piece.get("passage") or {})


def check_passage(folder, number, passage):
    exact = passage.get("exact")
    if exact and sha256(exact.encode()) != passage["exact_sha256"]:
        yield f"evidence {number}: the passage does not fit its digest"
    if exact and passage["text"]:
        text = folder / passage["text"]
        if not text.is_file():
            yield f"evidence {number}: the text of its passage is not here"
        elif text.read_bytes().decode()[passage["start"] : passage["end"]] != exact:
            yield f"evidence {number}: the passage does not stand where it was selected"


def check_log(entries):
    previous = ""
    for number, entry in enumerate(entries, 1):
        told = {name: value for name, value in entry.items() if name not in ("hash", "payload", "salt")}
        if entry["sequence"] != number:
            yield f"log: entry {number} is missing"
            return
        if entry["previous"] != previous:
            yield f"log: entry {number} does not follow the one before it"
        if sha256(canonical(told)) != entry["hash"]:
            yield f"log: entry {number} was altered"
        if (
            entry.get("salt")
            and sha256(entry["salt"].encode() + canonical(entry["payload"])) != entry["payload_sha256"]
        ):
            yield f"log: the content of entry {number} was altered"
        previous = entry["hash"]


def check_proof(proof, entries):
    sealed = {entry["sequence"]: entry["hash"] for entry in entries}.get(proof["sequence"])
    if sealed != proof["hash"]:
        yield "seal: the log does not hold the head that was sealed"
    leaf = f"{proof['chain']}\n{proof['sequence']}\n{proof['hash']}".encode()
    at = hashlib.sha256(b"\x00" + leaf).digest()
    for step in proof["path"]:
        other = bytes.fromhex(step["hash"])
        at = hashlib.sha256(b"\x01" + (other + at if step["side"] == "left" else at + other)).digest()
    seal = dict(proof["seal"])
    if at.hex() != seal["root"]:
        yield "seal: the path does not lead to its root"
    signature = bytes.fromhex(seal.pop("signature"))
    if not is_signed(canonical(seal), bytes.fromhex(seal["key"]), signature):
        yield "seal: its signature does not fit"


# --- Ed25519, as RFC 8032 defines it: points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z ---------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    lower = (a[1] - a[0]) * (b[1] - b[0]) % P
    upper = (a[1] + a[0]) * (b[1] + b[0]) % P
    mixed, both = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = upper - lower, both - mixed, both + mixed, upper + lower
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, point)
        point = add(point, point)
        number >>= 1
    return total


def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def read_point(data):
    """None for 32 bytes that are no point of the curve."""
    y = int.from_bytes(data, "little")
    odd, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and odd):
        return None
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P


BASE = read_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(message, key, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    point, committed = read_point(key), read_point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if point is None or committed is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return same(times(scalar, BASE), add(committed, times(challenge, point)))


# --- all of it ----------------------------------------------------------------------------------------


def flaws(folder):
    def read(name):
        return json.loads((folder / name).read_text(encoding="utf-8"))

    yield from check_files(folder, read("manifest.json"))
    yield from check_evidence(folder, read("evidence.json"))
    entries = read("log.json")
    yield from check_log(entries)
    if (folder / "proof.json").is_file():
        yield from check_proof(read("proof.json"), entries)


def main():
    folder = Path(__file__).resolve().parent
    try:
        found = list(flaws(folder))
    except (OSError, ValueError, KeyError, TypeError) as trouble:
        found = [f"the package cannot be read: {trouble!r}"]
    for line in found:
        print(line)
    if not found:
        sealed = "sealed" if (folder / "proof.json").is_file() else "not sealed yet: no seal holds its log"
        print(f"everything fits ({sealed})")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
