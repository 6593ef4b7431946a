"""Every byte of an evidence package, changed, removed and doubled: the verifier must fail each time."""

import json
import time
from functools import lru_cache

import pytest

from tests.domain.inspections.evidence_packages import VERIFIER, damages, failed, package, packed, verifier
from tests.ground import ROOT

FIGURES = ROOT / "docs" / "proof" / "evidence_every_byte.json"


def test_every_changed_removed_or_doubled_byte_of_a_package_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    started = time.monotonic()
    # the same question has the same answer: what was not touched is not reckoned again
    monkeypatch.setattr(verifier(), "ed25519_verify", lru_cache(maxsize=None)(verifier().ed25519_verify))
    whole = package()
    files = packed(
        {**whole, "evidence_verify.py": VERIFIER.read_bytes()}, json.loads(whole["package.json"])["record"]
    )
    assert not failed(files)
    tried, survived = 0, []
    for name, at, damaged in damages(files, 1):
        tried += 1
        if not failed(damaged):
            survived.append(f"{name}:{at}")
    size = sum(map(len, files.values()))
    figures = {
        "files": len(files),
        "bytes": size,
        "damages": tried,
        "not_failed": survived,
        "seconds": round(time.monotonic() - started),
    }
    FIGURES.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n")
    assert survived == []
    assert tried > 2.5 * size
