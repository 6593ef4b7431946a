/** The engine of the outbox: takes the next job, calls, stores what the answer means; one sender per person. */
import type { Of } from "@/api/wire";
import { answered, bytesMissing, call, copyNone, next, OPEN_LINE, requeue, restart, signedIn, wake, type Answer, type Call, type Job, type Line, type Step } from "@/domain/outbox";
import type { KeptFile, PhoneStore } from "@/offline/db";
import type { Transport } from "@/offline/transport";

export interface Ground {
  store: PhoneStore;
  transport: Transport;
  now: () => number;
  random: () => number;
  /** rings after so many milliseconds unless called off */
  timer: (ms: number, ring: () => void) => () => void;
  /** asks the server for session and CSRF again */
  refresh: () => Promise<void>;
  /** whether small copies go first, by the bytes in a second of the last piece (null: none went yet) */
  poor: (rate: number | null) => boolean;
  /** a small copy of a photo for the eye; null where none can be made */
  reduce: (bytes: ArrayBuffer, type: string) => Promise<ArrayBuffer | null>;
  /** told after every change of line or job */
  tell: (line: Line, sending: string | null) => void;
}

type Locks = Pick<LockManager, "request">;

/** the phone's own store failed (closed by the system, full): the queue stands still for this long */
const STORE_REST_MS = 1_000;

export class Engine {
  private line: Line = OPEN_LINE;
  private stopped = true;
  private stop_ = new AbortController();
  private ring: (() => void) | null = null;
  private rung = false;
  /** bytes in a second, as the last piece went */
  private rate: number | null = null;
  private done: Promise<void> = Promise.resolve();

  constructor(
    private readonly ground: Ground,
    private readonly locks: Locks | undefined = typeof navigator === "undefined" ? undefined : navigator.locks,
  ) {}

  /** Begins sending when this tab gets the lock; another tab of the same person keeps it until it closes. */
  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.stop_ = new AbortController();
    const { signal } = this.stop_;
    const name = `outbox:${this.ground.store.name}`;
    const turn = this.locks ? this.locks.request(name, { signal }, () => this.run()) : this.run();
    this.done = Promise.resolve(turn).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  /** Ends after the running call is broken off; nothing is lost, everything is pending again. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.stop_.abort();
    this.wakeUp();
    await this.done;
  }

  /** Something changed: a record was finished, the network is back, the person came back. */
  poke(): void {
    this.line = wake(this.line);
    this.wakeUp();
  }

  /** Another tab may have added work; the line keeps its patience. */
  look(): void {
    this.wakeUp();
  }

  signedIn(): void {
    this.line = signedIn();
    this.wakeUp();
  }

  /** A person asks to send one record again: itself and its held photos. */
  async retry(record: string): Promise<void> {
    const { store } = this.ground;
    await store.transaction("rw", store.jobs, async () => {
      const jobs = await store.jobs.where("record").equals(record).toArray();
      await store.jobs.bulkPut(jobs.filter((one) => one.state !== "sending").map(requeue));
    });
    this.poke();
  }

  private wakeUp(): void {
    this.rung = true;
    this.ring?.();
  }

  /** A store that fails for a moment must not end the sending: what was on its way is asked for again. */
  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.turns();
      } catch (error) {
        console.warn("outbox", error);
        this.rung = false;
        await this.sleep(STORE_REST_MS);
      }
    }
    this.ground.tell(this.line, null);
  }

  private async turns(): Promise<void> {
    const { store } = this.ground;
    await store.transaction("rw", store.jobs, async () => store.jobs.bulkPut(restart(await store.jobs.toArray())));
    while (!this.stopped) {
      this.rung = false;
      const step = next(await store.jobs.toArray(), this.line, this.ground.now(), this.poor());
      this.ground.tell(this.line, step.kind === "send" ? step.job.id : null);
      if (step.kind === "send") await this.send(step.job);
      else await this.sleep(step.kind === "wait" ? step.ms : null);
    }
  }

  private sleep(ms: number | null): Promise<void> {
    if (this.rung || this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const off = ms === null ? () => undefined : this.ground.timer(ms, () => this.ring?.());
      this.ring = () => {
        off();
        this.ring = null;
        resolve();
      };
    });
  }

  private poor(): boolean {
    return this.ground.poor(this.rate);
  }

  private async send(one: Job): Promise<void> {
    const { store } = this.ground;
    const wish = call(one, this.poor());
    await store.jobs.update(one.id, { state: "sending" });
    const began = this.ground.now();
    const answer = await this.ask(one, wish);
    if (answer === null) {
      await store.jobs.put(wish.kind === "copy" ? copyNone(one) : bytesMissing(one));
      return;
    }
    if (wish.kind === "chunk" && answer.kind === "reply") this.rate = (wish.length * 1000) / (this.ground.now() - began);
    const step = answered({ job: one, call: wish, line: this.line, now: this.ground.now(), random: this.ground.random() }, answer);
    this.line = step.line;
    await this.keep(step, answer);
    if (step.effects.includes("refresh_session")) await this.ground.refresh().catch(() => undefined);
    this.ground.tell(this.line, null);
  }

  /** null: what should be sent is not on this phone. */
  private async ask(one: Job, wish: Call): Promise<Answer | null> {
    const { store, transport } = this.ground;
    const { signal } = this.stop_;
    if (one.kind === "record") {
      const record = await store.records.get(one.id);
      return record ? transport.submit(record, signal) : null;
    }
    if (one.kind === "wish") {
      const wanted = await store.wishes.get(one.id);
      return wanted ? transport.wish(wanted, signal) : null;
    }
    const file = await store.files.get(one.id);
    if (!file) return null;
    if (wish.kind === "copy") return this.copy(file, signal);
    if (wish.kind !== "chunk") return transport.ask(file, signal);
    const kept = await store.bytes.get(one.id);
    return kept ? transport.chunk(file, wish.offset, kept.bytes.slice(wish.offset, wish.offset + wish.length), signal) : null;
  }

  private async copy(file: KeptFile, signal: AbortSignal): Promise<Answer | null> {
    const { store, transport, reduce } = this.ground;
    const kept = await store.bytes.get(file.id);
    const small = kept ? await reduce(kept.bytes, file.type) : null;
    return small ? transport.copy(file, small, signal) : null;
  }

  /** The job and what follows from it, in one transaction: bytes go only together with the acknowledgement. */
  private async keep(step: Step, answer: Answer): Promise<void> {
    const { store } = this.ground;
    const { job: one, effects } = step;
    const at = new Date(this.ground.now()).toISOString();
    await store.transaction("rw", [store.jobs, store.files, store.bytes, store.records, store.wishes], async () => {
      await store.jobs.put(one);
      if (effects.includes("free_bytes")) {
        await store.files.update(one.id, { ackedAt: at });
        await store.bytes.delete(one.id);
      }
      if (effects.includes("keep_receipt") && answer.kind === "reply") {
        const body = answer.body as Of<"SubmissionOut">;
        await store.records.update(one.id, { receipt: body.receipt, irregularities: body.irregularities });
      }
      if (effects.includes("keep_answer")) await store.wishes.update(one.id, { ackedAt: at });
      if (effects.includes("announce_again")) await store.jobs.update(one.record, { state: "pending", notBefore: 0 });
    });
  }
}
