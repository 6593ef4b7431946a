"""Verify an evidence package of Wenxun: `python evidence_verify.py package.zip --key PUBLIC_KEY_HEX`.

One file, Python's standard library, nothing else: copy it anywhere and run it without a network. It checks
the server's signatures (Ed25519, RFC 8032) under the receipt, the manifest and the package, and that every
file is, byte for byte, what the phone announced and the server received. Every step prints one line:

    PASS     it holds, and what was compared
    WARN     it holds, but a reader should know this
    PARTIAL  it could not be checked wholly
    FAIL     it does not hold

The exit status is 0 only when there is neither FAIL nor PARTIAL. `--key` is the public key as the organ
published it (64 hex digits, may be given more than once); without it the keys of the package itself are
believed, and that is said. The format is described in docs/evidence.md. This program shares no code with the
server.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

RECEIPT, MANIFEST, PACKAGE = "WENXUN-RECEIPT/1", "WENXUN-EVIDENCE/1", "WENXUN-PACKAGE/1"
FIXED = {
    *("README.txt", "evidence_verify.py", "journal.jsonl", "keys.json"),
    *("manifest.json", "marks.json", "receipt.json", "record.json"),
}
ENTRY_LIMIT = 1 << 29


class Broken(Exception):
    """Something that must hold does not."""


class Unchecked(Exception):
    """Something that is not there to be checked."""


class Warned(Exception):
    """It holds, but a reader should know this."""


def need(holds: object, why: str) -> None:
    if not holds:
        raise Broken(why)


# ---- Ed25519 (RFC 8032) ----------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)  # noqa: E741 the name of the RFC


def add(p: Any, q: Any) -> Any:
    """Extended coordinates, complete on this curve."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n: int, p: Any) -> Any:
    got = (0, 1, 1, 0)
    while n:
        if n & 1:
            got = add(got, p)
        p, n = add(p, p), n >> 1
    return got


def same(p: Any, q: Any) -> bool:
    return bool((p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0)


def x_of(y: int, odd: int) -> int:
    """The x of a y; ValueError when there is none."""
    if y >= P:
        raise ValueError("not canonical")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * I % P
    if (x * x - square) % P or (x == 0 and odd):
        raise ValueError("no point")
    return P - x if x & 1 != odd else x


def point(raw: bytes) -> Any:
    if len(raw) != 32:
        raise ValueError("not 32 bytes")
    y = int.from_bytes(raw, "little")
    odd, y = y >> 255, y & ((1 << 255) - 1)
    x = x_of(y, odd)
    return x, y, 1, x * y % P


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y, 1, x_of(BASE_Y, 0) * BASE_Y % P)


def ed25519_verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is the key's; anything not encoded as RFC 8032 demands is not."""
    try:
        a, r = point(public), point(signature[:32])
    except ValueError:
        return False
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    return same(times(s, BASE), add(r, times(k, a)))


# ---- canonical JSON --------------------------------------------------------------------------------------


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pairs(found: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    whole = list(found)
    need(len(dict(whole)) == len(whole), "a key stands twice")
    return dict(whole)


def read(data: bytes, name: str) -> Any:
    """JSON in its canonical spelling and no other."""
    value = json.loads(data.decode(), object_pairs_hook=pairs)
    need(canonical(value).encode() == data, f"{name} is not canonical JSON")
    return value


# ---- the steps -------------------------------------------------------------------------------------------


class Package:
    """What was read so far; each step stands on the ones before it."""

    def __init__(self, files: dict[str, bytes], trusted: list[str]) -> None:
        self.files = files
        self.trusted = trusted
        self.keys: dict[str, bytes] = {}
        self.record: Any = None
        self.receipt: Any = None
        self.manifest: Any = None
        self.listed: Any = None

    def key_of(self, text: dict[str, Any]) -> bytes:
        need(text.get("key") in self.keys, "key {} is not trusted".format(text.get("key")))
        return self.keys[text["key"]]

    def signed(self, name: str, spec: str) -> Any:
        """The text of receipt.json or manifest.json, its signature checked."""
        whole = read(self.files[name], name)
        need(set(whole) == {"signature", "text"}, f"{name} has other fields")
        text = whole["text"]
        need(text["spec"] == spec, "{} says {}".format(name, text["spec"]))
        message, signature = canonical(text).encode(), unhex(whole["signature"])
        need(
            ed25519_verify(self.key_of(text), message, signature),
            f"the signature under {name} is not the key's",
        )
        return text


def unhex(text: str) -> bytes:
    need(isinstance(text, str) and re.fullmatch("([0-9a-f]{2})+", text), "not lower-case hex")
    return bytes.fromhex(text)


def key_id(public: bytes) -> str:
    return sha(public)[:16]


def step_keys(of: Package) -> str:
    listed = read(of.files["keys.json"], "keys.json")
    for one in listed:
        public = unhex(one["public"])
        need(key_id(public) == one["key"], "{} is not the id of its key".format(one["key"]))
        of.keys[one["key"]] = public
    if not of.trusted:
        raise Warned("no --key was given: the keys of the package itself are believed")
    given = {key_id(unhex(one)): unhex(one) for one in of.trusted}
    of.keys = given
    return "signatures must be of {}".format(", ".join(sorted(given)))


def step_package(of: Package) -> str:
    raw = of.files["package.json"]
    of.listed = read(raw, "package.json")
    need(of.listed["spec"] == PACKAGE, "another spec: {}".format(of.listed["spec"]))
    signature = unhex(of.files["package.sig"].decode("ascii"))
    need(
        ed25519_verify(of.key_of(of.listed), raw, signature),
        "the signature under package.json is not the key's",
    )
    return "package.json is signed by key {}".format(of.listed["key"])


def step_files(of: Package) -> str:
    told = {one["name"]: one for one in of.listed["files"]}
    there = set(of.files) - {"package.json", "package.sig"}
    need(
        there == set(told), "not the files that were packed: {}".format(", ".join(sorted(there ^ set(told))))
    )
    need(there >= FIXED, "a fixed file is missing")
    for name, one in sorted(told.items()):
        data = of.files[name]
        need(
            len(data) == one["size"] and sha(data) == one["sha256"], f"{name} is not the file that was packed"
        )
    return f"{len(told)} files have the digests of package.json"


def step_record(of: Package) -> str:
    of.record = read(of.files["record.json"], "record.json")
    digest = sha(of.files["record.json"])
    need(of.listed["record"] == digest, "package.json names another record")
    return f"digest of the record {digest}"


def photos_of(record: Any) -> dict[str, Any]:
    return {one["id"]: one for one in record["photos"]}


def step_receipt(of: Package) -> str:
    of.receipt = of.signed("receipt.json", RECEIPT)
    need(of.receipt["digest"] == sha(of.files["record.json"]), "the receipt is of another record")
    need(of.receipt["rev"] == of.record["rev"], "the receipt is of another revision")
    told = sorted([one["id"], one["sha256"], one["size"]] for one in photos_of(of.record).values())
    need(of.receipt["files"] == sha(canonical(told).encode()), "the receipt announces other files")
    need(of.receipt["photos"] == len(told), "the receipt counts other files")
    return "received at {} ms, {} files announced".format(of.receipt["received_ms"], len(told))


def step_manifest(of: Package) -> str:
    of.manifest = of.signed("manifest.json", MANIFEST)
    told = {key: of.receipt[key] for key in ("digest", "received_ms", "rev", "uuid")}
    need(of.manifest["record"] == told, "the manifest is of another record than the receipt")
    listed = {one["id"]: one for one in of.manifest["files"]}
    announced = photos_of(of.record)
    need(
        set(listed) == set(announced) and len(listed) == len(of.manifest["files"]),
        "other files than announced",
    )
    for name, one in listed.items():
        fields = [(one[key], announced[name].get(key)) for key in ("sha256", "size", "taken_at")]
        need(all(a == b for a, b in fields), f"{name} was announced otherwise")
    return "{} files, signed at {} ms by key {}".format(
        len(listed), of.manifest["signed_ms"], of.manifest["key"]
    )


def step_originals(of: Package) -> str:
    stored = {
        name.partition("/")[2].partition(".")[0]: name for name in of.files if name.startswith("files/")
    }
    waiting = []
    for one in of.manifest["files"]:
        if one["received_ms"] is None:
            waiting.append(one["id"])
            need(one["id"] not in stored, "{} is there and was not received".format(one["id"]))
            continue
        need(one["id"] in stored, "{} was received and is not there".format(one["id"]))
        data = of.files[stored.pop(one["id"])]
        need(len(data) == one["size"] and sha(data) == one["sha256"], "{} has other bytes".format(one["id"]))
    need(not stored, "originals nobody announced: {}".format(", ".join(sorted(stored))))
    whole = of.manifest["stage"] == "complete"
    need(whole == (not waiting), "stage and files disagree")
    if waiting:
        raise Unchecked("not received: {}".format(", ".join(waiting)))
    return "{} originals, byte for byte".format(len(of.manifest["files"]))


def step_marks(of: Package) -> str:
    marks = read(of.files["marks.json"], "marks.json")
    told = {name: one["marks"] for name, one in photos_of(of.record).items() if one.get("marks")}
    need(marks == told, "marks.json and record.json differ")
    for one in of.manifest["files"]:
        listed = marks.get(one["id"])
        digest = sha(canonical(listed).encode()) if listed else ""
        need(one["marks"] == digest, "{} has other marks".format(one["id"]))
    return f"{len(marks)} photos have marks, beside the originals"


def step_journal(of: Package) -> str:
    lines = [read(line, "journal.jsonl") for line in of.files["journal.jsonl"].splitlines()]
    mine = [one for one in lines if one["verb"] == "inspection.submit" and one["rev"] == of.receipt["rev"]]
    need(any(one["record"] == of.receipt["digest"] for one in mine), "no line of this revision's arrival")
    unsealed = sum(1 for one in lines if not one["hash"])
    if unsealed:
        raise Warned(f"{len(lines)} lines, {unsealed} of them not yet sealed when it was packed")
    return f"{len(lines)} lines, each with its hash in the organ's chain"


STEPS: tuple[tuple[str, Callable[[Package], str]], ...] = (
    ("keys", step_keys),
    ("package", step_package),
    ("files", step_files),
    ("record", step_record),
    ("receipt", step_receipt),
    ("manifest", step_manifest),
    ("originals", step_originals),
    ("marks", step_marks),
    ("journal", step_journal),
)


def verify(files: dict[str, bytes], trusted: list[str]) -> list[tuple[str, str, str]]:
    """(step, level, message); a step after one that failed is not checked."""
    of, found = Package(files, trusted), []
    failed = ""
    for step, check in STEPS:
        if failed:
            found.append((step, "PARTIAL", f"not checked, because of: {failed}"))
            continue
        try:
            found.append((step, "PASS", check(of)))
        except Warned as told:
            found.append((step, "WARN", str(told)))
        except Unchecked as told:
            found.append((step, "PARTIAL", str(told)))
        except (Broken, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            failed = step
            found.append((step, "FAIL", str(error) or type(error).__name__))
    return found


def unpack(source: BinaryIO) -> dict[str, bytes]:
    with zipfile.ZipFile(source) as package:
        names = package.namelist()
        need(len(set(names)) == len(names), "a name stands twice in the archive")
        need(all(one.file_size <= ENTRY_LIMIT for one in package.infolist()), "an entry is too large")
        return {name: package.read(name) for name in names}


def main() -> int:
    parser = argparse.ArgumentParser(description="Verify an evidence package of Wenxun.")
    parser.add_argument("package", type=Path, help="the ZIP as downloaded")
    parser.add_argument("--key", action="append", default=[], help="public key as published, 64 hex digits")
    given = parser.parse_args()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        with given.package.open("rb") as source:
            found = verify(unpack(source), [one.lower() for one in given.key])
    except (Broken, zipfile.BadZipFile, NotImplementedError) as error:
        found = [("archive", "FAIL", str(error))]
    for step, level, message in found:
        print(f"{level:8} {step:10} {message}")
    return 1 if {"FAIL", "PARTIAL"} & {level for _, level, _ in found} else 0


if __name__ == "__main__":
    sys.exit(main())
