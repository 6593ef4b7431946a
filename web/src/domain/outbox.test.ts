import { describe, expect, test } from "vitest";

import {
  answered, backoff, call, CHUNK, job, next, ONE_CALL, OPEN_LINE, queue, requeue, restart, wake,
  type Answer, type Effect, type Job, type Line, type Reason,
} from "@/domain/outbox";

const NOW = 1_000_000;
const PROVED: Line = { ...OPEN_LINE, proved: true };
const record = (id: string, seq: number, more: Partial<Job> = {}) => job({ id, kind: "record", record: id, seq, size: 3_000, digest: `d-${id}`, ...more });
const file = (id: string, of: string, seq: number, size: number, more: Partial<Job> = {}) => job({ id, kind: "file", record: of, seq, size, ...more });
const reply = (status: number, body?: unknown, retryAfterMs: number | null = null): Answer => ({ kind: "reply", status, body, retryAfterMs });
const after = (one: Job, answer: Answer, line: Line = OPEN_LINE) => answered({ job: one, call: call(one), line, now: NOW, random: 0.5 }, answer);
const receipt = (one: Job) => ({ receipt: { uuid: one.id, digest: one.digest }, missing: [], irregularities: [] });

describe("order", () => {
  test("text goes before photos, small photos first, records as they were finished", () => {
    const jobs = [
      file("big", "b", 2, 900), file("small", "b", 2, 10), record("c", 3), record("b", 2, { state: "done" }),
      record("a", 1, { state: "done" }), file("old", "a", 1, 5_000),
    ];
    expect(queue(jobs).map((one) => one.id)).toEqual(["c", "old", "small", "big"]);
  });

  test("a photo waits until its record is stored", () => {
    expect(queue([record("a", 1, { state: "held", reason: "refused" }), file("p", "a", 1, 10)])).toEqual([]);
  });

  test("field 32: the older record stays first after it failed once", () => {
    const failed = after(record("a", 1), { kind: "silence" }).job;
    expect(queue([record("b", 2), failed]).map((one) => one.id)).toEqual(["a", "b"]);
  });

  test("field 36: a poison record is put aside and the next ones go", () => {
    let poison = record("a", 1);
    for (let n = 0; n < 6; n++) poison = after(poison, reply(500, { code: "error", message: "" })).job;
    expect([poison.state, poison.reason]).toEqual(["held", "server_error"]);
    expect(next([poison, record("b", 2)], OPEN_LINE, NOW)).toMatchObject({ kind: "send", job: { id: "b" } });
  });

  test("while the poison record rests the next one does not wait for it", () => {
    const poison = after(record("a", 1), reply(500, { code: "error" })).job;
    expect(next([poison, record("b", 2)], OPEN_LINE, NOW)).toMatchObject({ kind: "send", job: { id: "b" } });
  });

  test("field 36: a person can queue a held record again, at its old place", () => {
    const held = record("a", 1, { state: "held", reason: "server_error", tries: 6 });
    expect(queue([record("b", 2), requeue(held)]).map((one) => one.id)).toEqual(["a", "b"]);
  });

  test("a stored record is not queued again by a tap", () => {
    const done = record("a", 1, { state: "done" });
    expect(requeue(done)).toBe(done);
  });
});

describe("backoff", () => {
  test("field 28: back-off doubles from one second up to five minutes", () => {
    expect([0, 1, 2, 8, 9, 50].map((tries) => backoff(tries, 0.5))).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
  });

  test("is spread by thirty per cent either way", () => {
    expect([backoff(3, 0), backoff(3, 0.999999)]).toEqual([5_600, 10_400]);
  });

  test("a silent network stops the whole line, longer each time", () => {
    const first = after(record("a", 1), { kind: "silence" });
    const second = after(first.job, { kind: "silence" }, first.line);
    expect([first.line, second.line]).toEqual([
      { signedOut: false, trouble: "network", tries: 1, notBefore: NOW + 1_000, proved: false },
      { signedOut: false, trouble: "network", tries: 2, notBefore: NOW + 2_000, proved: false },
    ]);
    expect(next([first.job, record("b", 2)], first.line, NOW)).toEqual({ kind: "wait", ms: 1_000 });
  });

  test("field 28: back-off stops on success", () => {
    const one = record("a", 1);
    const tired: Line = { signedOut: false, trouble: "network", tries: 5, notBefore: 0, proved: false };
    expect(after(one, reply(201, receipt(one)), tired).line).toEqual(PROVED);
  });

  test("field 28: a regained network or a tap tries at once", () => {
    const tired: Line = { signedOut: false, trouble: "network", tries: 9, notBefore: NOW + 300_000, proved: false };
    expect(next([record("a", 1)], wake(tired), NOW)).toMatchObject({ kind: "send" });
  });

  test("a phone clock that was set back cannot stop the queue for longer than the longest pause", () => {
    const far: Line = { signedOut: false, trouble: "network", tries: 9, notBefore: NOW + 86_400_000, proved: false };
    expect(next([record("a", 1)], far, NOW)).toEqual({ kind: "wait", ms: 390_000 });
  });

  test("the server's own wish to wait is kept", () => {
    expect(after(record("a", 1), reply(503, { code: "maintenance" }, 120_000)).line).toEqual({ signedOut: false, trouble: "busy", tries: 1, notBefore: NOW + 120_000, proved: false });
  });
});

describe("a record", () => {
  const one = record("a", 1, { state: "sending" });

  test.each([[201], [200]])("%i with our digest is stored", (status) => {
    const step = after(one, reply(status, receipt(one)));
    expect([step.job.state, step.effects]).toEqual(["done", ["keep_receipt"]]);
  });

  test("a receipt for other content is not success", () => {
    const step = after(one, reply(200, { receipt: { digest: "someone else's" } }));
    expect([step.job.state, step.line.trouble, step.effects]).toEqual(["pending", "captive", []]);
  });

  test("field 35: a captive portal's page with status 200 is not success", () => {
    const step = after(one, reply(200, undefined));
    expect([step.job.state, step.line.trouble, step.effects]).toEqual(["pending", "captive", []]);
  });

  test("field 35: JSON of somebody else with status 200 is not success", () => {
    expect(after(one, reply(200, { ok: true })).job.state).toBe("pending");
  });

  test.each<[number, unknown, Reason]>([
    [409, { code: "content_differs" }, "content_differs"],
    [409, { code: "stale_rev" }, "stale_rev"],
    [409, { code: "something_else" }, "refused"],
    [400, { code: "invalid" }, "refused"],
    [404, { code: "not_found" }, "refused"],
    [410, { code: "deleted" }, "deleted"],
    [413, { code: "too_big" }, "too_big"],
    [422, { code: "digest_differs" }, "refused"],
  ])("%i %o needs a person: %s", (status, body, reason) => {
    const step = after(one, reply(status, body));
    expect([step.job.state, step.job.reason, step.effects, step.line]).toEqual(["held", reason, [], PROVED]);
  });

  test("the server's sentence is kept for the person", () => {
    expect(after(one, reply(400, { code: "invalid", message: "缺少检查人员" })).job.message).toBe("缺少检查人员");
  });

  test("field 28: 401 is not tried again, it keeps everything and asks for sign-in", () => {
    const step = after(one, reply(401, { code: "not_signed_in" }));
    expect(step).toEqual({ job: { ...one, state: "pending" }, line: { signedOut: true, trouble: null, tries: 0, notBefore: 0, proved: true }, effects: ["sign_in"] satisfies Effect[] });
    expect(next([step.job], step.line, NOW)).toEqual({ kind: "idle" });
  });

  test("403 renews the session first and needs a person only when it stays", () => {
    const first = after(one, reply(403, { code: "csrf_failed" }));
    expect([first.job.state, first.effects]).toEqual(["pending", ["refresh_session"]]);
    let last = first.job;
    for (let n = 0; n < 4; n++) last = after(last, reply(403, { code: "forbidden" })).job;
    expect([last.state, last.reason]).toEqual(["held", "forbidden"]);
  });

  test.each([[408], [425], [429], [502], [503], [504]])("%i stops the line and blames nobody", (status) => {
    const step = after(one, reply(status, { code: "busy" }));
    expect([step.job.state, step.job.tries, step.line.trouble]).toEqual(["pending", 0, "busy"]);
  });

  test("a gateway's HTML error stops the line and blames nobody", () => {
    expect(after(one, reply(500, undefined)).line.trouble).toBe("busy");
  });

  test("a record that is cut off each time while others get through needs a person", () => {
    let step = after(one, { kind: "silence" }, PROVED);
    for (let n = 0; n < 3; n++) step = after(step.job, { kind: "silence" }, PROVED);
    expect([step.job.state, step.job.reason, step.line]).toEqual(["held", "cut_off", PROVED]);
  });

  test("a long time without network, however often tapped, blames no record", () => {
    let step = after(one, { kind: "silence" }, PROVED);
    for (let n = 0; n < 50; n++) step = after(step.job, { kind: "silence" }, n % 2 ? wake(step.line) : step.line);
    expect([step.job.state, step.job.cuts]).toEqual(["pending", 1]);
  });

  test("after three lost connections it lets the others try", () => {
    expect(queue([record("a", 1, { drops: 3 }), record("b", 2)]).map((job_) => job_.id)).toEqual(["b", "a"]);
  });

  test("field 33: stopping by hand leaves it unsent and unpunished", () => {
    const line: Line = { signedOut: false, trouble: null, tries: 2, notBefore: 0, proved: false };
    expect(after(one, { kind: "stopped" }, line)).toEqual({ job: { ...one, state: "pending" }, line, effects: [] });
  });
});

describe("a file", () => {
  const size = 3 * CHUNK + 100;
  const one = file("p", "a", 1, size, { state: "sending" });

  test("a small one goes in one call", () => {
    expect(call(file("s", "a", 1, ONE_CALL))).toEqual({ kind: "chunk", offset: 0, length: ONE_CALL });
  });

  test("a large one goes in pieces from the acknowledged offset", () => {
    const second = after(one, reply(200, { offset: CHUNK, complete: false })).job;
    const last = after({ ...second, offset: 3 * CHUNK }, reply(200, { offset: 3 * CHUNK, complete: false })).job;
    expect([call(second), call(last)]).toEqual([
      { kind: "chunk", offset: CHUNK, length: CHUNK },
      { kind: "chunk", offset: 3 * CHUNK, length: 100 },
    ]);
  });

  test("a wrong offset jumps to the server's and goes on at once", () => {
    const step = after(one, reply(409, { code: "wrong_offset", message: "", data: { offset: 2 * CHUNK } }));
    expect([call(step.job), step.job.notBefore, step.line]).toEqual([{ kind: "chunk", offset: 2 * CHUNK, length: CHUNK }, 0, PROVED]);
  });

  test("an offset at the end asks whether the file is complete", () => {
    const step = after(one, reply(409, { code: "wrong_offset", data: { offset: size } }));
    expect(call(step.job)).toEqual({ kind: "ask" });
  });

  test("jumping to and fro ends with a person", () => {
    let step = after(one, reply(409, { data: { offset: 0 } }));
    for (let n = 0; n < 20; n++) step = after({ ...step.job, ask: false }, reply(409, { data: { offset: 0 } }));
    expect([step.job.state, step.job.reason]).toEqual(["held", "stuck"]);
  });

  test("field 40: bytes are freed only by the acknowledgement of the whole", () => {
    const piece = after(one, reply(200, { offset: CHUNK, complete: false }));
    const whole = after({ ...one, offset: 3 * CHUNK }, reply(200, { offset: size, complete: true }));
    expect([piece.effects, whole.effects, whole.job.state]).toEqual([[], ["free_bytes"], "done"]);
  });

  test("complete with another length frees nothing", () => {
    const step = after(one, reply(200, { offset: 5, complete: true }));
    expect([step.job.state, step.effects]).toEqual(["held", []]);
  });

  test("field 35: a captive portal's page frees no bytes", () => {
    expect(after(one, reply(200, undefined)).effects).toEqual([]);
  });

  test("a wrong hash starts again once, then needs a person", () => {
    const again = after({ ...one, offset: 3 * CHUNK }, reply(422, { code: "hash_mismatch" }));
    const held = after(again.job, reply(422, { code: "hash_mismatch" }));
    expect([call(again.job), held.job.state, held.job.reason, held.effects]).toEqual([{ kind: "chunk", offset: 0, length: CHUNK }, "held", "hash_mismatch", []]);
  });

  test("413 halves the pieces until they are tiny, then needs a person", () => {
    let step = after(one, reply(413, undefined));
    expect([step.job.chunk, step.job.ask]).toEqual([CHUNK / 2, true]);
    for (let n = 0; n < 4; n++) step = after({ ...step.job, ask: false }, reply(413, { code: "too_big" }));
    expect([step.job.state, step.job.reason]).toEqual(["held", "too_big"]);
  });

  test("a full server keeps the bytes and tries again in five minutes by itself", () => {
    const step = after(one, reply(507, { code: "quota", message: "存储已满" }));
    expect([step.job.state, step.job.reason, step.job.notBefore, step.effects]).toEqual(["pending", "server_full", NOW + 300_000, []]);
  });

  test("a parked file is announced again and not freed", () => {
    const step = after(one, reply(202, { offset: size, complete: true }));
    expect([step.job.state, step.job.ask, step.effects]).toEqual(["pending", true, ["announce_again"]]);
  });

  test("asking about an unknown file starts at its beginning", () => {
    expect(call(after({ ...one, ask: true, offset: CHUNK }, reply(404, { code: "not_found" })).job)).toEqual({ kind: "chunk", offset: 0, length: CHUNK });
  });

  test("asking goes on from the true offset", () => {
    expect(call(after({ ...one, ask: true }, reply(200, { offset: CHUNK, complete: false })).job)).toEqual({ kind: "chunk", offset: CHUNK, length: CHUNK });
  });

  test("asking finds a file that arrived although its reply was lost", () => {
    const step = after({ ...one, ask: true }, reply(200, { offset: size, complete: true }));
    expect([step.job.state, step.effects]).toEqual(["done", ["free_bytes"]]);
  });

  test("after silence it asks where the server stands", () => {
    expect(call(after(one, { kind: "silence" }).job)).toEqual({ kind: "ask" });
  });
});

test("at start what was on its way is pending again, and files ask first", () => {
  const jobs = [record("a", 1, { state: "sending" }), file("p", "a", 1, 10, { state: "sending", offset: 5 }), record("b", 2, { state: "held", reason: "refused" })];
  expect(restart(jobs).map(({ id, state, ask }) => [id, state, ask])).toEqual([["a", "pending", false], ["p", "pending", true], ["b", "held", false]]);
});

test("an empty queue is idle", () => expect(next([], OPEN_LINE, NOW)).toEqual({ kind: "idle" }));
