import "fake-indexeddb/auto";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Job } from "@/domain/outbox";
import { PhoneStore } from "@/offline/db";
import { Engine, type Ground } from "@/offline/engine";
import { AT, CHUNK, finished, Server } from "@/offline/engine.scene";
import { wishDrop, wishesClear, wishKeep, type Wish } from "@/offline/wishes";

let store: PhoneStore;
let server: Server;
let engine: Engine;
let clock: number;
let poor: boolean;
let small: ArrayBuffer | null;
let turn = 0;

const ground = (): Ground => ({
  store, transport: server, now: () => clock, random: () => 0.5, refresh: () => Promise.resolve(), tell: () => undefined,
  poor: () => poor, reduce: () => Promise.resolve(small),
  timer: (ms, ring) => {
    const soon = setImmediate(() => {
      clock += ms;
      ring();
    });
    return () => clearImmediate(soon);
  },
});

beforeEach(() => {
  store = new PhoneStore(`wishes-${turn++}`);
  server = new Server();
  clock = Date.parse(AT);
  poor = false;
  small = new ArrayBuffer(40);
  engine = new Engine(ground(), undefined);
});

afterEach(async () => {
  await engine.stop();
  await store.delete();
});

const wish = (id: string, more: Partial<Wish> = {}): Wish => ({ id, kind: "recuse", path: "/visits/v/recuse", body: { reason: "亲属" }, visit: "v", title: "静安网吧", at: AT, ...more });
const job = async (id: string): Promise<Job> => (await store.jobs.get(id))!;

async function settled(): Promise<void> {
  for (const began = performance.now(); performance.now() - began < 30_000; ) {
    if ((await store.jobs.toArray()).every((one) => one.state === "done" || one.state === "held")) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`never settled: ${server.calls.join(", ")}`);
}

describe("wishes", () => {
  test("a wish made off line arrives once although its replies are lost", async () => {
    await wishKeep(store, wish("w1"));
    await wishKeep(store, wish("w1", { body: { reason: "改过" } }));
    server.faults = ["lost_request", "lost_reply", "portal"];
    engine.start();
    await settled();
    expect([[...server.wishes], (await job("w1")).state, (await store.wishes.get("w1"))?.ackedAt !== null]).toEqual([[["w1", { body: '{"reason":"亲属"}', made: 1 }]], "done", true]);
  });

  test("wishes and records go in the order in which they were made", async () => {
    await wishKeep(store, wish("w1"));
    await finished(store, "a", [100]);
    await wishKeep(store, wish("w2"));
    engine.start();
    await settled();
    expect(server.calls).toEqual(["wish w1", "record a", "wish w2", "chunk a-p0 0"]);
  });

  test("a refused wish is put aside with the reason, the rest goes, and a tap sends it again", async () => {
    await wishKeep(store, wish("w1", { path: "/outings" }));
    await finished(store, "a");
    server.closed.add("/outings");
    engine.start();
    await settled();
    expect([await job("w1"), (await job("a")).state]).toMatchObject([{ state: "held", reason: "refused", message: "已经登记过" }, "done"]);
    server.closed.clear();
    await engine.retry("w1");
    await settled();
    expect((await job("w1")).state).toBe("done");
  });

  test("the record of a visit begun off line waits for its visit and is lost by nothing", async () => {
    await wishKeep(store, wish("b", { kind: "begin", path: "/visits/v-a/begin", visit: "v-a" }));
    await finished(store, "a");
    server.closed.add("/visits/v-a/begin");
    engine.start();
    await settledBut("a");
    expect([(await job("b")).state, (await job("a")).state, server.records.size]).toEqual(["held", "pending", 0]);
    expect(await wishDrop(store, "b")).toBe(false);
    server.closed.clear();
    await engine.retry("b");
    await settled();
    expect(server.calls.slice(-2)).toEqual(["wish b", "record a"]);
  });

  test("what the server has cannot be taken back, what it has not can", async () => {
    await wishKeep(store, wish("w1"));
    engine.start();
    await settled();
    await engine.stop();
    await wishKeep(store, wish("w2"));
    expect([await wishDrop(store, "w1"), await wishDrop(store, "w2"), await store.jobs.count()]).toEqual([false, true, 1]);
  });

  test("granted wishes leave the phone after their time", async () => {
    await wishKeep(store, wish("w1"));
    engine.start();
    await settled();
    await wishKeep(store, wish("w2", { kind: "outing", path: "/outings" }));
    await wishesClear(store, clock + 1);
    expect([await store.wishes.get("w1"), (await store.wishes.get("w2"))?.id]).toEqual([undefined, "w2"]);
  });
});

async function settledBut(id: string): Promise<void> {
  for (const began = performance.now(); performance.now() - began < 30_000; ) {
    if ((await store.jobs.toArray()).every((one) => one.id === id || one.state === "held")) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("small copies", () => {
  test("on a poor line every copy goes first, and the camera's own bytes always follow", async () => {
    poor = true;
    await finished(store, "a", [CHUNK * 3, CHUNK * 4]);
    engine.start();
    await settled();
    expect(server.calls.slice(0, 4)).toEqual(["record a", "copy a-p0", "copy a-p1", "chunk a-p0 0"]);
    expect([...server.files.values()].map((one) => [one.complete, one.bytes.length])).toEqual([[true, CHUNK * 3], [true, CHUNK * 4]]);
  });

  test("on a good line, of a small photo, or where none can be made there is no copy", async () => {
    await finished(store, "a", [CHUNK * 3]);
    poor = true;
    small = null;
    await finished(store, "b", [CHUNK * 3, 100]);
    await store.jobs.update("a-p0", { copy: "none" });
    engine.start();
    await settled();
    expect(server.calls.filter((one) => one.startsWith("copy"))).toEqual([]);
    expect([...server.files.values()].every((one) => one.complete)).toBe(true);
  });

  test("a copy that is cut off again and again never stands in the way of the original", async () => {
    poor = true;
    await finished(store, "a", [CHUNK * 3]);
    const refuse = server.copy.bind(server);
    server.copy = (file) => (server.calls.push(`cut ${file.id}`) > 40 ? refuse(file) : Promise.resolve({ kind: "silence" }));
    engine.start();
    await settled();
    expect([server.files.get("a-p0")?.complete, (await job("a-p0")).state]).toEqual([true, "done"]);
  });

  test("a copy the server refuses is not tried again", async () => {
    poor = true;
    await finished(store, "a", [CHUNK * 3]);
    server.copy = (file) => {
      server.calls.push(`copy ${file.id}`);
      return Promise.resolve({ kind: "reply", status: 404, body: { code: "not_found", message: "" }, retryAfterMs: null });
    };
    engine.start();
    await settled();
    expect([server.calls.filter((one) => one.startsWith("copy")).length, (await job("a-p0")).copy, (await job("a-p0")).state]).toEqual([1, "none", "done"]);
  });
});
