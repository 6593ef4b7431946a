import "fake-indexeddb/auto";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { canonical, digest } from "@/domain/canon";
import type { Line } from "@/domain/outbox";
import { draftStart } from "@/domain/record";
import { PhoneStore, type KeptDraft } from "@/offline/db";
import { draftFinish, draftReopen, draftSave } from "@/offline/drafts";
import { Engine, type Ground } from "@/offline/engine";
import { AT, CHUNK, finished, Server, visit } from "@/offline/engine.scene";

const PATIENCE_MS = 30_000;

let store: PhoneStore;
let server: Server;
let engine: Engine;
let clock: number;
let line: Line;
let turn = 0;

function ground(): Ground {
  return {
    store, transport: server, now: () => clock, random: () => 0.5, refresh: () => Promise.resolve(), poor: () => false, reduce: () => Promise.resolve(null),
    tell: (next) => (line = next),
    timer: (ms, ring) => {
      const soon = setImmediate(() => {
        clock += ms;
        ring();
      });
      return () => clearImmediate(soon);
    },
  };
}

beforeEach(() => {
  store = new PhoneStore(`test-${turn++}`);
  server = new Server();
  clock = Date.parse(AT);
  engine = new Engine(ground(), undefined);
});

afterEach(async () => {
  await engine.stop();
  await store.delete();
});

/** Digests run beside this thread: on a busy machine no number of turns is enough, only time is. */
async function until(done: () => Promise<boolean> | boolean): Promise<void> {
  for (const began = performance.now(); performance.now() - began < PATIENCE_MS; ) {
    if (await done()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`never happened; jobs: ${JSON.stringify(await store.jobs.toArray())}; calls: ${server.calls.join(", ")}`);
}

const settled = () => until(async () => (await store.jobs.toArray()).every((one) => one.state === "done" || one.state === "held"));
const states = async () => Object.fromEntries((await store.jobs.toArray()).map((one) => [one.id, one.state]));

describe("exactly once", () => {
  test("a record with photos arrives whole, bytes are freed, descriptions stay", async () => {
    await finished(store, "a", [CHUNK * 3, 100]);
    engine.start();
    await settled();
    expect(server.calls).toEqual(["record a", "chunk a-p1 0", "chunk a-p0 0", `chunk a-p0 ${CHUNK}`, `chunk a-p0 ${2 * CHUNK}`]);
    expect([[...server.files.values()].every((one) => one.complete), await store.bytes.count(), (await store.files.toArray()).every((one) => one.ackedAt)]).toEqual([true, 0, true]);
    expect((await store.records.get("a"))?.receipt).toMatchObject({ uuid: "a" });
  });

  test("a lost reply doubles nothing", async () => {
    await finished(store, "a", [100]);
    server.faults = ["lost_reply", "lost_reply"];
    engine.start();
    await settled();
    expect([server.records.get("a")?.writes, server.calls.filter((call) => call === "record a").length]).toEqual([1, 3]);
  });

  test("a lost reply to the last piece is found by asking", async () => {
    await finished(store, "a", [100]);
    engine.start();
    await until(() => server.records.has("a"));
    server.faults = ["lost_reply"];
    await settled();
    expect(await states()).toEqual({ a: "done", "a-p0": "done" });
    expect(server.sent).toBe(100);
  });

  test("field 26: killed between pieces it goes on from the offset after the restart", async () => {
    await finished(store, "a", [CHUNK * 4]);
    engine.start();
    await until(() => server.calls.includes(`chunk a-p0 ${CHUNK}`));
    await engine.stop();
    engine = new Engine(ground(), undefined);
    engine.start();
    await settled();
    expect(server.calls.filter((call) => call.startsWith("chunk") && call.endsWith(" 0"))).toEqual(["chunk a-p0 0"]);
    expect(server.sent).toBe(CHUNK * 4);
  });

  test("finishing twice makes one record", async () => {
    const first = await finished(store, "a", [10]);
    const kept: KeptDraft = { visit: "v-a", draft: first.draft, of: first.of, savedAt: AT };
    const second = await draftFinish({ store, kept, device: { time: "2026-09-15T11:00:00+08:00", offsetMs: 9 }, gps: null, at: AT });
    expect([second.digest, await store.records.count()]).toEqual([first.digest, 1]);
  });

  test("field 38: a late savepoint does not bring a finished draft back", async () => {
    const first = await finished(store, "a");
    await draftSave(store, { visit: "v-a", draft: first.draft, of: first.of, savedAt: AT }, first.draft, AT);
    expect(await store.drafts.count()).toBe(0);
  });

  test("what is stored is what is sent: the digest is of the body", async () => {
    const record = await finished(store, "a", [10]);
    expect(await digest(JSON.parse(canonical(record.body)))).toBe(record.digest);
  });

  test("a returned record goes again as the next revision, without its old photos", async () => {
    const first = await finished(store, "a", [10]);
    engine.start();
    await settled();
    const again = await draftReopen(store, (await store.records.get("a"))!, AT);
    await draftFinish({ store, kept: { ...again, draft: { ...again.draft, statement: "补正" } }, device: { time: AT, offsetMs: 0 }, gps: null, at: AT });
    engine.look();
    await until(() => server.records.get("a")?.rev === 2);
    await settled();
    expect([server.records.get("a")?.digest === first.digest, server.calls.filter((call) => call.startsWith("chunk")).length]).toEqual([false, 1]);
  });
});

describe("trouble", () => {
  test("field 32: the order of sending is the order of finishing, although the older one failed once", async () => {
    await finished(store, "a");
    await finished(store, "b");
    server.faults = ["lost_request"];
    engine.start();
    await settled();
    expect([...server.records.keys()]).toEqual(["a", "b"]);
  });

  test("field 36: a poison record is put aside, the next go, and a tap sends it again", async () => {
    await finished(store, "a", [10]);
    await finished(store, "b", [10]);
    server.poison.add("a");
    engine.start();
    await until(async () => (await states())["a"] === "held" && (await states())["b-p0"] === "done");
    expect([await store.bytes.get("a-p0") !== undefined, server.files.has("a-p0")]).toEqual([true, false]);
    server.poison.clear();
    await engine.retry("a");
    await settled();
    expect(await states()).toEqual({ a: "done", "a-p0": "done", b: "done", "b-p0": "done" });
  });

  test("field 35: a captive portal frees nothing and is waited out", async () => {
    await finished(store, "a", [10]);
    server.faults = ["portal", "portal", "portal"];
    engine.start();
    await settled();
    expect([server.records.get("a")?.writes, server.files.get("a-p0")?.complete]).toEqual([1, true]);
  });

  test("field 41: an ended session keeps everything until somebody signs in", async () => {
    await finished(store, "a", [10]);
    server.faults = ["signed_out"];
    engine.start();
    await until(() => line?.signedOut === true);
    expect([await states(), await store.bytes.count(), server.calls.length]).toEqual([{ a: "pending", "a-p0": "pending" }, 1, 1]);
    engine.signedIn();
    await settled();
    expect(await states()).toEqual({ a: "done", "a-p0": "done" });
  });

  test("a damaged file starts again once and then arrives", async () => {
    await finished(store, "a", [10]);
    engine.start();
    await until(() => server.records.has("a"));
    server.damage = 1;
    await settled();
    expect([await states(), server.calls.filter((call) => call === "chunk a-p0 0").length]).toEqual([{ a: "done", "a-p0": "done" }, 2]);
  });

  test("a file damaged twice needs a person and keeps its bytes", async () => {
    await finished(store, "a", [10]);
    engine.start();
    await until(() => server.records.has("a"));
    server.damage = 2;
    await settled();
    expect([(await store.jobs.get("a-p0"))?.reason, await store.bytes.count()]).toEqual(["hash_mismatch", 1]);
  });

  test("field 20: maintenance keeps everything on the phone and is waited out, a full server too", async () => {
    await finished(store, "a", [10]);
    server.faults = ["maintenance", "maintenance"];
    engine.start();
    await until(() => server.records.has("a"));
    server.faults = ["full"];
    await settled();
    expect(await states()).toEqual({ a: "done", "a-p0": "done" });
  });

  test("bytes that are gone are said so, the others go", async () => {
    await finished(store, "a", [10, 20]);
    await store.bytes.delete("a-p0");
    engine.start();
    await settled();
    expect([(await store.jobs.get("a-p0"))?.reason, await states()]).toEqual(["bytes_missing", { a: "done", "a-p0": "held", "a-p1": "done" }]);
  });

  test("field 33: a record is flagged before it is sent", async () => {
    await finished(store, "a");
    let flagged = "";
    const submit = server.submit.bind(server);
    server.submit = async (record, signal) => {
      flagged = (await store.jobs.get(record.uuid))?.state ?? "";
      return submit(record, signal);
    };
    engine.start();
    await settled();
    expect(flagged).toBe("sending");
  });
});

describe("one sender", () => {
  test("two tabs with one lock send once", async () => {
    let held: Promise<unknown> = Promise.resolve();
    const locks = {
      request: (_name: string, _options: unknown, run: () => Promise<unknown>) => (held = held.then(run)),
    } as unknown as Pick<LockManager, "request">;
    const first = new Engine(ground(), locks);
    const second = new Engine(ground(), locks);
    await finished(store, "a", [10]);
    first.start();
    second.start();
    await settled();
    const calls = server.calls.length;
    await first.stop();
    await second.stop();
    expect([calls, server.records.get("a")?.writes]).toEqual([2, 1]);
  });
});

test("field 27: a draft is never sent", async () => {
  const draft = draftStart({ uuid: "d", visit: "v", formVersion: "f1", at: AT });
  await store.drafts.put({ visit: "v", draft, of: visit("v"), savedAt: AT });
  await finished(store, "a");
  engine.start();
  await settled();
  expect([...server.records.keys()]).toEqual(["a"]);
});

test("field 41: two people on one phone see nothing of each other", async () => {
  await finished(store, "a");
  const other = new PhoneStore(`other-${turn}`);
  expect([await other.records.count(), await other.jobs.count()]).toEqual([0, 0]);
  await other.delete();
});
