"""Guards of the phone, each taken away by one change of its source, and the test that must then turn red.

To add a row: `guard` stands exactly once in `file`; `test` is its `path::title` in docs/field.md.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cut:
    """One change: in this file these words become those."""

    scenario: int
    says: str
    file: str
    guard: str
    without: str
    test: str


ENGINE, OUTBOX = "web/src/offline/engine.ts", "web/src/domain/outbox.ts"
CUTS = (
    Cut(
        26,
        "after a break every piece is sent from the beginning",
        OUTBOX,
        'return { kind: "chunk", offset: one.offset,',
        'return { kind: "chunk", offset: 0,',
        "web/src/offline/engine.test.ts::killed between pieces it goes on from the offset after the restart",
    ),
    Cut(
        33,
        "a record is sent before it is flagged",
        ENGINE,
        'await store.jobs.update(one.id, { state: "sending" });',
        "",
        "web/src/offline/engine.test.ts::a record is flagged before it is sent",
    ),
    Cut(
        35,
        "any answer with status 200 is success",
        OUTBOX,
        'if (field(receipt, "digest") !== ground.job.digest) return dropped(ground, "captive");',
        "",
        "web/src/domain/outbox.test.ts::JSON of somebody else with status 200 is not success",
    ),
    Cut(
        40,
        "bytes are freed by the first answer",
        OUTBOX,
        "if (!complete) return moved(ground, offset);\n"
        '  if (offset !== ground.job.size) return hold(ground, "stuck");',
        "",
        "web/src/domain/outbox.test.ts::bytes are freed only by the acknowledgement of the whole",
    ),
)
SCENARIOS = {26, 33, 35, 40}
