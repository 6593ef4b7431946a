"""A second reader and writer of the backup file (docs/backup-file.md), apart from the one in the browser."""

import hashlib
import json
import unicodedata
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"WENXUN-BACKUP/1\n"
ITERATIONS = 600_000
FRAME = 1024 * 1024


class Unreadable(Exception):
    """Wrong pass phrase, or a frame that is not as it was sealed."""


def _key(phrase: str, salt: bytes, iterations: int) -> AESGCM:
    typed = unicodedata.normalize("NFKC", phrase).encode()
    return AESGCM(hashlib.pbkdf2_hmac("sha256", typed, salt, iterations, 32))


def _nonce(number: int) -> bytes:
    return bytes(8) + number.to_bytes(4, "big")


def seal(plain: bytes, phrase: str, salt: bytes, *, frame: int = FRAME) -> bytes:
    """The file over this stream."""
    head = {
        "cipher": "AES-256-GCM", "frame": frame, "iterations": ITERATIONS, "kdf": "PBKDF2-SHA-256",
        "salt": salt.hex(),
    }  # fmt: skip
    text = json.dumps(head, separators=(",", ":")).encode()
    clear = MAGIC + len(text).to_bytes(4, "big") + text
    key = _key(phrase, salt, ITERATIONS)
    pieces = [plain[at : at + frame] for at in range(0, len(plain), frame)] or [b""]
    out = clear
    for number, piece in enumerate(pieces):
        last = bytes([number == len(pieces) - 1])
        secret = key.encrypt(_nonce(number), piece, clear + last)
        out += len(secret).to_bytes(4, "big") + secret
    return out


def unseal(data: bytes, phrase: str) -> bytes:
    """The stream inside the file."""
    if not data.startswith(MAGIC):
        raise Unreadable("magic")
    start = len(MAGIC) + 4
    clear = data[: start + int.from_bytes(data[len(MAGIC) : start], "big")]
    head = json.loads(clear[start:])
    key = _key(phrase, bytes.fromhex(head["salt"]), head["iterations"])
    at, number, out = len(clear), 0, b""
    while at < len(data):
        end = at + 4 + int.from_bytes(data[at : at + 4], "big")
        try:
            out += key.decrypt(_nonce(number), data[at + 4 : end], clear + bytes([end >= len(data)]))
        except InvalidTag as error:
            raise Unreadable(f"frame {number}") from error
        at, number = end, number + 1
    return out


def pack(listed: dict[str, Any], files: list[bytes], phrase: str, salt: bytes) -> bytes:
    """A backup with this list and these bytes."""
    text = json.dumps(listed, ensure_ascii=False).encode()
    return seal(len(text).to_bytes(4, "big") + text + b"".join(files), phrase, salt)


def unpack(data: bytes, phrase: str) -> tuple[dict[str, Any], list[bytes]]:
    """The list and the bytes of its held files."""
    plain = unseal(data, phrase)
    at = 4 + int.from_bytes(plain[:4], "big")
    listed: dict[str, Any] = json.loads(plain[4:at])
    files = []
    for one in listed["files"]:
        if one["held"]:
            files.append(plain[at : at + one["size"]])
            at += one["size"]
    return listed, files
