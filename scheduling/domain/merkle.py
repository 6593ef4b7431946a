"""One digest for a whole result, and the short proof that a venue's row is in it (N17)."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduling.domain.encoding import Profile


@dataclass(frozen=True)
class Proof:
    """What a venue is given with its notice: its row, its place, and the hashes beside its path upwards."""

    row: str
    salt: str
    leaf: str
    index: int
    n: int
    siblings: tuple[str, ...]


def salt(profile: Profile, seed: bytes, uid: str) -> bytes:
    """Without it a neighbour's row could be guessed from the public roster."""
    return profile.h("salt", seed, uid)


def leaf(profile: Profile, salt: bytes, row: str) -> bytes:
    """The hash of one row of results.tsv."""
    return profile.h("leaf", salt, row)


def row_leaf(profile: Profile, seed: bytes, row: str) -> bytes:
    """The leaf of a row, whose id is its first field."""
    return leaf(profile, salt(profile, seed, row.partition("\t")[0]), row)


def _split(n: int) -> int:
    """The largest power of two below n."""
    return 1 << (n - 1).bit_length() - 1


def _tree(profile: Profile, leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    k = _split(len(leaves))
    return profile.h("node", _tree(profile, leaves[:k]), _tree(profile, leaves[k:]))


def root(profile: Profile, leaves: Sequence[bytes]) -> bytes:
    """The root over leaves in the order of their ids."""
    return profile.h("root", len(leaves), _tree(profile, leaves) if leaves else b"")


def path(profile: Profile, leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Sibling hashes from the leaf upwards."""
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*path(profile, leaves[:k], index), _tree(profile, leaves[k:])]
    return [*path(profile, leaves[k:], index - k), _tree(profile, leaves[:k])]


def proofs(profile: Profile, seed: bytes, rows: Sequence[str]) -> list[Proof]:
    """The proof of every row; each inner hash is computed once."""
    salts = [salt(profile, seed, row.partition("\t")[0]) for row in rows]
    leaves = [leaf(profile, own, row) for own, row in zip(salts, rows, strict=True)]
    beside: list[list[str]] = [[] for _ in rows]

    def climbed(low: int, high: int) -> bytes:
        """The hash over these leaves; each learns the other half on the way up."""
        if high - low == 1:
            return leaves[low]
        middle = low + _split(high - low)
        left, right = climbed(low, middle), climbed(middle, high)
        for index in range(low, high):
            beside[index].append((right if index < middle else left).hex())
        return profile.h("node", left, right)

    if rows:
        climbed(0, len(rows))
    return [
        Proof(row, salts[i].hex(), leaves[i].hex(), i, len(rows), tuple(beside[i]))
        for i, row in enumerate(rows)
    ]


def prove(profile: Profile, seed: bytes, rows: Sequence[str], index: int) -> Proof:
    """The proof of the row at `index` of results.tsv."""
    leaves = [row_leaf(profile, seed, row) for row in rows]
    row = rows[index]
    siblings = tuple(sibling.hex() for sibling in path(profile, leaves, index))
    own_salt = salt(profile, seed, row.partition("\t")[0])
    return Proof(row, own_salt.hex(), leaves[index].hex(), index, len(rows), siblings)


def proves(profile: Profile, proof: Proof, root_hex: str) -> bool:
    """Whether a proof leads from its row to the published root."""
    own = leaf(profile, bytes.fromhex(proof.salt), proof.row)
    siblings = [bytes.fromhex(sibling) for sibling in proof.siblings]
    if not 0 <= proof.index < proof.n or own.hex() != proof.leaf:
        return False
    top = _climb(profile, own, proof.index, proof.n, siblings)
    return top is not None and profile.h("root", proof.n, top).hex() == root_hex


def _climb(profile: Profile, own: bytes, index: int, n: int, siblings: Sequence[bytes]) -> bytes | None:
    """The hash of the subtree of n leaves from one leaf and its siblings; None when their number is wrong."""
    if n == 1:
        return None if siblings else own
    if not siblings:
        return None
    k, beside = _split(n), siblings[-1]
    if index < k:
        left = _climb(profile, own, index, k, siblings[:-1])
        return None if left is None else profile.h("node", left, beside)
    right = _climb(profile, own, index - k, n - k, siblings[:-1])
    return None if right is None else profile.h("node", beside, right)
