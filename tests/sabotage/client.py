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
PHOTOS, ROOM = "web/src/offline/photos.ts", "web/src/offline/room.ts"
KEEPING = "web/src/offline/keeping.test.ts"
CUTS = (
    Cut(
        26,
        "after a break every piece is sent from the beginning",
        OUTBOX,
        'return { kind: "chunk", offset: one.offset,',
        'return { kind: "chunk", offset: 0,',
        "web/src/offline/engine.test.ts::field 26: killed between pieces it goes on from the offset "
        "after the restart",
    ),
    Cut(
        33,
        "a record is sent before it is flagged",
        ENGINE,
        'await store.jobs.update(one.id, { state: "sending" });',
        "",
        "web/src/offline/engine.test.ts::field 33: a record is flagged before it is sent",
    ),
    Cut(
        33,
        "what was broken off counts as sent",
        OUTBOX,
        'if (answer.kind === "stopped") return { job: { ...ground.job, state: "pending",',
        'if (answer.kind === "stopped") return { job: { ...ground.job, state: "done",',
        "web/src/offline/field.test.ts::field 33: a record is pending until the acknowledgement; "
        "broken off in mid-upload it and the rest stay unsent",
    ),
    Cut(
        35,
        "any answer with status 200 is success",
        OUTBOX,
        'if (field(receipt, "digest") !== ground.job.digest) return dropped(ground, "captive");',
        "",
        "web/src/domain/outbox.test.ts::field 35: JSON of somebody else with status 200 is not success",
    ),
    Cut(
        40,
        "bytes are freed by the first answer",
        OUTBOX,
        "if (!complete) return moved(ground, offset);\n"
        '  if (offset !== ground.job.size) return hold(ground, "stuck");',
        "",
        "web/src/domain/outbox.test.ts::field 40: bytes are freed only by the acknowledgement of the whole",
    ),
    Cut(
        40,
        "whatever is old enough leaves the phone",
        ROOM,
        "if (!(await settled(store, record)) || Date.parse(record.receipt!.received_at) >= before) continue;",
        "",
        f"{KEEPING}::field 40: delete after send removes only what is acknowledged whole",
    ),
    Cut(
        46,
        "a photo without room is given up at once",
        PHOTOS,
        "if ((await roomMake(store, need)) === 0) throw new StorageFull();",
        "throw new StorageFull();",
        f"{KEEPING}::field 46: a photo that finds no room makes the oldest acknowledged ones give way first",
    ),
    Cut(
        46,
        "what only the phone has gives way too",
        ROOM,
        "store.files.filter((file) => file.ackedAt !== null)",
        "store.files",
        f"{KEEPING}::field 46: making room takes nothing that is not acknowledged",
    ),
)
SCENARIOS = {26, 33, 35, 40, 46}
