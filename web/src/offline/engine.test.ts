import "fake-indexeddb/auto";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Visit } from "@/api/types";
import { canonical, digest, sha256 } from "@/domain/canon";
import type { Answer, Line } from "@/domain/outbox";
import { draftStart, type Draft } from "@/domain/record";
import { PhoneStore, type KeptDraft, type KeptFile, type KeptRecord } from "@/offline/db";
import { draftFinish, draftReopen, draftSave } from "@/offline/drafts";
import { Engine, type Ground } from "@/offline/engine";
import type { Transport } from "@/offline/transport";

const AT = "2026-09-15T10:04:00+08:00";
const CHUNK = 256 * 1024;
const PATIENCE_MS = 30_000;

type Fault = "lost_request" | "lost_reply" | "portal" | "signed_out" | "maintenance" | "poison" | "full";

/** A server that keeps the protocol, with faults that are used up one by one. */
class Server implements Transport {
  readonly records = new Map<string, { rev: number; digest: string; writes: number }>();
  readonly files = new Map<string, { bytes: number[]; complete: boolean; total: number; sha: string }>();
  readonly calls: string[] = [];
  faults: Fault[] = [];
  poison = new Set<string>();
  /** how many uploads arrive with a wrong byte */
  damage = 0;
  sent = 0;

  private fault(): Fault | undefined {
    return this.faults.shift();
  }

  private async serve(handle: () => Promise<[number, unknown]> | [number, unknown]): Promise<Answer> {
    const fault = this.fault();
    if (fault === "lost_request") return { kind: "silence" };
    if (fault === "portal") return { kind: "reply", status: 200, body: undefined, retryAfterMs: null };
    if (fault === "signed_out") return { kind: "reply", status: 401, body: { code: "not_signed_in" }, retryAfterMs: null };
    if (fault === "maintenance") return { kind: "reply", status: 503, body: { code: "maintenance" }, retryAfterMs: 1000 };
    if (fault === "full") return { kind: "reply", status: 507, body: { code: "quota" }, retryAfterMs: null };
    const [status, body] = await handle();
    if (fault === "lost_reply") return { kind: "silence" };
    return { kind: "reply", status, body, retryAfterMs: null };
  }

  submit(record: KeptRecord): Promise<Answer> {
    this.calls.push(`record ${record.uuid}`);
    return this.serve(async () => {
      if (this.poison.has(record.uuid)) return [500, { code: "error" }];
      const kept = this.records.get(record.uuid);
      const rev = record.draft.rev;
      const receipt = { receipt: { uuid: record.uuid, digest: record.digest, received_at: AT }, missing: [], irregularities: [] };
      if ((await digest(record.body)) !== record.digest) return [422, { code: "digest_differs" }];
      if (kept && kept.rev === rev) return kept.digest === record.digest ? [200, receipt] : [409, { code: "content_differs" }];
      if (kept && kept.rev > rev) return [409, { code: "stale_rev" }];
      this.records.set(record.uuid, { rev, digest: record.digest, writes: (kept?.writes ?? 0) + 1 });
      return [201, receipt];
    });
  }

  ask(file: KeptFile): Promise<Answer> {
    this.calls.push(`ask ${file.id}`);
    return this.serve(() => {
      const kept = this.files.get(file.id);
      return kept ? [200, { offset: kept.bytes.length, complete: kept.complete }] : [404, { code: "not_found" }];
    });
  }

  chunk(file: KeptFile, offset: number, bytes: ArrayBuffer): Promise<Answer> {
    this.calls.push(`chunk ${file.id} ${offset}`);
    this.sent += bytes.byteLength;
    const damaged = this.damage-- > 0;
    return this.serve(async () => {
      const kept = this.files.get(file.id) ?? { bytes: [], complete: false, total: file.size, sha: file.sha256 };
      this.files.set(file.id, kept);
      if (offset !== kept.bytes.length) return [409, { code: "wrong_offset", data: { offset: kept.bytes.length } }];
      for (const byte of new Uint8Array(bytes)) kept.bytes.push(byte);
      if (damaged) kept.bytes[0] = (kept.bytes[0]! + 1) % 256;
      if (kept.bytes.length === kept.total) {
        if ((await sha256(new Uint8Array(kept.bytes))) !== kept.sha) {
          kept.bytes = [];
          return [422, { code: "hash_mismatch" }];
        }
        kept.complete = true;
      }
      return [200, { offset: kept.bytes.length, complete: kept.complete }];
    });
  }
}

let store: PhoneStore;
let server: Server;
let engine: Engine;
let clock: number;
let line: Line;
let turn = 0;

function ground(): Ground {
  return {
    store, transport: server, now: () => clock, random: () => 0.5, refresh: () => Promise.resolve(),
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

const visit = (uuid: string): Visit => ({ uuid, number: uuid, team: [], form: { version: "f1", sections: [{ key: "s", title: "s", items: [{ code: "K1" }] }] }, venue: { name: uuid, sign_name: "", township: "" } }) as unknown as Visit;

async function file(id: string, record: string, size: number): Promise<string> {
  const bytes = new Uint8Array(size).map((_, n) => (n * 7 + id.length) % 251);
  await store.files.put({ id, record, sha256: await sha256(bytes), size, type: "image/jpeg", name: "", takenAt: AT, source: "camera", gps: null, caption: "", item: "K1", use: "photo", ackedAt: null });
  await store.bytes.put({ id, bytes: bytes.buffer });
  return id;
}

async function finished(name: string, sizes: number[] = []): Promise<KeptRecord> {
  const photos = await Promise.all(sizes.map((size, n) => file(`${name}-p${n}`, name, size)));
  const draft: Draft = { ...draftStart({ uuid: name, visit: `v-${name}`, formVersion: "f1", at: AT }), outcome: "done", answers: { K1: { conforms: false, note: "缺", photos, corrected: false, afterPhotos: [] } } };
  const kept: KeptDraft = { visit: `v-${name}`, draft, of: visit(`v-${name}`), savedAt: AT };
  await store.drafts.put(kept);
  return draftFinish({ store, kept, device: { time: AT, offsetMs: 0 }, gps: null, at: AT });
}

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
    await finished("a", [CHUNK * 3, 100]);
    engine.start();
    await settled();
    expect(server.calls).toEqual(["record a", "chunk a-p1 0", "chunk a-p0 0", `chunk a-p0 ${CHUNK}`, `chunk a-p0 ${2 * CHUNK}`]);
    expect([[...server.files.values()].every((one) => one.complete), await store.bytes.count(), (await store.files.toArray()).every((one) => one.ackedAt)]).toEqual([true, 0, true]);
    expect((await store.records.get("a"))?.receipt).toMatchObject({ uuid: "a" });
  });

  test("a lost reply doubles nothing", async () => {
    await finished("a", [100]);
    server.faults = ["lost_reply", "lost_reply"];
    engine.start();
    await settled();
    expect([server.records.get("a")?.writes, server.calls.filter((call) => call === "record a").length]).toEqual([1, 3]);
  });

  test("a lost reply to the last piece is found by asking", async () => {
    await finished("a", [100]);
    engine.start();
    await until(() => server.records.has("a"));
    server.faults = ["lost_reply"];
    await settled();
    expect(await states()).toEqual({ a: "done", "a-p0": "done" });
    expect(server.sent).toBe(100);
  });

  test("killed between pieces it goes on from the offset after the restart", async () => {
    await finished("a", [CHUNK * 4]);
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
    const first = await finished("a", [10]);
    const kept: KeptDraft = { visit: "v-a", draft: first.draft, of: first.of, savedAt: AT };
    const second = await draftFinish({ store, kept, device: { time: "2026-09-15T11:00:00+08:00", offsetMs: 9 }, gps: null, at: AT });
    expect([second.digest, await store.records.count()]).toEqual([first.digest, 1]);
  });

  test("a late savepoint does not bring a finished draft back", async () => {
    const first = await finished("a");
    await draftSave(store, { visit: "v-a", draft: first.draft, of: first.of, savedAt: AT }, first.draft, AT);
    expect(await store.drafts.count()).toBe(0);
  });

  test("what is stored is what is sent: the digest is of the body", async () => {
    const record = await finished("a", [10]);
    expect(await digest(JSON.parse(canonical(record.body)))).toBe(record.digest);
  });

  test("a returned record goes again as the next revision, without its old photos", async () => {
    const first = await finished("a", [10]);
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
  test("the order of finishing is kept although the older one failed once", async () => {
    await finished("a");
    await finished("b");
    server.faults = ["lost_request"];
    engine.start();
    await settled();
    expect([...server.records.keys()]).toEqual(["a", "b"]);
  });

  test("a poison record is put aside, the next go, and a tap sends it again", async () => {
    await finished("a", [10]);
    await finished("b", [10]);
    server.poison.add("a");
    engine.start();
    await until(async () => (await states())["a"] === "held" && (await states())["b-p0"] === "done");
    expect([await store.bytes.get("a-p0") !== undefined, server.files.has("a-p0")]).toEqual([true, false]);
    server.poison.clear();
    await engine.retry("a");
    await settled();
    expect(await states()).toEqual({ a: "done", "a-p0": "done", b: "done", "b-p0": "done" });
  });

  test("a captive portal frees nothing and is waited out", async () => {
    await finished("a", [10]);
    server.faults = ["portal", "portal", "portal"];
    engine.start();
    await settled();
    expect([server.records.get("a")?.writes, server.files.get("a-p0")?.complete]).toEqual([1, true]);
  });

  test("an ended session keeps everything until somebody signs in", async () => {
    await finished("a", [10]);
    server.faults = ["signed_out"];
    engine.start();
    await until(() => line?.signedOut === true);
    expect([await states(), await store.bytes.count(), server.calls.length]).toEqual([{ a: "pending", "a-p0": "pending" }, 1, 1]);
    engine.signedIn();
    await settled();
    expect(await states()).toEqual({ a: "done", "a-p0": "done" });
  });

  test("a damaged file starts again once and then arrives", async () => {
    await finished("a", [10]);
    engine.start();
    await until(() => server.records.has("a"));
    server.damage = 1;
    await settled();
    expect([await states(), server.calls.filter((call) => call === "chunk a-p0 0").length]).toEqual([{ a: "done", "a-p0": "done" }, 2]);
  });

  test("a file damaged twice needs a person and keeps its bytes", async () => {
    await finished("a", [10]);
    engine.start();
    await until(() => server.records.has("a"));
    server.damage = 2;
    await settled();
    expect([(await store.jobs.get("a-p0"))?.reason, await store.bytes.count()]).toEqual(["hash_mismatch", 1]);
  });

  test("maintenance and a full server are waited out", async () => {
    await finished("a", [10]);
    server.faults = ["maintenance", "maintenance"];
    engine.start();
    await until(() => server.records.has("a"));
    server.faults = ["full"];
    await settled();
    expect(await states()).toEqual({ a: "done", "a-p0": "done" });
  });

  test("bytes that are gone are said so, the others go", async () => {
    await finished("a", [10, 20]);
    await store.bytes.delete("a-p0");
    engine.start();
    await settled();
    expect([(await store.jobs.get("a-p0"))?.reason, await states()]).toEqual(["bytes_missing", { a: "done", "a-p0": "held", "a-p1": "done" }]);
  });

  test("a record is flagged before it is sent", async () => {
    await finished("a");
    let flagged = "";
    const submit = server.submit.bind(server);
    server.submit = async (record) => {
      flagged = (await store.jobs.get(record.uuid))?.state ?? "";
      return submit(record);
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
    await finished("a", [10]);
    first.start();
    second.start();
    await settled();
    const calls = server.calls.length;
    await first.stop();
    await second.stop();
    expect([calls, server.records.get("a")?.writes]).toEqual([2, 1]);
  });
});

test("a draft is never sent", async () => {
  const draft = draftStart({ uuid: "d", visit: "v", formVersion: "f1", at: AT });
  await store.drafts.put({ visit: "v", draft, of: visit("v"), savedAt: AT });
  await finished("a");
  engine.start();
  await settled();
  expect([...server.records.keys()]).toEqual(["a"]);
});

test("two people on one phone see nothing of each other", async () => {
  await finished("a");
  const other = new PhoneStore(`other-${turn}`);
  expect([await other.records.count(), await other.jobs.count()]).toEqual([0, 0]);
  await other.delete();
});
