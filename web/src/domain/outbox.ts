/** The outbox as arithmetic: which job goes next, what it asks of the server, what an answer means.
 *
 *  Pure: no clock, no dice, no I/O. The engine (offline/engine.ts) supplies the time, the random number and
 *  the answers, and stores what comes back. Rules: text before photos, small photos first, records in the order
 *  in which they were finished; what else was done in the field (a wish) in the order of the records; on a poor line
 *  the small copies of photos before the photos; nothing is given up without a person; bytes are freed only after the
 *  acknowledgement; silence of the network stops the line, trouble of one record stops only that record. */

export const CHUNK = 256 * 1024;
export const ONE_CALL = 512 * 1024;
const CHUNK_LEAST = 16 * 1024;
const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_MOST_MS = 300_000;
const FAILURES_TO_HOLD = 6;
const FORBIDDEN_TO_HOLD = 5;
const DROPS_TO_YIELD = 3;
const CUTS_TO_HOLD = 4;
const JUMPS_TO_HOLD = 20;

export type JobState = "pending" | "sending" | "held" | "done";

/** Why a job waits for a person, or why it waits longer than usual. */
export type Reason =
  | "content_differs"
  | "stale_rev"
  | "deleted"
  | "refused"
  | "forbidden"
  | "too_big"
  | "hash_mismatch"
  | "server_full"
  | "server_error"
  | "cut_off"
  | "stuck"
  | "not_announced"
  | "bytes_missing";

export interface Job {
  id: string;
  /** a wish is anything else the officer did in the field: a confirmation, a request, an outing, a visit begun */
  kind: "record" | "file" | "wish";
  /** uuid of the record it belongs to; a wish belongs to itself */
  record: string;
  /** order in which records and wishes were finished on this phone */
  seq: number;
  size: number;
  /** digest of a record's body; empty for files */
  digest: string;
  state: JobState;
  reason: Reason | null;
  /** the server's sentence, if it gave one */
  message: string;
  /** failures in a row that were this job's own */
  tries: number;
  /** lost connections in a row */
  drops: number;
  /** lost connections right after another exchange had worked */
  cuts: number;
  /** device time before which it is not tried again */
  notBefore: number;
  /** bytes the server has acknowledged */
  offset: number;
  chunk: number;
  /** ask the server where it stands before sending on */
  ask: boolean;
  restarts: number;
  jumps: number;
  /** a small copy may go before the camera's own bytes; jobs without a word never have one */
  copy?: "may" | "sent" | "none";
  /** a job that must be done first: the visit of a record that was begun off line */
  after?: string;
}

export type Trouble = "network" | "captive" | "busy";

/** The line to the server, shared by all jobs. */
export interface Line {
  signedOut: boolean;
  trouble: Trouble | null;
  tries: number;
  notBefore: number;
  /** the last exchange of any job got a proper answer */
  proved: boolean;
}

export type Call = { kind: "submit" } | { kind: "wish" } | { kind: "copy" } | { kind: "ask" } | { kind: "chunk"; offset: number; length: number };

/** What came back: a reply (`body` undefined = not JSON) or silence. */
export type Answer =
  | { kind: "reply"; status: number; body: unknown; retryAfterMs: number | null }
  | { kind: "silence" }
  | { kind: "stopped" };

/** What the engine must do beside storing the job. */
export type Effect = "free_bytes" | "keep_receipt" | "keep_answer" | "sign_in" | "refresh_session" | "announce_again";

export interface Step {
  job: Job;
  line: Line;
  effects: Effect[];
}

export const OPEN_LINE: Line = { signedOut: false, trouble: null, tries: 0, notBefore: 0, proved: false };
const PROVED_LINE: Line = { ...OPEN_LINE, proved: true };

export function job(start: Pick<Job, "id" | "kind" | "record" | "seq" | "size"> & Partial<Job>): Job {
  return {
    digest: "", state: "pending", reason: null, message: "", tries: 0, drops: 0, cuts: 0, notBefore: 0,
    offset: 0, chunk: start.size <= ONE_CALL ? ONE_CALL : CHUNK, ask: false, restarts: 0, jumps: 0, ...start,
  };
}

/** 1 s, 2 s, 4 s … 5 min, each ±30 %; `random` is in [0, 1). */
export function backoff(tries: number, random: number): number {
  const whole = Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** Math.min(tries, 20));
  return Math.round(whole * (0.7 + 0.6 * random));
}

const copies = (one: Job, poor: boolean): boolean => poor && one.kind === "file" && one.copy === "may";

function before(a: Job, b: Job, poor: boolean): number {
  const yields = Number(a.drops >= DROPS_TO_YIELD) - Number(b.drops >= DROPS_TO_YIELD);
  const kinds = Number(a.kind === "file") - Number(b.kind === "file");
  const small = Number(copies(b, poor)) - Number(copies(a, poor));
  return yields || kinds || small || a.seq - b.seq || (a.kind === "file" ? a.size - b.size : 0) || (a.id < b.id ? -1 : 1);
}

/** Jobs that may go, in order. A photo waits until its record is stored, a record until its visit is. */
export function queue(jobs: Job[], poor = false): Job[] {
  const done = new Set(jobs.filter((one) => one.kind !== "file" && one.state === "done").map((one) => one.id));
  const there = new Set(jobs.map((one) => one.id));
  return jobs
    .filter((one) => one.state === "pending" || one.state === "sending")
    .filter((one) => one.kind !== "file" || done.has(one.record))
    .filter((one) => one.after === undefined || done.has(one.after) || !there.has(one.after))
    .sort((a, b) => before(a, b, poor));
}

export type Next = { kind: "send"; job: Job } | { kind: "wait"; ms: number } | { kind: "idle" };

/** A clock set back must not stop the queue: nothing waits longer than the longest backoff. */
function rest(notBefore: number, now: number): number {
  return Math.max(0, Math.min(notBefore - now, BACKOFF_MOST_MS * 1.3));
}

export function next(jobs: Job[], line: Line, now: number, poor = false): Next {
  const ready = queue(jobs, poor);
  if (ready.length === 0 || line.signedOut) return { kind: "idle" };
  const quiet = rest(line.notBefore, now);
  if (quiet > 0) return { kind: "wait", ms: quiet };
  const due = ready.find((one) => rest(one.notBefore, now) === 0);
  if (due) return { kind: "send", job: due };
  return { kind: "wait", ms: Math.min(...ready.map((one) => rest(one.notBefore, now))) };
}

/** `poor`: the line carries little, a small copy of each photo goes first. */
export function call(one: Job, poor = false): Call {
  if (one.kind !== "file") return { kind: one.kind === "record" ? "submit" : "wish" };
  if (copies(one, poor)) return { kind: "copy" };
  if (one.ask) return { kind: "ask" };
  return { kind: "chunk", offset: one.offset, length: Math.min(one.chunk, one.size - one.offset) };
}

/** At every start of the app: what was on its way is not known to have arrived. */
export function restart(jobs: Job[]): Job[] {
  return jobs.map((one) => (one.state === "sending" ? { ...one, state: "pending", ask: one.kind === "file", notBefore: 0 } : one));
}

/** A person asks for it again. */
export function requeue(one: Job): Job {
  if (one.state === "done") return one;
  return { ...one, state: "pending", reason: null, message: "", tries: 0, drops: 0, cuts: 0, jumps: 0, restarts: 0, notBefore: 0, ask: one.kind === "file" };
}

/** The network is back, the person came back or tapped: try now. */
export function wake(line: Line): Line {
  return { ...line, tries: 0, notBefore: 0 };
}

export function signedIn(): Line {
  return OPEN_LINE;
}

interface Ground {
  job: Job;
  call: Call;
  line: Line;
  now: number;
  random: number;
}

function hold(ground: Ground, reason: Reason, message = ""): Step {
  return { job: { ...ground.job, state: "held", reason, message }, line: PROVED_LINE, effects: [] };
}

function later(ground: Ground, change: Partial<Job>, waitMs: number, effects: Effect[] = []): Step {
  return { job: { ...ground.job, state: "pending", notBefore: ground.now + waitMs, ...change }, line: PROVED_LINE, effects };
}

function onward(ground: Ground, change: Partial<Job>): Step {
  return { job: { ...ground.job, reason: null, message: "", tries: 0, drops: 0, cuts: 0, notBefore: 0, ...change }, line: PROVED_LINE, effects: [] };
}

/** The line itself is in trouble: everybody waits, nobody is to blame. */
function pause(ground: Ground, trouble: Trouble, retryAfterMs: number | null = null): Step {
  const { job: one, line, now, random } = ground;
  const wait = Math.max(backoff(line.tries, random), retryAfterMs ?? 0);
  return {
    job: { ...one, state: "pending", ask: one.kind === "file" },
    line: { signedOut: false, trouble, tries: line.tries + 1, notBefore: now + wait, proved: false },
    effects: [],
  };
}

/** No usable reply. A job that is cut off again and again while others get through needs a person. */
function dropped(ground: Ground, trouble: Trouble): Step {
  const step = pause(ground, trouble);
  const cuts = ground.job.cuts + Number(ground.line.proved);
  if (cuts >= CUTS_TO_HOLD) return hold(ground, "cut_off");
  return { ...step, job: { ...step.job, drops: ground.job.drops + 1, cuts } };
}

function field(body: unknown, name: string): unknown {
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

function said(body: unknown): { code: string; message: string } {
  return { code: String(field(body, "code") ?? ""), message: String(field(body, "message") ?? "") };
}

function offsetIn(body: unknown): number | null {
  const offset = field(body, "offset") ?? field(field(body, "data"), "offset");
  return Number.isSafeInteger(offset) ? (offset as number) : null;
}

function recordStored(ground: Ground, body: unknown): Step {
  const receipt = field(body, "receipt");
  if (field(receipt, "digest") !== ground.job.digest) return dropped(ground, "captive");
  return { ...onward(ground, { state: "done" }), effects: ["keep_receipt"] };
}

/** Doors of the house answer with the thing they made; anything else came from somewhere else. */
function wishGranted(ground: Ground, body: unknown): Step {
  if (typeof field(body, "uuid") !== "string") return dropped(ground, "captive");
  return { ...onward(ground, { state: "done" }), effects: ["keep_answer"] };
}

/** A copy is a courtesy: it is tried, and never stands in the way of the original. */
function copyAnswered(ground: Ground, { status, body, retryAfterMs }: Answer & { kind: "reply" }): Step {
  if (status < 300 && typeof field(body, "uuid") === "string") return onward(ground, { copy: "sent", state: "pending" });
  if (status < 300) return dropped(ground, "captive");
  const judged = said(body).code !== "" && ![401, 403].includes(status) && !BUSY.has(status);
  return judged ? onward(ground, { copy: "none", state: "pending" }) : refused(ground, status, body, retryAfterMs);
}

/** The copy cannot be made here, or was broken off once too often. */
export function copyNone(one: Job): Job {
  return { ...one, copy: "none", state: "pending", reason: null };
}

function moved(ground: Ground, offset: number): Step {
  const one = ground.job;
  const forward = offset > one.offset || (ground.call.kind === "ask" && offset === one.offset);
  const jumps = forward ? 0 : one.jumps + 1;
  if (jumps > JUMPS_TO_HOLD) return hold(ground, "stuck");
  return onward(ground, { offset: Math.min(offset, one.size), ask: offset >= one.size, jumps });
}

function fileAnswered(ground: Ground, status: number, body: unknown): Step {
  const offset = offsetIn(body);
  const complete = field(body, "complete");
  if (offset === null || typeof complete !== "boolean") return dropped(ground, "captive");
  if (status === 202) return parked(ground);
  if (!complete && ground.call.kind === "ask" && offset >= ground.job.size) return parked(ground);
  if (!complete) return moved(ground, offset);
  if (offset !== ground.job.size) return hold(ground, "stuck");
  return { ...onward(ground, { state: "done", offset, ask: false }), effects: ["free_bytes"] };
}

/** The server keeps the bytes but does not know the photo yet: announce the record again, free nothing. */
function parked(ground: Ground): Step {
  const tries = ground.job.tries + 1;
  if (tries >= FAILURES_TO_HOLD) return hold(ground, "not_announced");
  return later(ground, { tries, ask: true }, backoff(tries, ground.random), ["announce_again"]);
}

function mismatch(ground: Ground, message: string): Step {
  if (ground.job.kind !== "file") return hold(ground, "refused", message);
  if (ground.job.restarts > 0) return hold(ground, "hash_mismatch", message);
  return onward(ground, { restarts: 1, offset: 0, ask: false });
}

function tooBig(ground: Ground, message: string): Step {
  const chunk = Math.floor(Math.min(ground.job.chunk, ground.job.size) / 2);
  if (ground.call.kind !== "chunk" || chunk < CHUNK_LEAST) return hold(ground, "too_big", message);
  return onward(ground, { chunk, ask: true });
}

function conflict(ground: Ground, body: unknown): Step {
  const { code, message } = said(body);
  if (ground.job.kind === "file") {
    const offset = offsetIn(body);
    return offset === null ? hold(ground, "refused", message) : moved(ground, offset);
  }
  return hold(ground, code === "content_differs" || code === "stale_rev" ? code : "refused", message);
}

function forbidden(ground: Ground, message: string): Step {
  const tries = ground.job.tries + 1;
  if (tries >= FORBIDDEN_TO_HOLD) return hold(ground, "forbidden", message);
  return later(ground, { tries }, backoff(tries, ground.random), ["refresh_session"]);
}

function failed(ground: Ground, message: string): Step {
  const tries = ground.job.tries + 1;
  if (tries >= FAILURES_TO_HOLD) return hold(ground, "server_error", message);
  return later(ground, { tries, ask: ground.job.kind === "file" }, backoff(tries, ground.random));
}

const BUSY = new Set([408, 425, 429, 502, 503, 504]);

function refused(ground: Ground, status: number, body: unknown, retryAfterMs: number | null): Step {
  const { message } = said(body);
  if (status === 413) return tooBig(ground, message);
  if (BUSY.has(status)) return pause(ground, "busy", retryAfterMs);
  if (body === undefined) return status >= 500 ? pause(ground, "busy", retryAfterMs) : dropped(ground, "captive");
  switch (status) {
    case 401:
      return { job: { ...ground.job, state: "pending" }, line: { ...PROVED_LINE, signedOut: true }, effects: ["sign_in"] };
    case 403:
      return forbidden(ground, message);
    case 404:
      if (ground.call.kind === "ask") return onward(ground, { offset: 0, ask: false });
      return ground.job.kind === "file" ? parked(ground) : hold(ground, "refused", message);
    case 409:
      return conflict(ground, body);
    case 410:
      return hold(ground, "deleted", message);
    case 422:
      return mismatch(ground, message);
    case 507:
      return later(ground, { reason: "server_full", message, ask: ground.job.kind === "file" }, BACKOFF_MOST_MS);
    default:
      return status >= 500 ? failed(ground, message) : hold(ground, "refused", message);
  }
}

/** The one transition: what an answer to this call makes of the job and of the line. */
export function answered(ground: Ground, answer: Answer): Step {
  if (answer.kind === "stopped") return { job: { ...ground.job, state: "pending", ask: ground.job.kind === "file" }, line: ground.line, effects: [] };
  if (ground.call.kind === "copy") {
    const step = answer.kind === "silence" ? dropped(ground, "network") : copyAnswered(ground, answer);
    return step.job.state === "held" ? { ...step, job: copyNone(step.job) } : step;
  }
  if (answer.kind === "silence") return dropped(ground, "network");
  const { status, body } = answer;
  if (status < 200 || status >= 300) return refused(ground, status, body, answer.retryAfterMs);
  if (body === undefined) return dropped(ground, "captive");
  if (ground.job.kind === "wish") return wishGranted(ground, body);
  return ground.job.kind === "record" ? recordStored(ground, body) : fileAnswered(ground, status, body);
}

/** The bytes are not on this phone any more: no call can be made. */
export function bytesMissing(one: Job): Job {
  return { ...one, state: "held", reason: "bytes_missing" };
}
