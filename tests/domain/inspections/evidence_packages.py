"""A small evidence package made by the domain's functions and a key of the tests, and ways to damage it."""

import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspections.domain.evidence import canonical, manifest_digest, text_digest
from inspections.domain.manifests import Arrived, Revision, manifest_text, receipt_text
from inspections.domain.packages import README, file_name, list_text, marks_text, signed_text, told

VERIFIER = Path(__file__).parents[3] / "inspections" / "verifier" / "evidence_verify.py"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw()
KEY = hashlib.sha256(PUBLIC).hexdigest()[:16]
RECORD = "6f1d2c1e-0000-4000-8000-000000000001"
MARKS = [{"kind": "blur", "x1": 1, "y1": 2, "x2": 3, "y2": 4}]
Files = dict[str, bytes]


@cache
def verifier() -> ModuleType:
    """The stand-alone program, loaded from its file as a stranger would have it."""
    spec = importlib.util.spec_from_file_location("evidence_verify", VERIFIER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["evidence_verify"] = module
    spec.loader.exec_module(module)
    return module


def sign(text: str) -> str:
    return PRIVATE.sign(text.encode()).hex()


def photo(n: int, data: bytes, **more: Any) -> dict[str, Any]:
    return {
        "id": f"00000000-0000-4000-8000-00000000000{n}",
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "type": "image/jpeg",
        "taken_at": "2026-09-15T10:12:00+08:00",
        **more,
    }


def package(*, arrived: int = 2) -> Files:
    """A record with two photos, of which so many have come; one has marks."""
    originals = [b"\xff\xd8\xff first", b"\xff\xd8\xff second"]
    photos = [photo(1, originals[0]), photo(2, originals[1], marks=MARKS)]
    record = canonical({"rev": 1, "statement": "正门标志缺失", "photos": photos})
    listed = [(one["id"], one["sha256"], one["size"]) for one in photos]
    of = Revision(RECORD, 1, text_digest(record), 1789439520000, 2, manifest_digest(listed))
    come = {one["id"]: Arrived("image/jpeg", 1789439530000 + n) for n, one in enumerate(photos[:arrived])}
    manifest = manifest_text(of, photos, come, key=KEY, signed_ms=1789439540000)
    receipt = receipt_text(of, KEY)
    line = {
        "at_ms": 1789439520000,
        "hash": "a" * 64,
        "record": of.digest,
        "rev": 1,
        "seq": 7,
        "verb": "inspection.submit",
    }
    texts = {
        "README.txt": README.encode(),
        "evidence_verify.py": VERIFIER.read_bytes()[:400],  # the list holds its digest, whatever it is
        "journal.jsonl": canonical(line).encode() + b"\n",
        "keys.json": canonical(
            [{"key": KEY, "public": PUBLIC.hex(), "since_ms": 0, "until_ms": None}]
        ).encode(),
        "manifest.json": signed_text(manifest, sign(manifest)).encode(),
        "marks.json": marks_text(photos).encode(),
        "receipt.json": signed_text(receipt, sign(receipt)).encode(),
        "record.json": record.encode(),
    }
    for one, data in zip(photos[:arrived], originals, strict=False):
        texts[file_name(one)] = data
    return packed(texts, of.digest)


def packed(texts: Files, record: str) -> Files:
    """With the signed list over them."""
    rest = {name: data for name, data in texts.items() if not name.startswith("package.")}
    whole = list_text(
        record, {name: told(data) for name, data in rest.items()}, key=KEY, made_ms=1789439550000
    )
    return {**rest, "package.json": whole.encode(), "package.sig": sign(whole).encode()}


def repacked(files: Files, name: str, data: bytes) -> Files:
    """Another file under a list that was signed anew: what a thief of the key could do."""
    return packed({**files, name: data}, json.loads(files["package.json"])["record"])


def levels(files: Files, *, trusted: bool = True) -> dict[str, str]:
    """Step → level."""
    found = verifier().verify(files, [PUBLIC.hex()] if trusted else [])
    return {step: level for step, level, _ in found}


def failed(files: Files) -> bool:
    return "FAIL" in levels(files).values()


def damages(files: Files, step: int) -> Iterator[tuple[str, int, Files]]:
    """Every `step`-th and the last byte of every file changed, removed and doubled; and every file gone."""
    for name, data in files.items():
        for at in sorted({*range(0, len(data), step), len(data) - 1}):
            for other in (
                data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :],
                data[:at] + data[at + 1 :],
                data[:at] + data[at : at + 1] + data[at:],
            ):
                if other != data:
                    yield name, at, {**files, name: other}
        yield name, -1, {key: value for key, value in files.items() if key != name}


def signed_again(whole: Files, name: str, /, **changed: Any) -> Files:
    """receipt.json or manifest.json saying something else, under a good signature."""
    text = canonical({**json.loads(whole[name])["text"], **changed})
    return repacked(whole, name, signed_text(text, sign(text)).encode())
