"""Verify a draw package of SSJ-DRAW/1: `python ssj_verify.py draw.zip [--head HEX]`.

One file, Python's standard library, nothing else: copy it anywhere and run it. It reads what the enforcement
brigade published before and after the draw, runs the whole draw again and says, step by step, whether the
published result is the one that follows. Every step prints one line:

    PASS     it holds, and what was compared
    WARN     it holds, but a reader should know this
    PARTIAL  it could not be checked, wholly or in part
    FAIL     it does not hold

The exit status is 0 only when there is neither FAIL nor PARTIAL. `--head` takes the head of the log as it was
printed on a notice or posted elsewhere: the chain alone cannot show that its last line is the true one.
The format is described in docs/draws.md. This program shares no code with the one that draws.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import unicodedata
import zipfile
from bisect import bisect_right
from collections import defaultdict, deque
from datetime import date, datetime, timedelta, timezone
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable

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


def u64(number: int) -> bytes:
    return number.to_bytes(8, "big")


def H(label: str, *parts: Any) -> bytes:  # noqa: N802 - its name in the specification
    blob = b"SSJ-DRAW/1/" + label.encode() + b"\x00"
    for part in parts:
        raw = part.encode() if isinstance(part, str) else u64(part) if isinstance(part, int) else part
        blob += u64(len(raw)) + raw
    return sha(blob)


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


# ---- tables (N5, N6) -------------------------------------------------------------------------------------

COLUMNS = {
    "venues.tsv": "id class cell name status last count eligible".split(),
    "officers.tsv": "id unit quals towns from to valid load cap".split(),
    "blocked.tsv": "officer venue".split(),
    "lifted.tsv": "officer venue".split(),
    "results.tsv": "id class cell team".split(),
}


SUPPLEMENT_FILE = re.compile(r"supplement-[1-9][0-9]*\.tsv")


def table(name: str, raw: bytes) -> list[Row]:
    columns = COLUMNS[name]
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
    sealed = commit["secret"] != ""
    for key in ("secret", "escrow"):
        need(good_digest(commit[key]) if sealed else commit[key] == "", f"commit.{key} does not fit its mode")
    need(sealed or commit["reveal_by"] == 0, "reveal_by in open mode is 0")
    check_policy(commit["policy"])


CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
BITS = {"ssq": 24, "pl5": 16, "3d": 9, "drand": 128}
LOTTERY_SHAPES = {"ssq": r"(\d\d-){5}\d\d\+\d\d", "pl5": r"\d{5}", "3d": r"\d{3}"}


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
        due = (moment - 1692803367 + 2) // 3 + 1
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
DIGEST_KEYS = ("commit", "evidence", "root", "out", "leaf", "approval", "secret")
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


def spread(alloc: bytes, label: str, n: int, cells: list[tuple[str, int]]) -> dict[str, int]:
    """n marks at equal distance on the line of cells; how many fall into each."""
    total = sum(size for _, size in cells)
    found = {cell: 0 for cell, _ in cells}
    if n:
        start = pick(H("int", alloc, "start/" + label), total)
        ends = list(accumulate(n * size for _, size in cells))
        for mark in range(start, n * total, total):
            found[cells[bisect_right(ends, mark)][0]] += 1
    return found


def choose(case: Case, seed: bytes) -> None:
    """Counts per cell, selected venues and waiting lists."""
    venue_key, alloc = H("venue", seed), H("alloc", seed)
    pools: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in case.venues:
        if row["eligible"] == "Y":
            pools[row["class"], row["cell"]].append(row["id"])
    for cls, n in case.quota.items():
        cells = [(cell, len(ids)) for (c, cell), ids in pools.items() if c == cls]
        cells.sort(key=lambda cell: (H("cell", alloc, cls, cell[0]), cell[0]))
        least = case.policy["cellmin"].get(cls, 0)
        base = {cell: min(least, size) for cell, size in cells}
        need(n >= sum(base.values()), f"the cells' minima of class {cls} exceed its quota")
        more = spread(alloc, cls, n - sum(base.values()), [(cell, size - base[cell]) for cell, size in cells])
        case.counts.update({(cls, cell): count + more[cell] for cell, count in base.items()})
    for key, ids in pools.items():
        ids.sort(key=lambda uid: (sha(venue_key + uid.encode()), uid))
        case.selected.update((uid, key) for uid in ids[: case.counts[key]])
        case.waiting += len(ids) - case.counts[key]


# ---- teams (N12, N13, N14) -------------------------------------------------------------------------------

Seat = tuple[int, int]


class Assignment:
    """Officers and venues as numbers in their hashed orders; written for reading, not for speed."""

    def __init__(
        self, seed: bytes, people: dict[str, tuple[int, int]], rooms: dict[str, list[list[str]]]
    ) -> None:
        order, self.key = H("order", seed), H("match", seed)
        self.people = sorted(people, key=lambda uid: (sha(order + uid.encode()), uid))
        self.rooms = sorted(rooms, key=lambda uid: (sha(self.key + uid.encode()), uid))
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
                met: dict[int, int] = defaultdict(int)
                for w, _ in self.seats[lead]:
                    for t in range(len(self.may[w])):
                        met[self.who.get((w, t), -1)] += 1
                fewest = min(met[o] for o in free)
                free = [o for o in free if met[o] == fewest]
            o = free[pick(sha(self.key + bytes([s]) + self.rooms[v].encode()), len(free))]
            self.move([(o, (v, s))])
            self.load[o] += 1
            return
        moves = self.path([(v, s)], set(), lambda o: self.load[o] < self.cap[o])
        if moves:
            self.move(moves)
            self.load[moves[0][0]] += 1

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


def rooms_of(case: Case, relaxed: list[str]) -> dict[str, list[list[str]]]:
    """Per selected venue and slot, the officers who may take it."""
    first, last = case.policy["visit"]
    working = [o for o in case.officers if o["from"] <= first and last <= o["to"] and o["valid"] >= last]
    barred = case.blocked - (case.lifted if "rotation" in relaxed else set())
    fits: dict[tuple[str, str], list[str]] = {}
    rooms: dict[str, list[list[str]]] = {}
    for venue, (_, cell) in case.selected.items():
        town, _, kind = cell.partition("/")
        slots = case.policy["seats"].get(kind, case.policy["seats"].get("*"))
        need(slots is not None, "policy.seats says nothing of the type " + kind)
        rooms[venue] = []
        for wanted in slots:
            if (wanted, town) not in fits:
                fits[wanted, town] = [
                    o["id"]
                    for o in working
                    if (wanted == "" or wanted in o["quals"].split(",") or wanted == "U:" + o["unit"])
                    and ("town" in relaxed or o["towns"] == "*" or town in o["towns"].split(","))
                ]
            rooms[venue].append([uid for uid in fits[wanted, town] if (uid, venue) not in barred])
    return rooms


def seat(case: Case, seed: bytes) -> tuple[dict[str, list[str]], int, int]:
    """Teams, open seats and the number of relaxations used; also how many seats few officers could take."""
    relax = case.policy["relax"]
    for used in range(len(relax) + 1):
        now = relax[:used]
        people = {
            o["id"]: (
                0 if "load" in now else int(o["load"]),
                int(o["cap"]) + (case.policy["cap_step"] if "cap" in now else 0),
            )
            for o in case.officers
        }
        rooms = rooms_of(case, now)
        run = Assignment(seed, people, rooms)
        run.run()
        opened = sum(map(len, rooms.values())) - len(run.who)
        if used == 0:
            case.scarce = sum(len(slot) < 3 for slots in rooms.values() for slot in slots)
        if not opened:
            break
    teams = {
        uid: [run.people[run.who[v, s]] if (v, s) in run.who else "-" for s in range(len(run.may[v]))]
        for v, uid in enumerate(run.rooms)
    }
    return teams, opened, used


# ---- the result (N17) ------------------------------------------------------------------------------------


def tree(leaves: list[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else b""
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return H("node", tree(leaves[:half]), tree(leaves[half:]))


def leaf_of(seed: bytes, row: Row) -> bytes:
    line = "\t".join(row[column] for column in COLUMNS["results.tsv"])
    return H("leaf", H("salt", seed, row["id"]), line)


# ---- the steps (N23) -------------------------------------------------------------------------------------


class Case:
    """What is known of a package so far. A step that needs what an earlier one failed to give is not run."""

    def __init__(self, package: BinaryIO, own_digest: str, head: str) -> None:
        self.package, self.own_digest, self.printed_head = package, own_digest, head
        self.known: set[str] = set()
        self.warnings: list[str] = []
        self.files: dict[str, bytes] = {}
        self.commit: dict[str, Any] = {}
        self.policy: dict[str, Any] = {}
        self.lines: list[dict[str, Any]] = []
        self.mine: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.venues: list[Row] = []
        self.officers: list[Row] = []
        self.blocked: set[tuple[str, str]] = set()
        self.lifted: set[tuple[str, str]] = set()
        self.quota: dict[str, int] = {}
        self.seed = b""
        self.counts: dict[tuple[str, str], int] = {}
        self.selected: dict[str, tuple[str, str]] = {}
        self.waiting = self.scarce = 0
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
                    name in (*COLUMNS, "commit.json", "log.jsonl", "replace.tsv")
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
    if commit["spec"] == "SSJ-DRAW/1-SM3":
        raise Unchecked("the SM3 profile is not checked by this version")
    need(commit["spec"] == NAME, "no such profile: {}".format(commit["spec"]))
    case.commit, case.policy = commit, commit["policy"]
    if commit["verifier"] != case.own_digest:
        case.warn("the commit names another verifier ({}…)".format(commit["verifier"][:12]))
    return f"commit.json and {len(case.lines)} log lines are canonical; commit {commit_hex(case)}"


def commit_hex(case: Case) -> str:
    return H("commit", case.files["commit.json"]).hex()


def step_rosters(case: Case) -> str:
    for name in ("venues", "officers", "blocked"):
        found = sha(case.files[name + ".tsv"]).hex()
        need(found == case.commit[name], f"{name}.tsv has digest {found}, committed is {case.commit[name]}")
    case.venues = table("venues.tsv", case.files["venues.tsv"])
    case.officers = table("officers.tsv", case.files["officers.tsv"])
    for row in case.venues:
        check_venue(row)
    for row in case.officers:
        check_officer(row)
    case.blocked = {(row["officer"], row["venue"]) for row in table("blocked.tsv", case.files["blocked.tsv"])}
    if "lifted.tsv" in case.files:
        case.lifted = {
            (row["officer"], row["venue"]) for row in table("lifted.tsv", case.files["lifted.tsv"])
        }
        need(case.lifted <= case.blocked, "lifted.tsv holds a pair that is not blocked")
        if not case.policy["rotation"]:
            case.warn("lifted.tsv is not bound by the commit")
        else:
            found = sha(case.files["lifted.tsv"]).hex()
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
        at, head = line["at"], H("log", spell(line)).hex()
        heads.append(head)
    check_course(case.lines)
    for line in case.lines:
        if line["no"] == case.commit["no"]:
            case.mine[line["ev"]].append(line)
    need(case.mine["COMMIT"], "no COMMIT of draw {}".format(case.commit["no"]))
    opened = case.mine["COMMIT"][0]
    need(opened["commit"] == commit_hex(case), "COMMIT names another commit")
    need(opened["prev"] == case.commit["prev"], "the commit names another head before it")
    need(case.commit["secret"] or not case.mine["REVEAL"], "REVEAL in open mode")
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
    lead = moment - opened
    need(lead >= HOUR, f"the commit is {lead} s before the moment, an hour is the least")
    if lead < DAY:
        case.warn("the commit is less than a day before the moment")
    case.warn("no time stamp was given: the time of the commit is the bureau's word")
    if case.commit["secret"]:
        need(moment < case.commit["reveal_by"] <= moment + 92 * DAY, "reveal_by is not within 92 days")
    for line in case.mine["BEACON"]:
        need(line["at"] >= moment, "BEACON is before the moment")
    result = case.result()
    late = result["at"] - moment
    need(case.mine["BEACON_DELAY"] or late <= 3 * DAY, f"RESULT is {late} s after the moment: counts as void")
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
    if not case.mine["BEACON"]:
        case.result()
    line = case.mine["BEACON"][0]
    need(line["opt"] < len(options), "opt names no option")
    sources = options[line["opt"]]
    need(len(line["values"]) == len(line["proof"]) == len(sources), f"{len(sources)} sources need values")
    if case.mine["BEACON_DELAY"]:
        raise Unchecked("a source was delayed: what took its place is not checked by this version")
    for source, value, proof in zip(sources, line["values"], line["proof"]):
        check_value(source, value, proof)
    if any(source["kind"] == "drand" for source in sources):
        raise Unchecked("drand: value and round fit, the BLS signature is not checked by this version")
    return "{} bits at least; option {}: {}".format(weakest, line["opt"], " ".join(line["values"]))


def step_secret(case: Case) -> str:
    if case.commit["secret"]:
        raise Unchecked("sealed mode is not checked by this version")
    return "open mode: no secret"


def step_seed(case: Case) -> str:
    if not case.mine["BEACON"]:
        case.result()
    if case.commit["secret"]:
        raise Unchecked("sealed mode is not checked by this version")
    values = spell(case.mine["BEACON"][0]["values"]).encode()
    case.seed = H("seed", H("commit", case.files["commit.json"]), values, b"")
    return f"seed {case.seed.hex()} from the commit and the beacon"


def step_cells(case: Case) -> str:
    choose(case, case.seed)
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
    return f"the {len(published)} venues with the lowest tickets; {case.waiting} wait in their order"


def step_match(case: Case) -> str:
    result = case.result()
    teams, opened, used = seat(case, case.seed)
    for row in case.results:
        due = ",".join(teams[row["id"]])
        need(row["team"] == due, "{}: published {}, computed {}".format(row["id"], row["team"], due))
    need((result["open"], result["relaxed"]) == (opened, used), "RESULT: open or relaxed is another number")
    lifting = "rotation" in case.policy["relax"][:used]
    need(
        lifting == ("lifted.tsv" in case.files),
        "lifted.tsv belongs to a draw that lifted the rotation, and only there",
    )
    check_assigned(case)
    if case.scarce:
        case.warn(f"{case.scarce} seats had fewer than three eligible officers")
    return f"{len(teams)} teams, {opened} open seats, {used} relaxations"


def check_assigned(case: Case) -> None:
    """Direct assignments fill open seats of published rows, each once."""
    rows = {leaf_of(case.seed, row).hex(): row for row in case.results}
    teams = {leaf: row["team"].split(",") for leaf, row in rows.items()}
    for line in case.mine["ASSIGN"]:
        if line["leaf"] not in teams and (case.mine["REPLACE"] or case.mine["SUPPLEMENT"]):
            continue
        need(line["leaf"] in teams, "ASSIGN names no published row")
        team = teams[line["leaf"]]
        need(line["slot"] < len(team) and team[line["slot"]] == "-", "ASSIGN to a seat that is not open")
        need(line["officer"] not in team, "ASSIGN of an officer who is in the team")
        team[line["slot"]] = line["officer"]
        if (line["officer"], rows[line["leaf"]]["id"]) in case.blocked:
            case.warn("a blocked pair was assigned directly")


def step_replace(case: Case) -> str:
    if case.mine["REPLACE"]:
        raise Unchecked("{} replacements are not checked by this version".format(len(case.mine["REPLACE"])))
    need("replace.tsv" not in case.files, "replace.tsv without a REPLACE in the log")
    return "no replacement"


def step_supplement(case: Case) -> str:
    if case.mine["SUPPLEMENT"]:
        raise Unchecked("{} supplements are not checked by this version".format(len(case.mine["SUPPLEMENT"])))
    need(not any(map(SUPPLEMENT_FILE.fullmatch, case.files)), "a supplement without a SUPPLEMENT in the log")
    return "no supplement"


def step_root(case: Case) -> str:
    result = case.result()
    leaves = [leaf_of(case.seed, row) for row in case.results]
    root = H("root", len(leaves), tree(leaves)).hex()
    need(
        result["n"] == len(leaves),
        "RESULT says {} venues, results.tsv has {}".format(result["n"], len(leaves)),
    )
    need(result["root"] == root, "RESULT has root {}, computed {}".format(result["root"], root))
    return f"root {root} over {len(leaves)} rows"


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
    "seed": (step_seed, "beacon"),
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


def verify(package: BinaryIO, own_digest: str = "", head: str = "") -> list[tuple[str, str, str]]:
    """(step, level, message) for every step, in order."""
    case = Case(package, own_digest, head)
    found = []
    for step in STEPS:
        try:
            level, message = run(step, case)
        except Exception as error:
            level, message = "FAIL", f"cannot be understood: {type(error).__name__}: {error}"
        found.append((step, level, message))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Verify a draw package of SSJ-DRAW/1.")
    parser.add_argument("package", type=Path, help="draw.zip as published")
    parser.add_argument("--head", default="", help="head of the log as printed on a notice")
    given = parser.parse_args()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    own_digest = sha(Path(__file__).read_bytes()).hex()
    with given.package.open("rb") as package:
        found = verify(package, own_digest, given.head.lower())
    for step, level, message in found:
        print(f"{level:8} {step:11} {message}")
    return 1 if {"FAIL", "PARTIAL"} & {level for _, level, _ in found} else 0


if __name__ == "__main__":
    sys.exit(main())
