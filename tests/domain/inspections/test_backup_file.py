"""The backup file, written and read in Python by the same vectors as in the browser."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.backup_file import Unreadable, pack, seal, unpack, unseal

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "backup.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_file_is_the_same_in_both_languages(case: dict[str, Any]) -> None:
    plain, salt = bytes.fromhex(case["plain"]), bytes.fromhex(case["salt"])
    sealed = seal(plain, case["phrase"], salt, frame=case["frame"])
    assert (sealed.hex(), unseal(sealed, case["phrase"])) == (case["file"], plain)


def test_a_changed_byte_does_not_open() -> None:
    sealed = bytearray.fromhex(VECTORS[0]["file"])
    sealed[-1] ^= 1
    with pytest.raises(Unreadable, match="frame 2"):
        unseal(bytes(sealed), VECTORS[0]["phrase"])


def test_what_was_packed_is_unpacked() -> None:
    listed = {
        "v": 1,
        "files": [{"size": 3, "held": True}, {"size": 9, "held": False}, {"size": 2, "held": True}],
    }
    assert unpack(pack(listed, [b"abc", b"de"], "八个字的备份口令", bytes(16)), "八个字的备份口令") == (
        listed,
        [b"abc", b"de"],
    )
