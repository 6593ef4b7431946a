import "fake-indexeddb/auto";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { sha256 } from "@/domain/canon";
import type { Answer, Line } from "@/domain/outbox";
import { PhoneStore } from "@/offline/db";
import { Engine, type Ground } from "@/offline/engine";
import { AT, CHUNK, file, finished, Server } from "@/offline/engine.scene";
import { photoDrop, photoKeep, signatureKeep } from "@/offline/photos";
import { draftDrop, draftFinish, draftOpen, draftSave } from "@/offline/drafts";
import { visit } from "@/offline/engine.scene";

const PATIENCE_MS = 30_000;
let store: PhoneStore;
let server: Server;
let engine: Engine;
let line: Line;
let clock: number;
let waits: number[];
let turn = 0;

function ground(): Ground {
  return {
    store, transport: server, now: () => clock, random: () => 0.5, refresh: () => Promise.resolve(), poor: () => false, reduce: () => Promise.resolve(null), tell: (next) => (line = next),
    timer: (ms, ring) => {
      waits.push(ms);
      const soon = setImmediate(() => {
        clock += ms;
        ring();
      });
      return () => clearImmediate(soon);
    },
  };
}

beforeEach(() => {
  store = new PhoneStore(`field-${turn++}`);
  server = new Server();
  clock = Date.parse(AT);
  waits = [];
  engine = new Engine(ground(), undefined);
});

afterEach(async () => {
  await engine.stop();
  await store.delete();
});

async function until(done: () => Promise<boolean> | boolean): Promise<void> {
  for (const began = performance.now(); performance.now() - began < PATIENCE_MS; ) {
    if (await done()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`never happened; jobs: ${JSON.stringify(await store.jobs.toArray())}; calls: ${server.calls.join(", ")}`);
}

const states = async () => Object.fromEntries((await store.jobs.toArray()).map((one) => [one.id, one.state]));
const settled = () => until(async () => (await store.jobs.toArray()).every((one) => one.state === "done" || one.state === "held"));

describe("the queue", () => {
  test("field 26: the network dies after the second of five pieces, only the other three are sent again, at the same bounds", async () => {
    await finished(store, "a", [CHUNK * 4 + 77]);
    const chunk = server.chunk.bind(server);
    let fell = 0;
    server.chunk = async (one, offset, bytes) => {
      if (offset === 2 * CHUNK && fell++ < 3) return { kind: "silence" };
      return chunk(one, offset, bytes);
    };
    engine.start();
    await settled();
    expect(server.pieces).toEqual([`0+${CHUNK}`, `${CHUNK}+${CHUNK}`, `${2 * CHUNK}+${CHUNK}`, `${3 * CHUNK}+${CHUNK}`, `${4 * CHUNK}+77`]);
    expect([fell, server.sent]).toEqual([4, CHUNK * 4 + 77]);
  });

  test("field 27: what was finished in an earlier session goes, a draft does not", async () => {
    await finished(store, "a");
    await draftOpen(store, visit("v-b"), AT, () => "b");
    const { name } = store;
    store.close();
    store = new PhoneStore(name.replace("wenxun-", ""));
    engine = new Engine(ground(), undefined);
    engine.start();
    await settled();
    expect([[...server.records.keys()], await store.drafts.count()]).toEqual([["a"], 1]);
  });

  test("field 28: a dead network is asked ever more seldom, up to 300 s", async () => {
    await finished(store, "a");
    server.faults = Array.from({ length: 11 }, () => "lost_request" as const);
    engine.start();
    await settled();
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000]);
  });

  test("field 33: a record is pending until the acknowledgement; broken off in mid-upload it and the rest stay unsent", async () => {
    await finished(store, "a", [10]);
    await finished(store, "b");
    let asked: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => (asked = resolve));
    server.instead = (_record, signal) =>
      new Promise<Answer>((resolve) => {
        signal.addEventListener("abort", () => resolve({ kind: "stopped" }));
        asked();
      });
    engine.start();
    await reached;
    const during = await states();
    await engine.stop();
    expect([during, await states()]).toEqual([
      { a: "sending", "a-p0": "pending", b: "pending" },
      { a: "pending", "a-p0": "pending", b: "pending" },
    ]);
    expect([server.calls, (await store.records.get("a"))?.receipt]).toEqual([["record a"], null]);
  });

  test("field 34: when the photo after its record fails the record is not done, and a retry sends the photo alone", async () => {
    await finished(store, "a", [10]);
    const chunk = server.chunk.bind(server);
    server.chunk = () => Promise.resolve({ kind: "reply", status: 400, body: { code: "invalid", message: "" }, retryAfterMs: null });
    engine.start();
    await settled();
    expect(await states()).toEqual({ a: "done", "a-p0": "held" });
    server.chunk = chunk;
    await engine.retry("a");
    await settled();
    expect([await states(), server.records.get("a")?.writes, server.files.get("a-p0")?.complete]).toEqual([{ a: "done", "a-p0": "done" }, 1, true]);
  });

  test("field 30: the store taken away by the system is opened at once, nothing is lost and the sending goes on", async () => {
    await finished(store, "a", [10]);
    const told: boolean[] = [];
    store.away = (gone) => told.push(gone);
    const connection = store.backendDB();
    connection.close();
    connection.onclose?.call(connection, new Event("close"));
    await until(() => told.length === 2);
    engine.start();
    await settled();
    expect([told, await states()]).toEqual([[true, false], { a: "done", "a-p0": "done" }]);
  });

  test("field 30: a store that fails in the middle of sending ends nothing", async () => {
    await finished(store, "a", [10]);
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const put = store.jobs.put.bind(store.jobs);
    let failures = 2;
    vi.spyOn(store.jobs, "put").mockImplementation((...given) => {
      if (failures-- > 0) throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
      return put(...given);
    });
    engine.start();
    await settled();
    expect([await states(), server.records.get("a")?.writes]).toEqual([{ a: "done", "a-p0": "done" }, 1]);
  });
});

const gps = null;
const jpeg = (n: number, size = 400): Blob => new Blob([new Uint8Array(size).map((_, at) => (at * 31 + n) % 256)], { type: "image/jpeg" });
const taken = (id: string, record: string) => ({ id, record, source: "camera" as const, item: "K1", caption: "", takenAt: AT, device: { time: AT, offsetMs: 0 }, officers: [], gps, distanceM: null, toleranceM: null, name: "IMG.jpg" });

describe("photos of a draft", () => {
  test("field 29: files with empty, same and no names are all kept through savepoints and the finish", async () => {
    const kept = await draftOpen(store, visit("v"), AT, () => "d");
    const names = ["", "IMG.jpg", "IMG.jpg", "照片\u200b.jpg"];
    for (const [n, name] of names.entries()) await photoKeep(store, jpeg(n), { ...taken(`p${n}`, "d"), name });
    const ids = names.map((_, n) => `p${n}`);
    const draft = { ...kept.draft, outcome: "closed" as const, photos: ids };
    for (const photos of [ids.slice(0, 2), ids]) await draftSave(store, kept, { ...draft, photos }, AT);
    const record = await draftFinish({ store, kept: (await store.drafts.get("v"))!, device: { time: AT, offsetMs: 0 }, gps, at: AT });
    expect([record.body.photos.map((one) => [one.id, one.name]), await store.bytes.count()]).toEqual([ids.map((id, n) => [id, names[n]]), 4]);
  });

  test("field 31: a photo taken back loses its bytes, the others of a loaded draft keep theirs", async () => {
    const kept = await draftOpen(store, visit("v"), AT, () => "d");
    for (const id of ["p", "q"]) await photoKeep(store, jpeg(1), taken(id, "d"));
    await draftSave(store, kept, { ...kept.draft, photos: ["q"] }, AT);
    await photoDrop(store, "p");
    expect([await store.bytes.toCollection().primaryKeys(), await store.files.toCollection().primaryKeys(), (await store.drafts.get("v"))?.draft.photos]).toEqual([["q"], ["q"], ["q"]]);
  });

  test("field 31: a draft thrown away takes its photos with it and no other's", async () => {
    const kept = await draftOpen(store, visit("v"), AT, () => "d");
    await photoKeep(store, jpeg(1), taken("p", "d"));
    await file(store, "other", "e", 10);
    await draftDrop(store, kept, AT);
    await draftSave(store, kept, kept.draft, AT);
    expect([await store.drafts.count(), await store.bytes.toCollection().primaryKeys()]).toEqual([0, ["other"]]);
  });

  test("field 47: the camera's own bytes are what is uploaded, byte for byte", async () => {
    const kept = await draftOpen(store, visit("v"), AT, () => "d");
    const shot = jpeg(5, CHUNK * 2 + 311);
    const { sha256: told } = await photoKeep(store, shot, taken("p", "d"));
    await draftFinish({ store, kept: { ...kept, draft: { ...kept.draft, outcome: "closed", photos: ["p"] } }, device: { time: AT, offsetMs: 0 }, gps, at: AT });
    engine.start();
    await settled();
    const arrived = new Uint8Array(server.files.get("p")!.bytes);
    expect([arrived.length === shot.size, await sha256(arrived), told]).toEqual([true, await sha256(await shot.arrayBuffer()), told]);
  });

  test("field 48: four pictures at once, two of them signatures, all arrive", async () => {
    const kept = await draftOpen(store, visit("v"), AT, () => "d");
    const sign = (id: string, n: number) => signatureKeep(store, jpeg(n), { id, record: "d", takenAt: AT, caption: "林知远" });
    const files = await Promise.all([photoKeep(store, jpeg(1), taken("p1", "d")), sign("s1", 2), photoKeep(store, jpeg(3), taken("p2", "d")), sign("s2", 4)]);
    const signed = (kind: "officer" | "officer2", id: string) => ({ kind, name: "林知远", file: id, signedAt: AT, refusal: null });
    const draft = { ...kept.draft, outcome: "closed" as const, photos: ["p1", "p2"], signatures: [signed("officer", "s1"), signed("officer2", "s2")] };
    await draftFinish({ store, kept: { ...kept, draft }, device: { time: AT, offsetMs: 0 }, gps, at: AT });
    engine.start();
    await settled();
    expect(await Promise.all(files.map(async ({ id }) => sha256(new Uint8Array(server.files.get(id)!.bytes))))).toEqual(files.map((one) => one.sha256));
  });
});

test("field 28: a phone signed out asks nothing more until somebody signs in", async () => {
  await finished(store, "a");
  server.faults = ["signed_out"];
  engine.start();
  await until(() => line?.signedOut === true);
  engine.poke();
  engine.look();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([server.calls.length, waits]).toEqual([1, []]);
});
