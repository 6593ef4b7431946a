"""Verify a draw package of SSJ-DRAW/1, or one venue's proof: `python ssj_verify.py draw.zip [--head HEX]`.

One file, Python's standard library, nothing else: copy it anywhere and run it. It reads what the enforcement
brigade published before and after the draw, runs the whole draw again and says, step by step, whether the
published result is the one that follows. Every step prints one line:

    PASS     it holds, and what was compared
    WARN     it holds, but a reader should know this
    PARTIAL  it could not be checked, wholly or in part
    FAIL     it does not hold

The exit status is 0 only when there is neither FAIL nor PARTIAL. `--head` takes the head of the log as it was
printed on a notice or posted elsewhere: the chain alone cannot show that its last line is the true one.
`--at` takes the Unix second as of which to judge what is overdue; without it this machine's clock is read.
The format is described in docs/draws.md. This program shares no code with the one that draws.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import time
import unicodedata
import zipfile
from bisect import bisect_right
from collections import Counter, defaultdict, deque
from datetime import date, datetime, timedelta, timezone
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Optional

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NAME = "SSJ-DRAW/1"
BEIJING = timezone(timedelta(hours=8))
HOUR, DAY = 3600, 86400
ENTRY_LIMIT = 1 << 29

Row = dict[str, str]


class Broken(Exception):
    """A MUST of the specification does not hold."""


class Unchecked(Exception):
    """Something this program cannot check, or not yet."""


def need(holds: object, why: str) -> None:
    if not holds:
        raise Broken(why)


# ---- text (N3) -------------------------------------------------------------------------------------------

# lengths of alternating runs of forbidden and allowed code points from U+0000 on, base 36: the visible
# characters of Unicode 14.0, so that a newer Python does not accept more
RUNS = """
w 2n y c 1 ip 1 14 2 6 4 7 1 1 1 k 1 b1 1 12 2 1e 2 3 1 1j 8 r 4 6 h m 1 5c 1 1c 2 1n 2 2t e 1n 2 1d 2 f 1 s
2 1 1 b 5 v 9 22 1 4h 1 8 2 2 2 m 1 7 1 1 3 4 2 9 2 2 2 4 8 1 4 2 1 5 2 p 2 3 1 6 4 2 2 m 1 7 1 2 1 2 1 2 2
1 1 5 4 2 2 3 3 1 7 4 1 1 7 h a 3 1 9 1 3 1 m 1 7 1 2 1 5 2 a 1 3 1 3 2 1 f 4 2 c 7 7 1 3 1 8 2 2 2 m 1 7 1
2 1 5 2 9 2 2 2 3 7 3 4 2 1 5 2 i a 2 1 6 3 3 1 4 3 2 1 1 1 2 3 2 3 3 3 c 4 5 3 3 1 4 2 1 6 1 e l 5 d 1 3 1
n 1 g 2 9 1 3 1 4 7 2 1 3 2 1 2 4 2 a 7 m 1 3 1 n 1 a 1 5 2 9 1 3 1 4 7 2 6 2 1 4 2 a 1 2 d d 1 3 1 1f 1 3 1
6 4 g 2 q 1 3 1 i 3 o 1 9 1 1 2 7 3 1 4 6 1 1 1 8 6 a 2 3 c 1m 4 t 11 2 1 1 1 5 1 o 1 1 1 n 2 5 1 1 1 6 2 a
2 4 w 20 1 10 4 13 1 10 1 f 1 d 11 5i 1 1 5 1 2 3z 2 6g 1 4 2 7 1 1 1 4 2 15 1 4 2 x 1 4 2 7 1 1 1 4 2 f 1
1l 1 4 2 1v 2 w 3 q 6 2e 2 6 2 hs 1 s 3 2h 7 m 9 o 9 k c d 1 3 1 2 c 1g 2 14 2 a 6 a 6 b 5 a 6 2h 7 17 5 1y
a v 1 c 4 c 4 1 3 16 2 5 b 18 4 q 6 b 3 1q 2 1t 1 t 2 b 6 a 6 e 2 v 1d 25 3 1b 1 38 8 1o 3 f 3 1o 7 17 2 b 8
17 5 eu 2 6 2 12 2 6 2 8 1 1 1 1 1 1 1 v 2 1h 1 f 1 e 2 6 1 j 2 3 1 9 h o 8 1b h 2 2 r 1 d 3 x f x f 3w 4 if
p b l 1ec 2 w 1 9p 5 19 1 1 5 1 2 1k 7 2 e o 9 7 1 7 1 7 1 7 1 7 1 7 1 7 1 7 1 3i y q 1 2h c 5y q c 5 1r 1
2e 2 2v 5 17 1 1f 1 16 1 2c c 1b 1 mlp 3 1j 9 9o k 54 8 5n 5 2 1 1 1 5 o 1n 3 a 6 1k 8 1y 8 c 6 38 b u 3 26
1 b 4 x 1 1j 9 e 2 a 2 2v o s a 6 2 6 2 6 9 7 1 7 1 1o 4 3i 2 a 6 8mc c n 4 1d 6is a6 2 2y 12 7 c 5 5 q 1 5
1 1 1 2 1 2 1 3h g cd 2 1i 7 1 w g g a 6 1f 1 j 1 4 4 5 1 3r 4 4f 1 u 3 6 2 6 2 6 2 3 3 7 1 7 d 2 2 c 1 q 1
j 1 2 1 f 2 e y 3f 5 3 4 19 3 2g 1 d 3 1 1b 1a 3m t 3 1d f s 4 10 9 u 5 17 5 u 1 11 4 e 16 4e 2 a 6 10 4 10
4 14 8 1g b c 1 f 1 7 1 2 1 b 1 f 1 7 1 2 1v 8n 9 m a 8 o 6 1 16 1 9 1x 6 2 1 1 18 1 2 3 1 2 n 1 20 8 9 1c j
1 2 5 x 3 r 5 1 1s 1k 4 k 2 1e 1 2 5 8 1 3 1 t 2 3 4 a 7 9 7 1s w 13 4 c 9 1i 3 t 2 r 5 q 7 4 c 7 28 21 1j
1f d 1f 7 1a 8 a 86 v 1 16 1 3 2 2 26 14 8 16 m q 12 s k n 9 26 4 10 9 1q 1 5 d p 7 a 6 1h 1 i 8 13 9 2o 1 k
b i 1 18 1t 7 1 1 1 4 1 f 1 b 6 1n 5 a 6 4 1 8 2 2 2 m 1 7 1 2 1 5 1 a 2 2 2 3 2 1 6 1 5 7 2 7 3 5 3v 2k 1 5
u 20 8 a 4m 1i 2 12 y 1x b a 6 d j 1m 6 a 1i r 2 f 4 n 55 1o 2s 2b c 8 2 1 2 8 1 2 1 u 1 2 2 c 9 a 1y 8 2 1a
2 b r 20 8 2b d 21 7b 9 1 19 1 e a t 3 w 2 m 1 e 21 7 1 2 1 18 3 1 1 2 1 9 8 a 6 6 1 2 1 11 1 2 1 6 7 a 8m p
53 1 f 1e d pn 2u 33 1 5 b 5g 218 2r d tr 34h g7 6nt ft 7 v 1 a 4 29 1 a 6 u 2 6 a 1y a a 1 7 1 l 5 j j4 2j
2t 23 4 1l 7 h 1s 5 b 2 e 4qg 8 ye 16 9 6w7 4 1 7 1 2 1 83 19 3 h 4 8 b0 1s4 2z 5 d 3 9 7 a 2 4 3mo 1a 2 n 9
38 1o 6u a 13 2 22 8 34 l 1y 4a k c 2f 9 p 3r 2d 1 1z 1 2 2 1 2 2 2 4 1 c 1 1 1 7 1 1t 1 4 2 8 1 7 1 s 1 4 1
5 1 1 3 7 1 9g 2 84 2 ji f 5 1 f uo v 69 7 1 h 2 7 1 2 1 5 5x 19 3 e 2 a 4 2 8w v h 1m 5 1 yo 7 1 4 1 2 1 f
1 5h 2 g 15 24 4 a 4 2 lt 1w 24 1p 5e 4 1 r 1 2 1 1 2 1 1 a 1 4 1 1 1 1 6 1 4 1 1 1 1 1 1 3 1 2 1 1 2 1 1 1
1 1 1 1 1 1 1 2 1 1 2 4 1 7 1 4 1 4 1 1 1 a 1 h 5 3 1 5 1 h 1g 2 7i 18 4 2s c f 2 f 1 f 1 11 a 4u 1k t d 18
4 9 7 2 e 6 4a rc 5 g 3 d 3 38 c 2h 7 c 4 1 f c 4 1k 8 a 6 14 8 u 2 2 26 9g c e 2 5 3 5 3 7 9 t 3 b 5 6 a a
6 8 8 7 9 43 1 1j 11 a sm wyo w 37d 7 66 2 4g2 e 5rl 2e7 f2 15u 3t7
"""


def _allowed() -> frozenset[str]:
    found: list[str] = []
    at, inside = 0, False
    for length in (int(run, 36) for run in RUNS.split()):
        if inside:
            found.extend(map(chr, range(at, at + length)))
        at, inside = at + length, not inside
    return frozenset(found)


ALLOWED = _allowed()


ID = re.compile(r'[^a-z ,/"\\]+')
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
COUNT = re.compile(r"0|[1-9]\d{0,15}", re.ASCII)
HEX64 = re.compile(r"[0-9a-f]{64}")


def good_text(text: str) -> bool:
    return set(text) <= ALLOWED and unicodedata.is_normalized("NFC", text) and text == text.strip(" ")


def good_id(text: str) -> bool:
    return (
        ID.fullmatch(text) is not None
        and text != "-"
        and good_text(text)
        and len(text.encode()) <= 23
        and unicodedata.is_normalized("NFKC", text)
    )


def good_date(text: str) -> bool:
    try:
        return DATE.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


def good_digest(text: Any) -> bool:
    return isinstance(text, str) and HEX64.fullmatch(text) is not None


def good_int(value: Any, least: int = 0) -> bool:
    return type(value) is int and least <= value < 2**53


# ---- bytes and hashes (N1, N2) ---------------------------------------------------------------------------


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def sm3(data: bytes) -> bytes:
    """SM3 (GB/T 32905-2016); some builds of Python lack it."""
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:
        return sm3_plain(data)


def rolled(word: int, by: int) -> int:
    by %= 32
    return (word << by | word >> 32 - by) & 0xFFFFFFFF


def sm3_plain(data: bytes) -> bytes:
    state = [int(SM3_START[n : n + 8], 16) for n in range(0, 64, 8)]
    padded = data + b"\x80" + bytes(-(len(data) + 9) % 64) + u64(8 * len(data))
    for at in range(0, len(padded), 64):
        w = [int.from_bytes(padded[n : n + 4], "big") for n in range(at, at + 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rolled(w[j - 3], 15)
            w.append(x ^ rolled(x, 15) ^ rolled(x, 23) ^ rolled(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            turn = rolled(0x79CC4519 if j < 16 else 0x7A879D8A, j)
            one = rolled((rolled(a, 12) + e + turn) & 0xFFFFFFFF, 7)
            two = one ^ rolled(a, 12)
            most = a ^ b ^ c if j < 16 else a & b | a & c | b & c
            chosen = e ^ f ^ g if j < 16 else e & f | ~e & g
            top = (most + d + two + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
            low = (chosen + h + one + w[j]) & 0xFFFFFFFF
            a, b, c, d = top, a, rolled(b, 9), c
            e, f, g, h = low ^ rolled(low, 9) ^ rolled(low, 17), e, rolled(f, 19), g
        state = [old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join(word.to_bytes(4, "big") for word in state)


SM3_START = "7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e"


def u64(number: int) -> bytes:
    return number.to_bytes(8, "big")


class Hashes:
    """The one hash of a profile, plain and with labels."""

    def __init__(self, plain: Callable[[bytes], bytes]) -> None:
        self.plain = plain

    def __call__(self, label: str, *parts: Any) -> bytes:
        blob = b"SSJ-DRAW/1/" + label.encode() + b"\x00"
        for part in parts:
            raw = part.encode() if isinstance(part, str) else u64(part) if isinstance(part, int) else part
            blob += u64(len(raw)) + raw
        return self.plain(blob)


PROFILES = {NAME: Hashes(sha), NAME + "-SM3": Hashes(sm3)}
H = PROFILES[NAME]


def pick(digest: bytes, n: int) -> int:
    """A digest as a number in [0, n)."""
    return (int.from_bytes(digest, "big") * n) >> 256


def spell(value: Any) -> str:
    """Canonical JSON."""
    if isinstance(value, str):
        need(good_text(value), "a text that is not allowed: " + ascii(value))
        return '"{}"'.format(value.replace("\\", "\\\\").replace('"', '\\"'))
    if isinstance(value, list):
        return "[{}]".format(",".join(map(spell, value)))
    if isinstance(value, dict):
        return "{{{}}}".format(",".join(spell(key) + ":" + spell(value[key]) for key in sorted(value)))
    need(type(value) is int and abs(value) < 2**53, f"a value without canonical spelling: {value!r:.40}")
    return f"{value}"


def unspell(raw: bytes) -> Any:
    """The value of canonical bytes; whatever is spelled otherwise is broken."""
    try:
        value = json.loads(raw.decode("utf-8"))
        again = spell(value).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Broken(f"not JSON: {error}") from error
    need(again == raw, "not in canonical spelling")
    return value


# ---- time stamps (RFC 3161, read by DER) -------------------------------------------------------------------

STAMP_FILE = "commit.tst"
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
TIME_STAMP = bytes.fromhex("2a864886f70d0109100104")
IMPRINT_BY = [[(0x06, bytes.fromhex("608648016503040201"))]]  # SHA-256, without and with NULL
IMPRINT_BY.append([*IMPRINT_BY[0], (0x05, b"")])
STAMPED_AT = re.compile(r"([0-9]{14})(?:\.[0-9]*[1-9])?Z")


def der(raw: bytes) -> list[tuple[int, bytes]]:
    """(tag, content) of everything that stands in raw, one behind the other."""
    found: list[tuple[int, bytes]] = []
    while raw:
        need(len(raw) > 1 and raw[0] % 32 != 31, "time stamp: not DER")
        size, start = raw[1], 2
        if size > 127:
            start += size - 128
            need(3 <= start <= 6 and len(raw) >= start, "time stamp: not DER")
            need(
                raw[2] and not (start == 3 and raw[2] < 128), "time stamp: a length that is not the shortest"
            )
            size = int.from_bytes(raw[2:start], "big")
        need(len(raw) >= start + size, "time stamp: cut off")
        found.append((raw[0], raw[start : start + size]))
        raw = raw[start + size :]
    return found


def opened_as(raw: bytes, tags: str, *, more: bool = False) -> list[bytes]:
    """The contents in raw; its tags are these, in hex, with `more` perhaps followed by others."""
    found, due = der(raw), [int(tag, 16) for tag in tags.split()]
    need([tag for tag, _ in found][: len(due)] == due, "time stamp: built otherwise")
    need(more or len(found) == len(due), "time stamp: something too much")
    return [content for _, content in found]


def stamp_told(raw: bytes) -> tuple[bytes, int]:
    """The digest a time-stamp token is over, and its time in Unix seconds."""
    kind, inner = opened_as(opened_as(raw, "30")[0], "06 a0")
    need(kind == SIGNED_DATA, "time stamp: not signed")
    signed = opened_as(opened_as(inner, "30")[0], "02 31 30", more=True)
    need(len(signed) > 3, "time stamp: not signed")
    kind, inner = opened_as(signed[2], "06 a0")
    need(kind == TIME_STAMP, "time stamp: of something else")
    info = opened_as(opened_as(opened_as(inner, "04")[0], "30")[0], "02 06 30 02 18", more=True)
    need(info[0] == b"\1" and info[3], "time stamp: another version")
    by, digest = opened_as(info[2], "30 04")
    need(der(by) in IMPRINT_BY and len(digest) == 32, "time stamp: not over a SHA-256 digest")
    shape = STAMPED_AT.fullmatch(info[4].decode("latin-1"))
    need(shape, "time stamp: no time")
    try:
        told = datetime.strptime((shape.group(1) if shape else "") + "+0000", "%Y%m%d%H%M%S%z")
    except ValueError:
        raise Broken("time stamp: no such time") from None
    return digest, int(told.timestamp())


# ---- tables (N5, N6) -------------------------------------------------------------------------------------

COLUMNS = {
    "venues.tsv": "id class cell name status last count eligible".split(),
    "officers.tsv": "id unit quals towns from to valid load cap".split(),
    "blocked.tsv": "officer venue".split(),
    "lifted.tsv": "officer venue".split(),
    "results.tsv": "id class cell team".split(),
    "replace.tsv": "k code out in team".split(),
}


SUPPLEMENT_FILE = re.compile(r"supplement-[1-9][0-9]*\.tsv")


def table(name: str, raw: bytes) -> list[Row]:
    columns = COLUMNS["results.tsv" if SUPPLEMENT_FILE.fullmatch(name) else name]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Broken(name + " is not UTF-8") from None
    need(set(text) <= ALLOWED | {"\t", "\n"}, name + " holds a character that is not allowed")
    need(unicodedata.is_normalized("NFC", text), name + " is not in normal form C")
    head, *lines = text.split("\n")
    need(lines and lines.pop() == "", name + " does not end in one line feed")
    need(head.split("\t") == [NAME, *columns], name + " has another header")
    rows = []
    for line in lines:
        fields = line.split("\t")
        need(len(fields) == len(columns), f"{name}: {len(fields)} fields in {line!r}")
        need(not any(field[:1] == " " or field[-1:] == " " for field in fields), name + ": a space at an end")
        rows.append(dict(zip(columns, fields)))
    if name == "replace.tsv":
        need(all(COUNT.fullmatch(row["k"]) for row in rows), name + ": k is not a number")
        numbers = [int(row["k"]) for row in rows]
        need(numbers == sorted(set(numbers)), name + " is not sorted, or has a row twice")
        return rows
    pair = columns[0] == "officer"
    keys = [tuple(row[column].encode() for column in columns[: 1 + pair]) for row in rows]
    need(
        all(keys[i] < keys[i + 1] for i in range(len(keys) - 1)), name + " is not sorted, or has a row twice"
    )
    for row in rows:
        need(all(good_id(row[column]) for column in columns[: 1 + pair]), f"{name}: a bad id in {row!r}")
    return rows


def check_place(row: Row) -> None:
    need(row["class"] in ("A", "B", "C", "D"), f"no such class: {row!r}")
    town, slash, kind = row["cell"].partition("/")
    need(town and slash and kind and "/" not in kind and "," not in row["cell"], f"no such cell: {row!r}")
    need(good_text(town) and good_text(kind), f"no such cell: {row!r}")


def check_venue(row: Row) -> None:
    check_place(row)
    need(row["last"] == "" or good_date(row["last"]), f"a bad date: {row!r}")
    need(COUNT.fullmatch(row["count"]) and int(row["count"]) < 2**53, f"a bad count: {row!r}")
    need(row["eligible"] in ("Y", "closed", "case", "cap", "recent"), f"a bad verdict: {row!r}")


def check_officer(row: Row) -> None:
    for column in ("quals", "towns"):
        codes = [code.encode() for code in row[column].split(",")] if row[column] else []
        need(all(codes) and codes == sorted(set(codes)), f"codes not ascending: {row!r}")
    need(
        all(row[day] == "" or good_date(row[day]) for day in ("from", "to", "valid")), f"a bad date: {row!r}"
    )
    for column in ("load", "cap"):
        need(COUNT.fullmatch(row[column]) and int(row[column]) < 2**53, f"a bad number: {row!r}")


# ---- the commit (N9, N15) --------------------------------------------------------------------------------

COMMIT_KEYS = (
    "beacon blocked escrow moment no officers policy prev quota reveal_by scope secret spec venues verifier"
).split()
POLICY_KEYS = (
    "asof bp cap_step cellmin exclude_days lift max_count max_extra min overall relax replace rotation seats "
    "visit w"
).split()
LISTS = {
    "lift": {"recent"},
    "relax": {"cap", "rotation", "town", "load"},
    "replace": {"cancelled", "moved", "suspended", "duplicate"},
}


def by_class(value: Any) -> bool:
    return isinstance(value, dict) and set(value) <= set("ABCD") and all(map(good_int, value.values()))


def by_type(value: Any) -> bool:
    return isinstance(value, dict) and all(map(by_class, value.values()))


def check_policy(policy: Any) -> None:
    need(isinstance(policy, dict) and sorted(policy) == POLICY_KEYS, "policy has other keys")
    for key in ("bp", "cellmin", "min", "w"):
        need(by_class(policy[key]), f"policy.{key} is not class → integer")
    for key in ("exclude_days", "max_count"):
        need(by_type(policy[key]), f"policy.{key} is not type → class → integer")
    for key, words in LISTS.items():
        found = policy[key]
        need(
            isinstance(found, list)
            and all(word in words for word in found)
            and len(set(found)) == len(found),
            f"policy.{key} holds something else",
        )
    need(
        isinstance(policy["max_extra"], list) and all(map(by_class, policy["max_extra"])), "policy.max_extra"
    )
    need(good_int(policy["cap_step"]) and good_int(policy["overall"]), "policy.cap_step or overall")
    need(policy["rotation"] == "" or good_digest(policy["rotation"]), "policy.rotation is not a digest")
    need(isinstance(policy["seats"], dict), "policy.seats")
    for slots in policy["seats"].values():
        need(isinstance(slots, list) and all(isinstance(slot, str) for slot in slots), "policy.seats")
        need(2 <= len(slots) <= 256, "a team has two seats or more")
    visit = policy["visit"]
    need(isinstance(visit, list) and len(visit) == 2, "policy.visit")
    need(
        all(isinstance(day, str) and good_date(day) for day in [policy["asof"], *visit]),
        "a date in the policy",
    )
    need(visit[0] <= visit[1], "policy.visit ends before it begins")


def check_commit(commit: Any) -> None:
    need(isinstance(commit, dict) and sorted(commit) == COMMIT_KEYS, "commit.json has other keys")
    for key in ("blocked", "officers", "prev", "venues", "verifier"):
        need(good_digest(commit[key]), f"commit.{key} is not a digest")
    need(isinstance(commit["scope"], str) and commit["scope"], "commit.scope")
    need(
        good_int(commit["no"], 1) and good_int(commit["moment"]) and good_int(commit["reveal_by"]),
        "commit numbers",
    )
    need(by_class(commit["quota"]), "commit.quota is not class → integer")
    need(commit["spec"] in PROFILES, "no such profile: {}".format(commit["spec"]))
    sealed = commit["secret"] != ""
    need(not sealed or commit["escrow"] != "", "sealed without escrow: the policy does not allow it")
    for key in ("secret", "escrow"):
        need(good_digest(commit[key]) if sealed else commit[key] == "", f"commit.{key} does not fit its mode")
    need(sealed or commit["reveal_by"] == 0, "reveal_by in open mode is 0")
    check_policy(commit["policy"])


CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
BITS = {"ssq": 24, "pl5": 16, "3d": 9, "drand": 128}
LOTTERY_SHAPES = {"ssq": r"(\d\d-){5}\d\d\+\d\d", "pl5": r"\d{5}", "3d": r"\d{3}"}


DRAND_START, DRAND_PERIOD = 1692803367, 3


def round_of(instant: int) -> int:
    """The first round that is not older."""
    return (instant - DRAND_START + DRAND_PERIOD - 1) // DRAND_PERIOD + 1


def due_at(source: dict[str, Any]) -> int:
    """When a source that can be delayed is due: the time of its round, or 21:30 of its day in Beijing."""
    if source["kind"] == "drand":
        return DRAND_START + DRAND_PERIOD * (int(source["round"]) - 1)
    day = datetime.fromisoformat(source["date"]).replace(tzinfo=BEIJING)
    return int(day.timestamp()) + (21 * 60 + 30) * 60


def alternatives(beacon: Any) -> list[list[dict[str, Any]]]:
    """The options of a descriptor, each as its list of sources."""
    need(isinstance(beacon, dict), "beacon is not an object")
    options = listed(beacon) if beacon.get("kind") == "first" else [beacon]
    found = []
    for option in options:
        need(isinstance(option, dict), "an option is not an object")
        found.append(listed(option) if option.get("kind") == "all" else [option])
    return found


def listed(group: dict[str, Any]) -> list[dict[str, Any]]:
    need(set(group) == {"kind", "of"} and isinstance(group["of"], list) and group["of"], "an empty `of`")
    return list(group["of"])


def check_source(source: Any, moment: int) -> None:
    need(isinstance(source, dict), "a source is not an object")
    kind, keys = source.get("kind"), set(source)
    if kind == "dice":
        need(keys == {"kind", "n"} and good_int(source["n"], 40), "dice: 40 or more")
    elif kind == "drand":
        need(keys == {"chain", "kind", "round"} and source["chain"] == CHAIN, "drand: another chain")
        due = round_of(moment)
        need(
            type(source["round"]) is int and source["round"] == due,
            f"drand: the round of the moment is {due}",
        )
    else:
        need(kind in LOTTERY_SHAPES and keys == {"date", "issue", "kind"}, f"no such source: {source!r}")
        issue, day = source["issue"], source["date"]
        need(isinstance(issue, str) and re.fullmatch(r"[0-9]{7}", issue), "an issue is YYYYNNN")
        need(isinstance(day, str) and good_date(day), "a bad date of issue")
        known = datetime.fromtimestamp(moment, BEIJING).date().isoformat()
        need(known <= day, f"the moment is after the day of issue {issue}: its numbers were known")


def strength(sources: list[dict[str, Any]]) -> int:
    """Bits of an option; one and the same issue counts once."""
    bits = {}
    for source in sources:
        key = (source["kind"], source.get("issue") or source.get("round") or source.get("n"))
        bits[key] = BITS.get(source["kind"]) or 3 * source["n"]
    return sum(bits.values())


def check_value(source: dict[str, Any], value: str, proof: str) -> None:
    kind = source["kind"]
    if kind == "drand":
        need(re.fullmatch(r"[0-9a-f]{96}", proof), "a drand proof is a signature of 48 bytes")
        need(sha(bytes.fromhex(proof)).hex() == value, "a drand value is the SHA-256 of its signature")
        number = source["round"]
        need(signed(number, bytes.fromhex(proof)), f"drand: the signature is not that of round {number}")
        return
    need(good_digest(proof), "a proof is a digest")
    if kind == "dice":
        need(
            re.fullmatch(r"dice:{}:[0-9]{{{}}}".format(source["n"], source["n"]), value),
            "not {} dice".format(source["n"]),
        )
        return
    prefix = "{}:{}:".format(kind, source["issue"])
    shape = re.compile(LOTTERY_SHAPES[kind], re.ASCII)
    need(
        value.startswith(prefix) and shape.fullmatch(value[len(prefix) :]),
        f"not a value of {prefix}: {value}",
    )
    if kind == "ssq":
        reds = [int(red) for red in value[len(prefix) : -3].split("-")]
        need(all(a < b for a, b in zip([0, *reds], [*reds, 34])), "reds are 01–33 ascending")
        need(1 <= int(value[-2:]) <= 16, "blue is 01–16")


def expected(case: Case, options: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """The options with the rounds and issues that are due after all delays; every delay is checked (N16)."""
    first, last = sum(map(len, options[:-1])), [dict(source) for source in options[-1]]
    delayed: set[int] = set()
    for line in case.own:
        if line["ev"] == "VOID":
            delayed.clear()
        if line["ev"] != "BEACON_DELAY":
            continue
        place = line["i"] - first
        need(0 <= place < len(last), "BEACON_DELAY of a source that is not in the last option")
        need(place not in delayed, f"source {line['i']} is delayed twice")
        delayed.add(place)
        source = last[place]
        need(source["kind"] != "dice", "dice are thrown later, not delayed")
        key = "round" if source["kind"] == "drand" else "issue"
        need(line["from"] == str(source[key]), f"BEACON_DELAY from {line['from']}, {source[key]} was due")
        need(line["at"] - DAY >= due_at(source), "BEACON_DELAY before the source was a day late")
        if key == "round":
            due = round_of(line["at"] + DAY)
            need(line["to"] == str(due), f"BEACON_DELAY to round {line['to']}, {due} comes first")
            source["round"] = due
            continue
        need(
            re.fullmatch(r"[0-9]{7}", line["to"]) and line["to"] > source["issue"],
            "no issue after the delayed",
        )
        source["issue"] = line["to"]
        case.warn(f"that issue {line['to']} was the first drawn after the delay is for the reader to compare")
    return [*options[:-1], last]


def lengthened(case: Case) -> int:
    """By how much delays put off the last second for a RESULT; a malformed one by nothing (N21)."""
    options = alternatives(case.commit["beacon"])
    first, total = sum(map(len, options[:-1])), 0
    for line in case.mine["BEACON_DELAY"]:
        place = line["i"] - first
        source = options[-1][place] if 0 <= place < len(options[-1]) else {}
        if source.get("kind") == "drand" and COUNT.fullmatch(line["from"]) and COUNT.fullmatch(line["to"]):
            total += DRAND_PERIOD * (int(line["to"]) - int(line["from"]))
        if source.get("kind") in LOTTERY_SHAPES and good_date(source["date"]):
            total += line["at"] - due_at(source) + 3 * DAY
    return total


# ---- drand's signature: BLS12-381, hash to curve of RFC 9380 ---------------------------------------------

FIELD = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB
ORDER = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001
LOOP = 0xD201000000010000
DST = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"


def numbers(text: str) -> list[int]:
    return [int(word, 16) for word in text.split()]


# the curve with an 11-isogeny to y² = x³ + 4 (RFC 9380, 8.8.1), and that isogeny: x, kernel, factor of y
NEAR_A, NEAR_B = numbers("""
00144698a3b8e9433d693a02c96d4982b0ea985383ee66a8d8e8981aefd881ac98936f8da0e0f97f5cf428082d584c1d
12e2908d11688030018b12e8753eee3b2016c1f0f24f4070a0b9c14fcef35ef55a23215a316ceaa5d1cc48e98e172be0
""")
ISOGENY_X = numbers("""
11a05f2b1e833340b809101dd99815856b303e88a2d7005ff2627b56cdb4e2c85610c2d5f2e62d6eaeac1662734649b7
17294ed3e943ab2f0588bab22147a81c7c17e75b2f6a8417f565e33c70d1e86b4838f2a6f318c356e834eef1b3cb83bb
0d54005db97678ec1d1048c5d10a9a1bce032473295983e56878e501ec68e25c958c3e3d2a09729fe0179f9dac9edcb0
1778e7166fcc6db74e0609d307e55412d7f5e4656a8dbf25f1b33289f1b330835336e25ce3107193c5b388641d9b6861
0e99726a3199f4436642b4b3e4118e5499db995a1257fb3f086eeb65982fac18985a286f301e77c451154ce9ac8895d9
1630c3250d7313ff01d1201bf7a74ab5db3cb17dd952799b9ed3ab9097e68f90a0870d2dcae73d19cd13c1c66f652983
0d6ed6553fe44d296a3726c38ae652bfb11586264f0f8ce19008e218f9c86b2a8da25128c1052ecaddd7f225a139ed84
17b81e7701abdbe2e8743884d1117e53356de5ab275b4db1a682c62ef0f2753339b7c8f8c8f475af9ccb5618e3f0c88e
080d3cf1f9a78fc47b90b33563be990dc43b756ce79f5574a2c596c928c5d1de4fa295f296b74e956d71986a8497e317
169b1f8e1bcfa7c42e0c37515d138f22dd2ecb803a0c5c99676314baf4bb1b7fa3190b2edc0327797f241067be390c9e
10321da079ce07e272d8ec09d2565b0dfa7dccdde6787f96d50af36003b14866f69b771f8c285decca67df3f1605fb7b
06e08c248e260e70bd1e962381edee3d31d79d7e22c837bc23c0bf1bc24c6b68c24b1b80b64d391fa9c8ba2e8ba2d229
""")
ISOGENY_KERNEL = numbers("""
133341fb0962a34cb0504a9c4fada0a5090d38679b4c040d5d1c3afb023a3409fcc0815fea66d8b02bbef9c8b5a66e07
0264908af037bcede00d054cf5d4775e83eb6cf63c76b969f8ed174fb59fcff78d201f46f6cfc4ed6552e59ce75177b0
1335c502c1f54c49aceea65e87fd7203ba0f626f305fc0cfd606a5dae9f3c8e81a4b3b69600129fabd307c69bf319d39
094440f65f408a6e930e16e3e92dd17bf60d6e9679a8d3d58593de55ac23703042d609537eb3549aac234d896ca82944
04afe09d5cf4956a23b6b71f59d2b3407b415a774b7be81bbb6fa99cbc798e0ac98ba725a5bc328016b1c268b4766e85
1
""")
ISOGENY_Y = 0x17A3E1BDA8A2D1A38A19241A0EA1E2F25B552D6197903F96BAE690EF6BE6B1381BE22E8A72A9745CD7A1FFFFFFFFB26D

Pair = tuple[int, int]
Point = Optional[tuple[int, int]]  # noqa: UP045 - Python 3.9 evaluates it


def twisted(text: str) -> tuple[Pair, Pair]:
    """A point of G2: x and y, each as a + bu."""
    a, b, c, d = numbers(text)
    return (a, b), (c, d)


G2 = twisted("""
024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8
13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e
0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801
0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be
""")
# the key of drand quicknet, the chain CHAIN
KEY = twisted("""
0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a
03cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451
0e5db2b6bfbb01c867749cadffca88b36c24f3012ba09fc4d3022c5c37dce0f977d3adb5d183c7477c442b1f04515273
01a714f2edb74119a2f2b0d5a7c75ba902d163700a61bc224ededd8e63aef7be1aaf8e93d7a9718b047ccddb3eb5d68b
""")


def value_at(coefficients: list[int], x: int) -> int:
    found = 0
    for one in reversed(coefficients):
        found = (found * x + one) % FIELD
    return found


def slope_of(coefficients: list[int], x: int) -> int:
    return value_at([n * one for n, one in enumerate(coefficients)][1:], x)


def root_of(square: int) -> int | None:
    found = pow(square, (FIELD + 1) // 4, FIELD)
    return found if found * found % FIELD == square % FIELD else None


def added(p: Point, q: Point) -> Point:
    if p is None or q is None:
        return q if p is None else p
    if p[0] == q[0] and (p[1] + q[1]) % FIELD == 0:
        return None
    if p == q:
        slope = 3 * p[0] * p[0] * pow(2 * p[1], -1, FIELD) % FIELD
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, FIELD) % FIELD
    x = (slope * slope - p[0] - q[0]) % FIELD
    return x, (slope * (p[0] - x) - p[1]) % FIELD


def times(p: Point, n: int) -> Point:
    found: Point = None
    for bit in bin(n)[2:]:
        found = added(found, found)
        if bit == "1":
            found = added(found, p)
    return found


def unpacked(raw: bytes) -> Point:
    """The point of a signature; broken unless canonical, on the curve and in the subgroup."""
    flags, x = raw[0] >> 5, int.from_bytes(raw, "big") % (1 << 381)
    need(len(raw) == 48 and flags in (4, 5) and x < FIELD, "drand: the signature is no compressed point")
    y = root_of(x**3 + 4)
    if y is None:
        raise Broken("drand: the signature is not on the curve")
    point = x, (y if (y > FIELD // 2) == (flags == 5) else FIELD - y)
    need(times(point, ORDER) is None, "drand: the signature is outside the subgroup")
    return point


def stretched(message: bytes, length: int) -> bytes:
    """expand_message_xmd."""
    suffix = DST + bytes([len(DST)])
    first = sha(bytes(64) + message + length.to_bytes(2, "big") + b"\x00" + suffix)
    block = sha(first + b"\x01" + suffix)
    found = block
    for n in range(2, length // 32 + 1):
        block = sha(bytes(a ^ b for a, b in zip(first, block)) + bytes([n]) + suffix)
        found += block
    return found


def mapped(u: int) -> Point:
    """The simplified map of Shallue, van de Woestijne and Ulas, and the isogeny."""
    turn = 11 * u * u % FIELD
    both = (turn * turn + turn) % FIELD
    if both:
        x = -NEAR_B * pow(NEAR_A, -1, FIELD) * (1 + pow(both, -1, FIELD)) % FIELD
    else:
        x = NEAR_B * pow(11 * NEAR_A, -1, FIELD) % FIELD
    y = root_of(x**3 + NEAR_A * x + NEAR_B)
    if y is None:
        x = turn * x % FIELD
        y = root_of(x**3 + NEAR_A * x + NEAR_B)
    if y is None:
        raise Broken("drand: no point")
    if y % 2 != u % 2:
        y = FIELD - y
    top, kernel = value_at(ISOGENY_X, x), value_at(ISOGENY_KERNEL, x)
    if not kernel:
        return None
    under = pow(kernel, -1, FIELD)
    rise = slope_of(ISOGENY_X, x) * kernel - 2 * top * slope_of(ISOGENY_KERNEL, x)
    return top * under**2 % FIELD, ISOGENY_Y * y * rise * under**3 % FIELD


def onto_curve(message: bytes) -> Point:
    """hash_to_curve of the suite BLS12381G1_XMD:SHA-256_SSWU_RO_."""
    found = stretched(message, 128)
    one, two = (int.from_bytes(found[n : n + 64], "big") % FIELD for n in (0, 64))
    return times(added(mapped(one), mapped(two)), LOOP + 1)


def mul2(p: Pair, q: Pair) -> Pair:
    return (p[0] * q[0] - p[1] * q[1]) % FIELD, (p[0] * q[1] + p[1] * q[0]) % FIELD


def div2(p: Pair, q: Pair) -> Pair:
    norm = pow(q[0] * q[0] + q[1] * q[1], -1, FIELD)
    return mul2(p, (q[0] * norm, -q[1] * norm))


Wide = list[Pair]


def mul12(p: Wide, q: Wide) -> Wide:
    """Six coefficients over w, where w⁶ = 1 + u; zeros are cheap."""
    real, other = [0] * 11, [0] * 11
    for i, (a, b) in enumerate(p):
        for j, (c, d) in enumerate(q):
            if c or d:
                real[i + j] += a * c - b * d
                other[i + j] += a * d + b * c
    for n in range(10, 5, -1):
        real[n - 6] += real[n] - other[n]
        other[n - 6] += real[n] + other[n]
    return [(real[n] % FIELD, other[n] % FIELD) for n in range(6)]


def step2(t: tuple[Pair, Pair], q: tuple[Pair, Pair], p: Pair) -> tuple[tuple[Pair, Pair], Wide]:
    """t + q on the twist, and the line through both at p (times w³, which the last power removes)."""
    if t == q:
        square = mul2(t[0], t[0])
        slope = div2((3 * square[0], 3 * square[1]), (2 * t[1][0], 2 * t[1][1]))
    else:
        slope = div2((q[1][0] - t[1][0], q[1][1] - t[1][1]), (q[0][0] - t[0][0], q[0][1] - t[0][1]))
    square, cross = mul2(slope, slope), mul2(slope, t[0])
    x = ((square[0] - t[0][0] - q[0][0]) % FIELD, (square[1] - t[0][1] - q[0][1]) % FIELD)
    fall = mul2(slope, (t[0][0] - x[0], t[0][1] - x[1]))
    y = ((fall[0] - t[1][0]) % FIELD, (fall[1] - t[1][1]) % FIELD)
    start = (cross[0] - t[1][0]) % FIELD, (cross[1] - t[1][1]) % FIELD
    across = -slope[0] * p[0] % FIELD, -slope[1] * p[0] % FIELD
    return (x, y), [start, (0, 0), across, (p[1], 0), (0, 0), (0, 0)]


def pairs_cancel(pairs: list[tuple[Pair, tuple[Pair, Pair]]]) -> bool:
    """Whether the product of the optimal ate pairings is one."""
    one: Wide = [(1, 0)] + [(0, 0)] * 5
    found, places = one, [q for _, q in pairs]
    for bit in bin(LOOP)[3:]:
        found = mul12(found, found)
        for n, (p, q) in enumerate(pairs):
            for other in [places[n], q] if bit == "1" else [places[n]]:
                places[n], line = step2(places[n], other, p)
                found = mul12(found, line)
    result = one
    for bit in bin((FIELD**12 - 1) // ORDER)[2:]:
        result = mul12(result, result)
        if bit == "1":
            result = mul12(result, found)
    return result == one


def signed(number: int, signature: bytes) -> bool:
    """Whether drand quicknet signed this round so."""
    point, message = unpacked(signature), onto_curve(sha(u64(number)))
    if point is None or message is None:
        return False
    minus = point[0], FIELD - point[1]
    return pairs_cancel([(minus, G2), (message, KEY)])


# ---- the log (N18) ---------------------------------------------------------------------------------------

LINE_KEYS = {
    "COMMIT": "commit",
    "BEACON": "opt values proof",
    "BEACON_DELAY": "i from to evidence",
    "RESULT": "n open relaxed root short",
    "REPLACE": "k code evidence out in",
    "SUPPLEMENT": "k extra n root",
    "ASSIGN": "leaf slot officer code approval",
    "REVEAL": "secret",
    "VOID": "code",
    "ERRATUM": "ref code evidence",
    "STAMP": "token",
}
LETTERS = {
    "COMMIT": "c",
    "BEACON_DELAY": "d",
    "BEACON": "b",
    "RESULT": "r",
    "REPLACE": "p",
    "SUPPLEMENT": "s",
    "ASSIGN": "a",
    "REVEAL": "o",
    "VOID": "v",
}
# what a draw may have written so far
COURSE = re.compile(r"cd*(b(vo?|r[psa]*o?)?|vd*(bo?)?)?")
CODES = {
    "REPLACE": "cancelled moved suspended duplicate leave sick transfer recusal".split(),
    "VOID": "beacon secret roster order".split(),
    "ERRATUM": "display upload".split(),
}
DIGEST_KEYS = ("commit", "evidence", "root", "out", "leaf", "approval", "secret", "token")
NUMBER_KEYS = ("opt", "i", "n", "open", "relaxed", "slot")
TEXT_KEYS = ("from", "to")


def check_line(line: Any) -> None:
    """Keys and shapes of one line."""
    need(
        isinstance(line, dict) and isinstance(line.get("ev"), str) and line["ev"] in LINE_KEYS,
        "no such event",
    )
    event = line["ev"]
    need(
        set(line) == {"at", "ev", "no", "prev", "scope", "seq", *LINE_KEYS[event].split()},
        event + ": other keys",
    )
    need(good_int(line["at"]) and good_int(line["no"], 1), event + ": at or no")
    for key in set(line) & set(DIGEST_KEYS):
        need(good_digest(line[key]), f"{event}.{key} is not a digest")
    for key in set(line) & set(NUMBER_KEYS):
        need(good_int(line[key]), f"{event}.{key} is not a number")
    for key in set(line) & {"k", "ref"}:
        need(good_int(line[key], 1), f"{event}.{key} is not a number")
    for key in set(line) & set(TEXT_KEYS):
        need(isinstance(line[key], str), f"{event}.{key} is not a text")
    for key in set(line) & {"values", "proof"}:
        need(isinstance(line[key], list) and all(isinstance(v, str) for v in line[key]), f"{event}.{key}")
    if event in CODES:
        need(line["code"] in CODES[event], f"{event}: no such code")
    if event == "REPLACE":
        need(line["in"] == "" or good_digest(line["in"]), "REPLACE.in is not a digest")
    if event == "SUPPLEMENT":
        need(by_class(line["extra"]), "SUPPLEMENT.extra")
    if event == "ASSIGN":
        need(
            isinstance(line["code"], str) and isinstance(line["officer"], str) and good_id(line["officer"]),
            "ASSIGN",
        )
    if event == "RESULT":
        short = line["short"]
        need(isinstance(short, dict) and set(short) <= set("ABCD*"), "RESULT.short")
        need(all(good_int(missing, 1) for missing in short.values()), "RESULT.short")


def check_course(lines: list[dict[str, Any]]) -> None:
    """The order of a scope's lines, draw by draw."""
    courses: dict[int, str] = {}
    counts: dict[tuple[int, str], int] = defaultdict(int)
    for line in lines:
        event, no = line["ev"], line["no"]
        if event == "COMMIT":
            need(no == len(courses) + 1, f"draw {no} follows draw {len(courses)}")
            need(
                no == 1 or set(courses[no - 1]) & set("rv"),
                f"draw {no} opened while the last was undecided",
            )
            courses[no] = ""
        need(no in courses, f"draw {no} has no commit")
        if event == "ERRATUM":
            need(line["ref"] < line["seq"], "an erratum of a later line")
            continue
        if event == "STAMP":
            counts[no, event] += 1
            need(counts[no, event] == 1, f"draw {no}: stamped twice")
            continue
        courses[no] += LETTERS[event]
        need(COURSE.fullmatch(courses[no]), f"draw {no}: {event} out of order")
        if "k" in line:
            counts[no, event] += 1
            need(line["k"] == counts[no, event], f"draw {no}: {event} out of count")


# ---- quotas, cells, venues (N8, N10, N11) ----------------------------------------------------------------


def ceil_bp(count: int, bp: int) -> int:
    return (count * bp + 9999) // 10000


def quotas(rows: list[Row], policy: dict[str, Any]) -> tuple[dict[str, int], dict[str, int]]:
    classes = sorted({row["class"] for row in rows})
    for key in ("bp", "min", "w"):
        need(set(classes) <= set(policy[key]), f"policy.{key} says nothing of a class")
    everyone = {c: sum(row["class"] == c for row in rows) for c in classes}
    able = {c: sum(row["class"] == c and row["eligible"] == "Y" for row in rows) for c in classes}
    want = {c: max(ceil_bp(everyone[c], policy["bp"][c]), policy["min"][c]) for c in classes}
    have = {c: min(want[c], able[c]) for c in classes}
    short = {c: want[c] - have[c] for c in classes if want[c] > have[c]}
    while True:
        gap = ceil_bp(len(rows), policy["overall"]) - sum(have.values())
        weight = {c: policy["w"][c] * (able[c] - have[c]) for c in classes}
        total = sum(weight.values())
        if gap <= 0:
            return have, short
        if total == 0:
            return have, {**short, "*": gap}
        parts = {c: divmod(gap * weight[c], total) for c in classes if weight[c]}
        left = gap - sum(whole for whole, _ in parts.values())
        lucky = sorted(parts, key=lambda c: (-parts[c][1], c))[:left]
        for c, (whole, _) in parts.items():
            have[c] = min(able[c], have[c] + whole + (c in lucky))


def spread(h: Hashes, alloc: bytes, label: str, n: int, cells: Iterable[tuple[str, int]]) -> dict[str, int]:
    """n marks at equal distance on the line of cells; how many fall into each."""
    cells = list(cells)
    total = sum(size for _, size in cells)
    found = {cell: 0 for cell, _ in cells}
    if n:
        start = pick(h("int", alloc, "start/" + label), total)
        ends = list(accumulate(n * size for _, size in cells))
        for mark in range(start, n * total, total):
            found[cells[bisect_right(ends, mark)][0]] += 1
    return found


def laid(h: Hashes, alloc: bytes, cls: str, cells: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The cells of a class in their hashed order."""
    return sorted(cells, key=lambda cell: (h("cell", alloc, cls, cell[0]), cell[0]))


def choose(case: Case) -> None:
    """Counts per cell, selected venues and waiting lists."""
    venue_key, alloc = case.h("venue", case.seed), case.h("alloc", case.seed)
    pools: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in case.venues:
        if row["eligible"] == "Y":
            pools[row["class"], row["cell"]].append(row["id"])
    for cls, n in case.quota.items():
        cells = laid(case.h, alloc, cls, ((cell, len(ids)) for (c, cell), ids in pools.items() if c == cls))
        least = case.policy["cellmin"].get(cls, 0)
        base = {cell: min(least, size) for cell, size in cells}
        left = n - sum(base.values())
        need(left >= 0, f"the cells' minima of class {cls} exceed its quota")
        more = spread(case.h, alloc, cls, left, [(cell, size - base[cell]) for cell, size in cells])
        case.counts.update({(cls, cell): count + more[cell] for cell, count in base.items()})
    for key, ids in pools.items():
        case.tickets.update({uid: case.h.plain(venue_key + uid.encode()) for uid in ids})
        ids.sort(key=lambda uid: (case.tickets[uid], uid))
        case.selected.update((uid, key) for uid in ids[: case.counts[key]])
        case.waiting[key] = ids[case.counts[key] :]


# ---- teams (N12, N13, N14) -------------------------------------------------------------------------------

Seat = tuple[int, int]


class Assignment:
    """Officers and venues as numbers in their hashed orders; written for reading, not for speed."""

    def __init__(
        self,
        case: Case,
        people: dict[str, tuple[int, int]],
        rooms: dict[str, list[list[str]]],
        beside: Iterable[list[str]] = (),
    ) -> None:
        self.h, self.key, self.beside = case.h.plain, case.h("match", case.seed), list(beside)
        order = case.h("order", case.seed)
        self.people = sorted(people, key=lambda uid: (self.h(order + uid.encode()), uid))
        self.rooms = sorted(rooms, key=lambda uid: (self.h(self.key + uid.encode()), uid))
        rank = {uid: i for i, uid in enumerate(self.people)}
        self.may = [[sorted(rank[uid] for uid in slot) for slot in rooms[uid]] for uid in self.rooms]
        self.load = [people[uid][0] for uid in self.people]
        self.cap = [people[uid][1] for uid in self.people]
        self.who: dict[Seat, int] = {}
        self.seats: list[set[Seat]] = [set() for _ in self.people]

    def run(self) -> None:
        for v, slots in enumerate(self.may):
            for s in range(len(slots)):
                self.fill(v, s)
        while self.level():
            pass

    def sits(self, o: int, v: int) -> Seat | None:
        return next(((v, s) for s in range(len(self.may[v])) if self.who.get((v, s)) == o), None)

    def fill(self, v: int, s: int) -> None:
        free = [o for o in self.may[v][s] if self.load[o] < self.cap[o] and self.sits(o, v) is None]
        if free:
            least = min(self.load[o] for o in free)
            free = [o for o in free if self.load[o] == least]
            if s == 1 and (v, 0) in self.who:
                lead = self.who[v, 0]
                met = self.met_beside(lead)
                for w, _ in self.seats[lead]:
                    for t in range(len(self.may[w])):
                        met[self.who.get((w, t), -1)] += 1
                fewest = min(met[o] for o in free)
                free = [o for o in free if met[o] == fewest]
            o = free[pick(self.h(self.key + bytes([s]) + self.rooms[v].encode()), len(free))]
            self.move([(o, (v, s))])
            self.load[o] += 1
            return
        moves = self.path([(v, s)], set(), lambda o: self.load[o] < self.cap[o])
        if moves:
            self.move(moves)
            self.load[moves[0][0]] += 1

    def met_beside(self, lead: int) -> dict[int, int]:
        """How often the others sit with a lead in teams that are not matched here."""
        met: dict[int, int] = defaultdict(int)
        if self.beside:
            names = Counter(uid for team in self.beside if self.people[lead] in team for uid in team)
            met.update({o: names[uid] for o, uid in enumerate(self.people) if uid in names})
        return met

    def path(self, starts: list[Seat], seen: set[int], goal: Callable[[int], bool]) -> list[tuple[int, Seat]]:
        """Who moves where so that one more officer, the first named, takes a seat; empty when nobody can."""
        came: dict[Seat, tuple[Seat, int] | None] = dict.fromkeys(starts)
        queue = deque(starts)
        while queue:
            x = queue.popleft()
            for o in self.may[x[0]][x[1]]:
                if self.who.get(x) == o:
                    continue
                mine = self.sits(o, x[0])
                if mine is None:
                    if o in seen:
                        continue
                    seen.add(o)
                    if goal(o):
                        moves = [(o, x)]
                        while came[x] is not None:
                            x, mover = came[x]  # type: ignore[misc]
                            moves.append((mover, x))
                        return moves
                for y in [mine] if mine else sorted(self.seats[o]):
                    if y not in came:
                        came[y] = (x, o)
                        queue.append(y)
        return []

    def move(self, moves: list[tuple[int, Seat]]) -> None:
        for _, seat in moves:
            if seat in self.who:
                self.seats[self.who[seat]].discard(seat)
        for o, seat in moves:
            self.who[seat] = o
            self.seats[o].add(seat)

    def level(self) -> bool:
        """Take one load off the first officer, heaviest first, from whom a lighter one can be reached."""
        for a in sorted(range(len(self.load)), key=lambda o: (-self.load[o], o)):
            lighter = {o for o, n in enumerate(self.load) if n <= self.load[a] - 2 and n < self.cap[o]}
            if not lighter:
                continue
            moves = self.path(sorted(self.seats[a]), {a}, lighter.__contains__)
            if moves:
                self.move(moves)
                self.load[a] -= 1
                self.load[moves[0][0]] += 1
                return True
        return False


class Terms:
    """Who may take which seat, and how much he may carry, under the relaxations used so far."""

    def __init__(self, case: Case, relaxed: list[str]) -> None:
        first, last = case.policy["visit"]
        self.seats, self.relaxed = case.policy["seats"], relaxed
        self.working = [
            o for o in case.officers if o["from"] <= first and last <= o["to"] and o["valid"] >= last
        ]
        self.barred = case.blocked - (case.lifted if "rotation" in relaxed else set())
        more = case.policy["cap_step"] if "cap" in relaxed else 0
        self.people = {
            o["id"]: (0 if "load" in relaxed else int(o["load"]), int(o["cap"]) + more) for o in case.officers
        }
        self.fits: dict[tuple[str, str], list[str]] = {}

    def room(self, venue: str, cell: str) -> list[list[str]]:
        """Per slot of a venue, the officers who may take it."""
        town, _, kind = cell.partition("/")
        slots = self.seats.get(kind, self.seats.get("*"))
        need(slots is not None, "policy.seats says nothing of the type " + kind)
        return [
            [uid for uid in self.fitting(wanted, town) if (uid, venue) not in self.barred] for wanted in slots
        ]

    def fitting(self, wanted: str, town: str) -> list[str]:
        if (wanted, town) not in self.fits:
            self.fits[wanted, town] = [
                o["id"]
                for o in self.working
                if (wanted == "" or wanted in o["quals"].split(",") or wanted == "U:" + o["unit"])
                and ("town" in self.relaxed or o["towns"] == "*" or town in o["towns"].split(","))
            ]
        return self.fits[wanted, town]


def seated(run: Assignment) -> dict[str, list[str]]:
    """The teams by venue, with `-` for open seats."""
    return {
        uid: [run.people[run.who[v, s]] if (v, s) in run.who else "-" for s in range(len(run.may[v]))]
        for v, uid in enumerate(run.rooms)
    }


def seat(case: Case) -> tuple[dict[str, list[str]], int, int]:
    """Teams, open seats and the number of relaxations used; also how many seats few officers could take."""
    relax = case.policy["relax"]
    for used in range(len(relax) + 1):
        case.terms = Terms(case, relax[:used])
        rooms = {venue: case.terms.room(venue, cell) for venue, (_, cell) in case.selected.items()}
        run = Assignment(case, case.terms.people, rooms)
        run.run()
        opened = sum(map(len, rooms.values())) - len(run.who)
        if used == 0:
            case.scarce = sum(len(slot) < 3 for slots in rooms.values() for slot in slots)
        if not opened:
            break
    case.loads = dict(zip(run.people, run.load))
    return seated(run), opened, used


# ---- the result (N17) ------------------------------------------------------------------------------------


def tree(h: Hashes, leaves: list[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else b""
    half = split(len(leaves))
    return h("node", tree(h, leaves[:half]), tree(h, leaves[half:]))


def split(n: int) -> int:
    """The largest power of two below n."""
    half = 1
    while half * 2 < n:
        half *= 2
    return half


def leaf_of(case: Case, row: Row) -> str:
    line = "\t".join(row[column] for column in COLUMNS["results.tsv"])
    return case.h("leaf", case.h("salt", case.seed, row["id"]), line).hex()


def root_over(case: Case, rows: list[Row]) -> str:
    leaves = [bytes.fromhex(leaf_of(case, row)) for row in rows]
    return case.h("root", len(leaves), tree(case.h, leaves)).hex()


# ---- after the result (N19, N20) -------------------------------------------------------------------------


class Duty:
    """Rows and teams on duty as they change line by line; stops at the first line that does not hold."""

    def __init__(self, case: Case, teams: dict[str, list[str]]) -> None:
        self.case, self.teams, self.load = case, {uid: list(team) for uid, team in teams.items()}, case.loads
        self.rows = {row["id"]: row for row in case.results}
        self.held: dict[tuple[str, int], set[str]] = defaultdict(set)
        order, self.key = case.h("order", case.seed), case.h("match", case.seed)
        self.people = sorted(case.terms.people, key=lambda uid: (case.h.plain(order + uid.encode()), uid))
        self.told: list[Row] = []
        self.trouble: tuple[str, str] | None = None

    def follow(self) -> None:
        doors = {"ASSIGN": self.assign, "REPLACE": self.replace, "SUPPLEMENT": self.supplement}
        try:
            self.read_told()
        except Broken as broken:
            self.trouble = "REPLACE", str(broken)
            return
        for line in self.case.own:
            if line["ev"] not in doors:
                continue
            try:
                doors[line["ev"]](line)
            except Broken as broken:
                self.trouble = line["ev"], "line {}: {}".format(line["seq"], broken)
                return

    def read_told(self) -> None:
        lines = self.case.mine["REPLACE"]
        if not lines:
            return
        need("replace.tsv" in self.case.files, "replace.tsv is missing")
        self.told = table("replace.tsv", self.case.files["replace.tsv"])
        need(
            [row["k"] for row in self.told] == [str(line["k"]) for line in lines],
            "replace.tsv has other rows than the log has lines",
        )

    def venue_at(self, leaf: str) -> str:
        for uid, row in self.rows.items():
            if leaf_of(self.case, row) == leaf:
                return uid
        raise Broken("its leaf is of no row on duty")

    def assign(self, line: dict[str, Any]) -> None:
        uid, slot, officer = self.venue_at(line["leaf"]), line["slot"], line["officer"]
        row, team = self.rows[uid]["team"].split(","), self.teams[uid]
        need(slot < len(row) and row[slot] == "-", "ASSIGN to a seat that is not open")
        need(officer not in team, "ASSIGN of an officer who is in the team")
        self.carry(team[slot], -1)  # whoever was assigned before
        team[slot] = officer
        self.carry(officer, 1)
        if (officer, uid) in self.case.blocked:
            self.case.warn("a blocked pair was assigned directly")

    def carry(self, officer: str, more: int) -> None:
        if officer in self.load:
            self.load[officer] += more

    def candidate(self, uid: str, slot: int, allowed: list[str], team: list[str]) -> str:
        """Steps 1 to 3 of filling, at the present loads."""
        fit, people = set(allowed) - set(team), self.case.terms.people
        free = [o for o in self.people if o in fit and self.load[o] < people[o][1]]
        if not free:
            return "-"
        least = min(self.load[o] for o in free)
        free = [o for o in free if self.load[o] == least]
        if slot == 1 and team[0] != "-":
            met = Counter(o for other in self.teams.values() if team[0] in other for o in other)
            fewest = min(met[o] for o in free)
            free = [o for o in free if met[o] == fewest]
        digest = self.case.h.plain(self.key + bytes([slot]) + uid.encode())
        return free[pick(digest, len(free))]

    def replace(self, line: dict[str, Any]) -> None:
        told, gone = self.told[line["k"] - 1], self.venue_at(line["out"])
        need((told["code"], told["out"]) == (line["code"], gone), "replace.tsv tells another code or venue")
        if line["code"] in LISTS["replace"]:
            need(line["code"] in self.case.policy["replace"], "the policy knows no such reason")
            row = self.next_venue(gone)
        else:
            row = self.other_officer(gone, told["team"].split(","))
        due = leaf_of(self.case, row) if row["id"] else ""
        need(told["in"] == row["id"], "{} came in, {} was next".format(told["in"] or "-", row["id"] or "-"))
        need(told["team"] == row["team"], "team {}, computed {}".format(told["team"], row["team"]))
        need(line["in"] == due, "`in` is another leaf than that of its row")

    def next_venue(self, gone: str) -> Row:
        case, old = self.case, self.rows.pop(gone)
        for officer in self.teams.pop(gone):
            self.carry(officer, -1)
        queue = case.waiting[old["class"], old["cell"]]
        if not queue:
            queues = [ids for (cls, _), ids in case.waiting.items() if cls == old["class"] and ids]
            queue = min(queues, key=lambda ids: (case.tickets[ids[0]], ids[0]), default=[])
        if not queue:
            return {"id": "", "team": ""}
        uid = queue.pop(0)
        cell = self.case.cells[uid]
        room = case.terms.room(uid, cell)
        team = ["-"] * len(room)
        for slot, allowed in enumerate(room):
            team[slot] = self.candidate(uid, slot, allowed, team)
            self.carry(team[slot], 1)
        self.teams[uid] = team
        self.rows[uid] = {"id": uid, "class": old["class"], "cell": cell, "team": ",".join(team)}
        return self.rows[uid]

    def other_officer(self, uid: str, named: list[str]) -> Row:
        row = self.rows[uid]
        before = row["team"].split(",")
        changed = [slot for slot, pair in enumerate(zip(before, named)) if pair[0] != pair[1]]
        need(len(named) == len(before) and len(changed) == 1, "the two teams do not differ in one seat")
        slot = changed[0]
        need(before[slot] != "-", "an open seat is not replaced")
        self.held[uid, slot].add(before[slot])
        self.carry(before[slot], -1)
        allowed = self.case.terms.room(uid, row["cell"])[slot]
        team = self.teams[uid]
        team[slot] = "-"
        found = self.candidate(uid, slot, [o for o in allowed if o not in self.held[uid, slot]], team)
        self.carry(found, 1)
        before[slot] = team[slot] = found
        self.rows[uid] = {**row, "team": ",".join(before)}
        return self.rows[uid]

    def supplement(self, line: dict[str, Any]) -> None:
        case, k = self.case, line["k"]
        allowed = case.policy["max_extra"]
        need(
            k <= len(allowed) and line["extra"] == allowed[k - 1], "`extra` is not what the commit announced"
        )
        name = f"supplement-{k}.tsv"
        need(name in case.files, name + " is missing")
        rows = table(name, case.files[name])
        fresh: dict[str, tuple[str, str]] = {}
        alloc = case.h("alloc", case.seed)
        for cls, extra in line["extra"].items():
            waiting = {cell: ids for (c, cell), ids in case.waiting.items() if c == cls}
            cells = laid(case.h, alloc, cls, ((cell, len(ids)) for cell, ids in waiting.items()))
            n = min(extra, sum(map(len, waiting.values())))
            for cell, count in spread(case.h, alloc, f"{cls}/sup{k}", n, cells).items():
                for _ in range(count):
                    fresh[waiting[cell].pop(0)] = cls, cell
        found = {row["id"]: (row["class"], row["cell"]) for row in rows}
        need(found == fresh, f"{name} holds other venues than the {len(fresh)} that follow")
        self.seat_fresh(fresh)
        for row in rows:
            due = ",".join(self.teams[row["id"]])
            need(row["team"] == due, "{}: published {}, computed {}".format(row["id"], row["team"], due))
            self.rows[row["id"]] = row
        need((line["n"], line["root"]) == (len(rows), root_over(case, rows)), "`n` or `root` is another")

    def seat_fresh(self, fresh: dict[str, tuple[str, str]]) -> None:
        """The match of new venues alone, from the present loads, beside all teams on duty."""
        terms = self.case.terms
        people = {uid: (self.load[uid], cap) for uid, (_, cap) in terms.people.items()}
        rooms = {uid: terms.room(uid, cell) for uid, (_, cell) in fresh.items()}
        run = Assignment(self.case, people, rooms, self.teams.values())
        run.run()
        self.load.update(zip(run.people, run.load))
        self.teams.update(seated(run))


# ---- the steps (N23) -------------------------------------------------------------------------------------


class Case:
    """What is known of a package so far. A step that needs what an earlier one failed to give is not run."""

    def __init__(self, package: BinaryIO, own: str | tuple[str, ...], head: str, now: int) -> None:
        self.package, self.own_digests = package, (own,) if isinstance(own, str) else own
        self.printed_head, self.now = head, now
        self.known: set[str] = set()
        self.warnings: list[str] = []
        self.h = H
        self.files: dict[str, bytes] = {}
        self.commit: dict[str, Any] = {}
        self.policy: dict[str, Any] = {}
        self.lines: list[dict[str, Any]] = []
        self.own: list[dict[str, Any]] = []
        self.mine: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.venues: list[Row] = []
        self.officers: list[Row] = []
        self.cells: dict[str, str] = {}
        self.blocked: set[tuple[str, str]] = set()
        self.lifted: set[tuple[str, str]] = set()
        self.quota: dict[str, int] = {}
        self.secret = b""
        self.seed = b""
        self.counts: dict[tuple[str, str], int] = {}
        self.tickets: dict[str, bytes] = {}
        self.selected: dict[str, tuple[str, str]] = {}
        self.waiting: dict[tuple[str, str], list[str]] = {}
        self.terms: Terms
        self.loads: dict[str, int] = {}
        self.duty: Duty
        self.scarce = 0
        self.void_note = ""
        self.results: list[Row] = []

    def warn(self, message: str) -> None:
        self.warnings.append(message)

    def result(self) -> dict[str, Any]:
        """The RESULT line; a draw without one has nothing to compare."""
        if self.mine["RESULT"]:
            return self.mine["RESULT"][0]
        if self.mine["VOID"]:
            raise Unchecked("the draw was voided ({}){}".format(self.mine["VOID"][0]["code"], self.void_note))
        raise Unchecked("no RESULT yet")


def step_files(case: Case) -> str:
    try:
        with zipfile.ZipFile(case.package) as package:
            entries = package.infolist()
            names = [entry.filename for entry in entries]
            for name in names:
                need(
                    name in (*COLUMNS, "commit.json", "log.jsonl", STAMP_FILE)
                    or SUPPLEMENT_FILE.fullmatch(name),
                    f"{name!r} does not belong here",
                )
            need(len(set(names)) == len(names), "an entry twice")
            need(all(entry.file_size <= ENTRY_LIMIT for entry in entries), "an entry larger than 512 MiB")
            case.files = {name: package.read(name) for name in names}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise Broken(f"not a zip file that can be read: {error}") from error
    missing = {"commit.json", "log.jsonl", "venues.tsv", "officers.tsv", "blocked.tsv"} - set(names)
    need(not missing, "missing: " + ", ".join(sorted(missing)))
    return "{} files: {}".format(len(names), " ".join(sorted(names)))


def step_canon(case: Case) -> str:
    commit = unspell(case.files["commit.json"])
    check_commit(commit)
    raw = case.files["log.jsonl"]
    need(raw.endswith(b"\n"), "log.jsonl does not end in a line feed")
    for number, line in enumerate(raw[:-1].split(b"\n"), start=1):
        try:
            case.lines.append(unspell(line))
        except Broken as broken:
            raise Broken(f"log.jsonl line {number}: {broken}") from None
    case.commit, case.policy, case.h = commit, commit["policy"], PROFILES[commit["spec"]]
    if commit["verifier"] not in case.own_digests:
        case.warn("the commit names another verifier ({}…)".format(commit["verifier"][:12]))
    told = "commit.json and {} log lines are canonical; profile {}, commit {}"
    return told.format(len(case.lines), commit["spec"], commit_hex(case))


def commit_hex(case: Case) -> str:
    return case.h("commit", case.files["commit.json"]).hex()


def step_rosters(case: Case) -> str:
    for name in ("venues", "officers", "blocked"):
        found = case.h.plain(case.files[name + ".tsv"]).hex()
        need(found == case.commit[name], f"{name}.tsv has digest {found}, committed is {case.commit[name]}")
    case.venues = table("venues.tsv", case.files["venues.tsv"])
    case.officers = table("officers.tsv", case.files["officers.tsv"])
    for row in case.venues:
        check_venue(row)
    for row in case.officers:
        check_officer(row)
    case.cells = {row["id"]: row["cell"] for row in case.venues}
    case.blocked = {(row["officer"], row["venue"]) for row in table("blocked.tsv", case.files["blocked.tsv"])}
    if "lifted.tsv" in case.files:
        case.lifted = {
            (row["officer"], row["venue"]) for row in table("lifted.tsv", case.files["lifted.tsv"])
        }
        need(case.lifted <= case.blocked, "lifted.tsv holds a pair that is not blocked")
        if not case.policy["rotation"]:
            case.warn("lifted.tsv is not bound by the commit")
        else:
            found = case.h.plain(case.files["lifted.tsv"]).hex()
            need(found == case.policy["rotation"], f"lifted.tsv has digest {found}, committed is another")
    officers, venues = {o["id"] for o in case.officers}, {v["id"] for v in case.venues}
    strangers = sum(o not in officers or v not in venues for o, v in case.blocked)
    if strangers:
        case.warn(f"{strangers} blocked pairs name an id that is in no roster")
    counts = len(case.venues), len(case.officers), len(case.blocked)
    return "{} venues, {} officers, {} blocked pairs; digests are the committed ones".format(*counts)


def limit(case: Case, key: str, row: Row) -> int:
    """The number of the policy for a venue's type and class."""
    by = case.policy[key]
    kind = row["cell"].partition("/")[2]
    found = by.get(kind, by.get("*", {})).get(row["class"])
    need(found is not None, "policy.{} says nothing of {}, class {}".format(key, kind, row["class"]))
    return int(found)


def step_eligible(case: Case) -> str:
    asof = date.fromisoformat(case.policy["asof"])
    derived = []
    for row in case.venues:
        verdict = "Y"
        if row["status"] != "open":
            verdict = "closed"
        elif row["eligible"] == "case":
            verdict = "case"
        elif int(row["count"]) >= limit(case, "max_count", row):
            verdict = "cap"
        elif row["last"]:
            days = limit(case, "exclude_days", row)
            # a period longer than the calendar excludes whoever was ever inspected
            if days >= asof.toordinal() or row["last"] > (asof - timedelta(days=days)).isoformat():
                verdict = "recent"
        derived.append({**row, "eligible": verdict})
    lifted = lift(case, derived) if case.policy["lift"] else 0
    for row, again in zip(case.venues, derived):
        need(
            row == again,
            "{} is {}, by its row it is {}".format(row["id"], row["eligible"], again["eligible"]),
        )
    verdicts = [row["eligible"] for row in derived]
    listed_counts = ", ".join(
        f"{key} {verdicts.count(key)}" for key in ("Y", "closed", "case", "cap", "recent")
    )
    return f"all verdicts follow from their rows (open cases as stated): {listed_counts}; {lifted} lifted"


def lift(case: Case, rows: list[Row]) -> int:
    """Let recent venues of a short class back in, longest ago first."""
    _, short = quotas(rows, case.policy)
    count = 0
    for cls in sorted(set(short) - {"*"}):
        recent = [row for row in rows if row["class"] == cls and row["eligible"] == "recent"]
        recent.sort(key=lambda row: (row["last"], row["id"]))
        for row in recent[: short[cls]]:
            row["eligible"] = "Y"
            count += 1
    return count


def step_quota(case: Case) -> str:
    case.quota, short = quotas(case.venues, case.policy)
    need(
        case.quota == case.commit["quota"],
        "committed {}, computed {}".format(case.commit["quota"], case.quota),
    )
    found = [
        line["short"]
        for line in case.lines
        if isinstance(line, dict) and line.get("ev") == "RESULT" and line.get("no") == case.commit["no"]
    ]
    need(found in ([], [short]), f"RESULT says short {found}, computed {short}")
    told = " ".join(f"{cls}={n}" for cls, n in sorted(case.quota.items()))
    missing = "".join(f", short of {cls} by {n}" for cls, n in sorted(short.items()))
    return "the committed quota {} follows from the roster{}".format(told, missing or ", nothing short")


def step_log(case: Case) -> str:
    head = "0" * 64
    at = 0
    heads = []
    for number, line in enumerate(case.lines, start=1):
        check_line(line)
        need(line["prev"] == head, f"line {number} does not follow line {number - 1}")
        need(line["seq"] == number and line["scope"] == case.commit["scope"], f"line {number}: seq or scope")
        need(line["at"] >= at, f"line {number} is earlier than the one before")
        at, head = line["at"], case.h("log", spell(line)).hex()
        heads.append(head)
    check_course(case.lines)
    for line in case.lines:
        if line["no"] == case.commit["no"]:
            case.own.append(line)
            case.mine[line["ev"]].append(line)
    need(case.mine["COMMIT"], "no COMMIT of draw {}".format(case.commit["no"]))
    opened = case.mine["COMMIT"][0]
    need(opened["commit"] == commit_hex(case), "COMMIT names another commit")
    need(opened["prev"] == case.commit["prev"], "the commit names another head before it")
    need(case.commit["secret"] or not case.mine["REVEAL"], "REVEAL in open mode")
    case.now = max(case.now, at)
    for line in case.lines if case.commit["secret"] else []:
        following = line["ev"] == "COMMIT" and line["no"] == case.commit["no"] + 1
        told = [reveal for reveal in case.mine["REVEAL"] if reveal["seq"] < line["seq"]]
        overdue = following and line["at"] > case.commit["reveal_by"] and not told
        need(not overdue, "draw {} opened while the secret of this one was overdue".format(line["no"]))
    vouched = printed(case, heads)
    for line in case.mine["ERRATUM"]:
        case.warn("erratum of line {} ({})".format(line["ref"], line["code"]))
    return f"{len(heads)} lines chained and in order; head {head} ({vouched})"


def printed(case: Case, heads: list[str]) -> str:
    """What a printed head says: it must be of the line that ends this draw, or of a later one."""
    if not case.printed_head:
        return "compare it with the notice, or give --head"
    ending = (case.mine["RESULT"] or case.mine["VOID"] or case.mine["COMMIT"])[-1]["seq"]
    later = heads[ending - 1 :]
    need(case.printed_head in later, f"the printed head {case.printed_head} is of no line from {ending} on")
    return f"as printed, line {ending + later.index(case.printed_head)}"


def step_times(case: Case) -> str:
    moment, opened = case.commit["moment"], case.mine["COMMIT"][0]["at"]
    stamped, logged = case.files.get(STAMP_FILE), case.mine["STAMP"]
    if logged:
        found = "none" if stamped is None else case.h.plain(stamped).hex()
        need(found == logged[0]["token"], f"{STAMP_FILE} has digest {found}, STAMP names another")
    if stamped is not None:
        digest, given = stamp_told(stamped)
        need(digest.hex() == commit_hex(case), f"the time stamp is over {digest.hex()}, another commit")
        opened = given if logged else opened
    lead = moment - opened
    need(lead >= HOUR, f"the commit is {lead} s before the moment, an hour is the least")
    if lead < DAY:
        case.warn("the commit is less than a day before the moment")
    if logged:
        case.warn(
            "the time stamp is over this commit, but who signed it is not checked here (openssl ts -verify)"
        )
    else:
        case.warn("time not proven: that of the commit is the bureau's word")
    if case.commit["secret"]:
        need(moment < case.commit["reveal_by"] <= moment + 92 * DAY, "reveal_by is not within 92 days")
    for line in case.mine["BEACON"]:
        need(line["at"] >= moment, "BEACON is before the moment")
    longest = 3 * DAY + lengthened(case)
    if not case.mine["RESULT"] and not case.mine["VOID"]:
        need(case.now <= moment + longest, f"no RESULT {longest} s after the moment: counts as void")
    late = case.result()["at"] - moment
    need(late <= longest, f"RESULT is {late} s after the moment, {longest} s are allowed: counts as void")
    if stamped is not None and not logged:
        raise Unchecked(
            STAMP_FILE + " is not in the log, so nobody can tell whether a byte of it was changed"
        )
    return f"commit {lead} s before the moment, result {late} s after it"


def step_beacon(case: Case) -> str:
    moment, options = case.commit["moment"], alternatives(case.commit["beacon"])
    for source in (source for option in options for source in option):
        check_source(source, moment)
    weakest = min(map(strength, options))
    need(weakest >= 48, f"the weakest option has {weakest} bits, 48 are needed")
    told = datetime.fromtimestamp(moment, BEIJING)
    lotteries = [source for option in options for source in option if source["kind"] in LOTTERY_SHAPES]
    if any(source["date"] == told.date().isoformat() for source in lotteries) and (told.hour, told.minute) > (
        21,
        30,
    ):
        case.warn("the moment is after 21:30 of a lottery's day: its numbers may have been known")
    options = expected(case, options)
    if not case.mine["BEACON"]:
        raise Unchecked("no BEACON yet")
    line = case.mine["BEACON"][0]
    need(line["opt"] < len(options), "opt names no option")
    need(
        not case.mine["BEACON_DELAY"] or line["opt"] == len(options) - 1,
        "an option was delayed and another used",
    )
    if line["opt"]:
        case.warn("earlier options were passed over: whoever can show a value of one shows this draw wrong")
    sources = options[line["opt"]]
    need(len(line["values"]) == len(line["proof"]) == len(sources), f"{len(sources)} sources need values")
    for source, value, proof in zip(sources, line["values"], line["proof"]):
        check_value(source, value, proof)
    return "{} bits at least; option {}: {}".format(weakest, line["opt"], " ".join(line["values"]))


def step_secret(case: Case) -> str:
    commit = case.commit
    if not commit["secret"]:
        return "open mode: no secret"
    require(case, "log")
    if case.mine["REVEAL"]:
        line = case.mine["REVEAL"][0]
        need(line["at"] <= commit["reveal_by"], "REVEAL is after reveal_by: counts as void")
        case.secret = bytes.fromhex(line["secret"])
        found = case.h("secret", commit["scope"], commit["no"], case.secret).hex()
        need(found == commit["secret"], f"the revealed secret has digest {found}, committed is another")
        return f"the revealed secret has the committed digest {found}"
    early = set(case.files) & {"results.tsv", "lifted.tsv", "replace.tsv"}
    early.update(filter(SUPPLEMENT_FILE.fullmatch, case.files))
    need(not early, "published before REVEAL: " + ", ".join(sorted(early)))
    told = datetime.fromtimestamp(commit["reveal_by"], BEIJING).isoformat()
    need(case.now <= commit["reveal_by"], f"no REVEAL by {told}: counts as void")
    raise Unchecked("sealed until " + told)


def step_seed(case: Case) -> str:
    values = spell(case.mine["BEACON"][0]["values"]).encode()
    case.seed = case.h("seed", case.h("commit", case.files["commit.json"]), values, case.secret)
    what = "commit, beacon and secret" if case.secret else "commit and beacon"
    return f"seed {case.seed.hex()} from {what}"


def step_cells(case: Case) -> str:
    choose(case)
    published: dict[tuple[str, str], int] = defaultdict(int)
    if not case.mine["RESULT"]:
        need("results.tsv" not in case.files, "results.tsv without a RESULT in the log")
        case.void_note = f"; {len(case.selected)} venues follow from its beacon"
        case.result()
    need("results.tsv" in case.files, "results.tsv is missing")
    case.results = table("results.tsv", case.files["results.tsv"])
    for row in case.results:
        check_place(row)
        published[row["class"], row["cell"]] += 1
    for key in sorted(set(published) | set(case.counts)):
        found, due = published.get(key, 0), case.counts.get(key, 0)
        need(found == due, "class {}, {}: {} published, {} computed".format(*key, found, due))
    return f"{len(case.counts)} cells hold the computed numbers, {len(case.results)} venues in all"


def step_draw(case: Case) -> str:
    case.result()
    published = {row["id"]: (row["class"], row["cell"]) for row in case.results}
    for uid in sorted(set(published) ^ set(case.selected)):
        raise Broken(
            "{} is {}".format(
                uid, "published but not drawn" if uid in published else "drawn but not published"
            )
        )
    need(published == case.selected, "a venue is published in another class or cell")
    waiting = sum(map(len, case.waiting.values()))
    return f"the {len(published)} venues with the lowest tickets; {waiting} wait in their order"


def step_match(case: Case) -> str:
    result = case.result()
    teams, opened, used = seat(case)
    for row in case.results:
        due = ",".join(teams[row["id"]])
        need(row["team"] == due, "{}: published {}, computed {}".format(row["id"], row["team"], due))
    need((result["open"], result["relaxed"]) == (opened, used), "RESULT: open or relaxed is another number")
    lifting = "rotation" in case.policy["relax"][:used]
    need(
        lifting == ("lifted.tsv" in case.files),
        "lifted.tsv belongs to a draw that lifted the rotation, and only there",
    )
    case.duty = Duty(case, teams)
    case.duty.follow()
    if case.duty.trouble and case.duty.trouble[0] == "ASSIGN":
        raise Broken(case.duty.trouble[1])
    if case.scarce:
        case.warn(f"{case.scarce} seats had fewer than three eligible officers")
    told = "{} teams, {} open seats, {} relaxations, {} seats assigned"
    return told.format(len(teams), opened, used, len(case.mine["ASSIGN"]))


def require(case: Case, step: str) -> None:
    """What a step needs only sometimes."""
    if step not in case.known:
        raise Unchecked("not checked, because of: " + step)


def settle(case: Case, event: str, other: str) -> None:
    """Whether following the lines went through those of an event."""
    require(case, "match")
    trouble = case.duty.trouble
    need(not trouble or trouble[0] != event, trouble[1] if trouble else "")
    if trouble:
        raise Unchecked("not judged beyond a line that does not hold: see " + other)


def step_replace(case: Case) -> str:
    lines = case.mine["REPLACE"]
    if not lines:
        need("replace.tsv" not in case.files, "replace.tsv without a REPLACE in the log")
        return "no replacement"
    settle(case, "REPLACE", "supplement")
    told = " ".join(f"{code} {n}" for code, n in sorted(Counter(line["code"] for line in lines).items()))
    return f"{len(lines)} replaced by whoever was next: {told}"


def step_supplement(case: Case) -> str:
    lines = case.mine["SUPPLEMENT"]
    due = {f"supplement-{line['k']}.tsv" for line in lines}
    more = sorted(set(filter(SUPPLEMENT_FILE.fullmatch, case.files)) - due)
    need(not more, "{} without a SUPPLEMENT in the log".format(", ".join(more)))
    if not lines:
        return "no supplement"
    settle(case, "SUPPLEMENT", "replace")
    return f"{len(lines)} as announced, {sum(line['n'] for line in lines)} venues"


def step_root(case: Case) -> str:
    result = case.result()
    root, n = root_over(case, case.results), len(case.results)
    need(result["n"] == n, "RESULT says {} venues, results.tsv has {}".format(result["n"], n))
    need(result["root"] == root, "RESULT has root {}, computed {}".format(result["root"], root))
    return f"root {root} over {n} rows"


# the steps in their order, and what must have been established before each
STEPS: dict[str, tuple[Callable[[Case], str], str]] = {
    "files": (step_files, ""),
    "canon": (step_canon, "files"),
    "rosters": (step_rosters, "canon"),
    "eligible": (step_eligible, "rosters"),
    "quota": (step_quota, "eligible"),
    "log": (step_log, "canon"),
    "times": (step_times, "log"),
    "beacon": (step_beacon, "log"),
    "secret": (step_secret, "canon"),
    "seed": (step_seed, "beacon secret"),
    "cells": (step_cells, "seed quota"),
    "draw": (step_draw, "cells"),
    "match": (step_match, "draw"),
    "replace": (step_replace, "log"),
    "supplement": (step_supplement, "log"),
    "root": (step_root, "draw"),
}


def run(step: str, case: Case) -> tuple[str, str]:
    """Level and message of one step."""
    check, before = STEPS[step]
    lacking = [name for name in before.split() if name not in case.known]
    if lacking:
        return "PARTIAL", "not checked, because of: " + ", ".join(lacking)
    case.warnings = []
    try:
        message = check(case)
    except Broken as broken:
        return "FAIL", str(broken)
    except Unchecked as unchecked:
        return "PARTIAL", "; ".join([*case.warnings, str(unchecked)])
    case.known.add(step)
    if case.warnings:
        return "WARN", "; ".join([*case.warnings, message])
    return "PASS", message


def verify(
    package: BinaryIO, own_digest: str | tuple[str, ...] = "", head: str = "", now: int = 0
) -> list[tuple[str, str, str]]:
    """(step, level, message) for every step, in order. Without `now` the log's last line is the present."""
    case = Case(package, own_digest, head, now)
    found = []
    for step in STEPS:
        try:
            level, message = run(step, case)
        except Exception as error:
            level, message = "FAIL", f"cannot be understood: {type(error).__name__}: {error}"
        found.append((step, level, message))
    return found


# ---- one venue's proof (N17) -----------------------------------------------------------------------------

PROOF_KEYS = "head index line n row salt siblings spec".split()


def climbed(h: Hashes, leaf: bytes, index: int, n: int, siblings: list[bytes]) -> bytes:
    """The hash over n leaves, from one of them and what stands beside its way up."""
    if n == 1:
        need(not siblings, "a sibling too many")
        return leaf
    need(siblings, "a sibling is missing")
    half, beside = split(n), siblings[-1]
    if index < half:
        return h("node", climbed(h, leaf, index, half, siblings[:-1]), beside)
    return h("node", beside, climbed(h, leaf, index - half, n - half, siblings[:-1]))


def proof_shape(proof: Any) -> str:
    need(isinstance(proof, dict) and set(PROOF_KEYS) <= set(proof), "proof.json lacks a key")
    need(proof["spec"] in PROFILES, "no such profile")
    need(good_digest(proof["head"]) and good_digest(proof["salt"]), "head and salt are digests")
    need(good_int(proof["n"], 1) and good_int(proof["index"]), "n and index are numbers")
    need(proof["index"] < proof["n"], "index is not below n")
    need(
        isinstance(proof["siblings"], list) and all(map(good_digest, proof["siblings"])),
        "siblings are digests",
    )
    need(isinstance(proof["row"], str) and len(proof["row"].split("\t")) == 4, "a row has four fields")
    need(isinstance(proof["line"], str), "line is a text")
    return "{}: row {} of {}".format(proof["spec"], proof["index"] + 1, proof["n"])


def proof_head(proof: Any, printed_head: str) -> str:
    h = PROFILES[proof["spec"]]
    check_line(unspell(proof["line"].encode()))
    head = h("log", proof["line"]).hex()
    need(head == proof["head"], f"the line has head {head}, the proof names {proof['head']}")
    need(printed_head in ("", head), f"the line has head {head}, printed is {printed_head}")
    return "head {} ({})".format(head, "as printed" if printed_head else "compare it with the notice")


def proof_row(proof: Any) -> str:
    h, line = PROFILES[proof["spec"]], unspell(proof["line"].encode())
    leaf = h("leaf", bytes.fromhex(proof["salt"]), proof["row"])
    top = climbed(h, leaf, proof["index"], proof["n"], list(map(bytes.fromhex, proof["siblings"])))
    if line["ev"] == "REPLACE":
        need((proof["n"], leaf.hex()) == (1, line["in"]), "the row is not the one that came in")
        return "the row came in by replacement {}".format(line["k"])
    need(line["ev"] in ("RESULT", "SUPPLEMENT"), "the line is of another kind")
    root = h("root", proof["n"], top).hex()
    need((line["n"], line["root"]) == (proof["n"], root), f"{line['ev']} has another n or root than {root}")
    return "the row stands under root {} of {}".format(root, line["ev"])


def verify_proof(raw: bytes, head: str = "") -> list[tuple[str, str, str]]:
    """(step, level, message) for one venue's proof: its shape, its line, its row."""
    found: list[tuple[str, str, str]] = []
    proof: Any = None
    steps: dict[str, Callable[[], str]] = {
        "proof": lambda: proof_shape(proof),
        "head": lambda: proof_head(proof, head),
        "row": lambda: proof_row(proof),
    }
    for step, check in steps.items():
        if found and found[-1][1] != "PASS":
            found.append((step, "PARTIAL", "not checked, because of: " + found[-1][0]))
            continue
        try:
            proof = json.loads(raw) if proof is None else proof
            found.append((step, "PASS", check()))
        except (Broken, ValueError, RecursionError) as error:
            found.append((step, "FAIL", str(error)))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Verify a draw package of SSJ-DRAW/1, or one venue's proof.")
    parser.add_argument("package", type=Path, help="draw.zip as published, or proof.json")
    parser.add_argument("--head", default="", help="head of the log as printed on a notice")
    parser.add_argument("--at", type=int, default=int(time.time()), help="judge as of this Unix second")
    given = parser.parse_args()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    own = Path(__file__).read_bytes()
    with given.package.open("rb") as package:
        if package.read(1) == b"{":
            found = verify_proof(given.package.read_bytes(), given.head.lower())
        else:
            package.seek(0)
            digests = sha(own).hex(), sm3(own).hex()
            found = verify(package, digests, given.head.lower(), given.at)
    for step, level, message in found:
        print(f"{level:8} {step:11} {message}")
    return 1 if {"FAIL", "PARTIAL"} & {level for _, level, _ in found} else 0


if __name__ == "__main__":
    sys.exit(main())
