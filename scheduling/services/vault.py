"""The secret of a sealed draw (密钥): encrypted at rest, and its copy in the holder's envelope (封存件)."""

import base64
import binascii
import hashlib
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from backend.domain.errors import DomainError

ENVELOPE = "WENXUN-ENVELOPE-1:"
NONCE, SALT = 12, 16
# 32 MB and a tenth of a second per guess of a passphrase
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**15, 8, 1


def locked(secret: bytes, draw: UUID) -> str:
    """The secret as the database keeps it; the draw's id is bound to it."""
    return _sealed(_house_key(), secret, draw)


def unlocked(text: str, draw: UUID) -> bytes:
    """The secret again; `draw_secret_wrong` when the key is another one or a byte was changed."""
    return _opened(_house_key(), text, draw)


def envelope_make(secret: bytes, passphrase: str, draw: UUID) -> str:
    """The copy the holder keeps: only his passphrase opens it, no key of ours does."""
    salt = os.urandom(SALT)
    inner = _sealed(_holder_key(passphrase, salt), secret, draw)
    return ENVELOPE + base64.b64encode(salt).decode() + ":" + inner


def envelope_open(text: str, passphrase: str, draw: UUID) -> bytes:
    """The secret from the holder's envelope."""
    salt, _, inner = text.strip().removeprefix(ENVELOPE).partition(":")
    try:
        key = _holder_key(passphrase, base64.b64decode(salt, validate=True))
    except binascii.Error as error:
        raise DomainError("draw_envelope_wrong") from error
    try:
        return _opened(key, inner, draw)
    except DomainError as error:
        raise DomainError("draw_envelope_wrong") from error


def _house_key() -> bytes:
    return hashlib.sha256(b"wenxun draw secrets\0" + settings.DRAW_SECRET_KEY.encode()).digest()


def _holder_key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P).derive(passphrase.encode())


def _sealed(key: bytes, secret: bytes, draw: UUID) -> str:
    nonce = os.urandom(NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, secret, draw.bytes)).decode()


def _opened(key: bytes, text: str, draw: UUID) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
        return AESGCM(key).decrypt(data[:NONCE], data[NONCE:], draw.bytes)
    except (InvalidTag, ValueError) as error:
        raise DomainError("draw_secret_wrong") from error
