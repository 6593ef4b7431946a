"""Blind signatures with RSA (RFC 9474, RSABSSA-SHA384-PSS-Randomized): what the signer does.

The signer sees a blinded value and learns nothing of what it signs; whoever unblinds it holds a signature
nobody can tell from another of the same key.
"""


class BlindedError(ValueError):
    """A value no client of this key makes."""


def blind_signed(blinded: bytes, *, n: int, e: int, d: int, veil: int) -> bytes:
    """The signature of a blinded value, as long as the modulus.

    `veil` is a fresh random number prime to n: the power is taken of another number than the caller's, so how
    long it takes tells nothing of d. The result does not depend on it.
    """
    size = (n.bit_length() + 7) // 8
    given = int.from_bytes(blinded, "big")
    if len(blinded) != size or not 1 < given < n - 1:
        raise BlindedError("not a value of this key")
    signature = pow(given * pow(veil, e, n) % n, d, n) * pow(veil, -1, n) % n
    if pow(signature, e, n) != given:  # a faulty power would give the key away
        raise ArithmeticError("the signature does not fit its value")
    return signature.to_bytes(size, "big")
