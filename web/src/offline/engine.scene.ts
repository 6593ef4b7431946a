/** What the tests of the outbox stand on: a server that keeps the protocol, with faults, and records to send it. */
import type { Visit } from "@/api/types";
import { digest, sha256 } from "@/domain/canon";
import type { Answer } from "@/domain/outbox";
import { draftStart, type Draft } from "@/domain/record";
import type { KeptDraft, KeptFile, KeptRecord, KeptWish, PhoneStore } from "@/offline/db";
import { draftFinish } from "@/offline/drafts";
import type { Transport } from "@/offline/transport";

export const AT = "2026-09-15T10:04:00+08:00";
export const CHUNK = 256 * 1024;

export type Fault = "lost_request" | "lost_reply" | "portal" | "signed_out" | "maintenance" | "poison" | "full";

/** A server that keeps the protocol, with faults that are used up one by one. */
export class Server implements Transport {
  readonly records = new Map<string, { rev: number; digest: string; writes: number }>();
  readonly files = new Map<string, { bytes: number[]; complete: boolean; total: number; sha: string }>();
  readonly calls: string[] = [];
  faults: Fault[] = [];
  poison = new Set<string>();
  /** how many uploads arrive with a wrong byte */
  damage = 0;
  sent = 0;
  /** every piece that came, as offset and length */
  readonly pieces: string[] = [];
  /** answers a submission in place of the protocol */
  instead: ((record: KeptRecord, signal: AbortSignal) => Promise<Answer>) | null = null;

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

  submit(record: KeptRecord, signal: AbortSignal): Promise<Answer> {
    this.calls.push(`record ${record.uuid}`);
    if (this.instead) return this.instead(record, signal);
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

  /** what was wished for, by key, with the answer it got */
  readonly wishes = new Map<string, { body: string; made: number }>();
  /** doors that refuse */
  closed = new Set<string>();

  copy(file: KeptFile): Promise<Answer> {
    this.calls.push(`copy ${file.id}`);
    return this.serve(() => [200, { uuid: file.id, original: false }]);
  }

  wish(wish: KeptWish): Promise<Answer> {
    this.calls.push(`wish ${wish.id}`);
    return this.serve(() => {
      if (this.closed.has(wish.path)) return [409, { code: "conflict", message: "已经登记过" }];
      const kept = this.wishes.get(wish.id);
      this.wishes.set(wish.id, kept ?? { body: JSON.stringify(wish.body), made: this.wishes.size + 1 });
      return [201, { uuid: `made-${this.wishes.get(wish.id)!.made}` }];
    });
  }

  chunk(file: KeptFile, offset: number, bytes: ArrayBuffer): Promise<Answer> {
    this.calls.push(`chunk ${file.id} ${offset}`);
    this.sent += bytes.byteLength;
    this.pieces.push(`${offset}+${bytes.byteLength}`);
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

export const visit = (uuid: string): Visit => ({ uuid, number: uuid, team: [], form: { version: "f1", sections: [{ key: "s", title: "s", items: [{ code: "K1" }] }] }, venue: { name: uuid, sign_name: "", township: "" } }) as unknown as Visit;

export async function file(store: PhoneStore, id: string, record: string, size: number): Promise<string> {
  const bytes = new Uint8Array(size).map((_, n) => (n * 7 + id.length) % 251);
  await store.files.put({ id, record, sha256: await sha256(bytes), size, type: "image/jpeg", name: "", takenAt: AT, source: "camera", gps: null, caption: "", item: "K1", use: "photo", ackedAt: null });
  await store.bytes.put({ id, bytes: bytes.buffer });
  return id;
}

export async function finished(store: PhoneStore, name: string, sizes: number[] = []): Promise<KeptRecord> {
  const photos = await Promise.all(sizes.map((size, n) => file(store, `${name}-p${n}`, name, size)));
  const draft: Draft = { ...draftStart({ uuid: name, visit: `v-${name}`, formVersion: "f1", at: AT }), outcome: "done", answers: { K1: { conforms: false, note: "缺", photos, corrected: false, afterPhotos: [] } } };
  const kept: KeptDraft = { visit: `v-${name}`, draft, of: visit(`v-${name}`), savedAt: AT };
  await store.drafts.put(kept);
  return draftFinish({ store, kept, device: { time: AT, offsetMs: 0 }, gps: null, at: AT });
}

