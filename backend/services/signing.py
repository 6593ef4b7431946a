"""The server's signature (Ed25519) under what it has received, with the id of the key in every one."""

import contextlib
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import transaction

from backend.models import SigningKey

KEY_ID = 16  # hex digits: the first eight bytes of the SHA-256 of the public key


@dataclass(frozen=True, slots=True)
class Key:
    """The key in use: its id and its public half, in hex."""

    private: Ed25519PrivateKey
    id: str
    public: str

    def sign(self, text: str) -> str:
        """128 hex digits over the UTF-8 bytes; the same text gives the same signature."""
        return self.private.sign(text.encode()).hex()


def key_now() -> Key:
    """The key of the file the settings name; a new file is taken up without a restart."""
    path = Path(settings.SIGNING_KEY_FILE)
    if settings.SIGNING_KEY_MAKE and not path.exists():
        _make(path)
    return _read(path, path.stat().st_mtime_ns)


def _make(path: Path) -> None:
    """A key of an embedded installation, readable by its owner alone; two processes agree on one."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(pem)
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


@lru_cache(maxsize=4)
def _read(path: Path, _written: int) -> Key:
    private = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    public = private.public_key().public_bytes_raw()
    return Key(private, hashlib.sha256(public).hexdigest()[:KEY_ID], public.hex())


def key_register(*, now: datetime) -> Key:
    """List the key in use, and end the one before it; may run at any time and twice."""
    key = key_now()
    if SigningKey.objects.everywhere("reference").filter(key=key.id, until__isnull=True).exists():
        return key
    with transaction.atomic():
        SigningKey.objects.everywhere("reference").filter(until__isnull=True).exclude(key=key.id).update(
            until=now
        )
        SigningKey.objects.everywhere("reference").update_or_create(
            key=key.id, defaults={"until": None}, create_defaults={"public": key.public, "since": now}
        )
    return key
