/** What this phone keeps, one database per person: nobody sees another one's work on a shared phone.
 *
 *  Stores are only ever added to, never reshaped: a draft of an older version must open. Photo bytes, thumbnails
 *  and their descriptions lie apart, so that no list ever reads bytes. Bytes are ArrayBuffers: Safari loses Blobs. */
import Dexie, { type EntityTable } from "dexie";

import type { Visit } from "@/api/types";
import type { Of } from "@/api/wire";
import type { Job } from "@/domain/outbox";
import type { body, Draft, Evidence } from "@/domain/record";

export interface KeptVisit {
  uuid: string;
  visit: Visit;
  fetchedAt: string;
  /** begun on this phone without network: stays until the server lists it */
  begun?: boolean;
}

/** The pages of a check, as the officer goes through them. */
export type CheckPage = "notice" | "check" | "scene" | "review" | "sign";

/** What happened to a draft on this phone beside its answers. */
export interface LogLine {
  at: string;
  what: "started" | "resumed" | "reopened" | "taken_in";
  /** the page it was on */
  page: CheckPage | null;
}

/** A draft with the visit it was started from: it works although the visit leaves the list. */
export interface KeptDraft {
  visit: string;
  draft: Draft;
  of: Visit;
  savedAt: string;
  /** the last page of the check that was open; absent in drafts of older versions */
  page?: CheckPage;
  log?: LogLine[];
}

export interface KeptFile extends Evidence {
  record: string;
  use: "photo" | "signature";
  /** the server has it: bytes are gone, description and thumbnail stay */
  ackedAt: string | null;
}

export interface KeptBytes {
  id: string;
  bytes: ArrayBuffer;
}

export interface KeptThumb {
  id: string;
  bytes: ArrayBuffer;
  type: string;
}

/** A finished record, exactly as it is sent. */
export interface KeptRecord {
  uuid: string;
  visit: string;
  seq: number;
  /** version of the payload's shape, so that an old queue can still be told apart */
  payload: number;
  body: ReturnType<typeof body>;
  digest: string;
  size: number;
  venue: string;
  township: string;
  finishedAt: string;
  queuedAt: string;
  /** the server's signed proof that this revision is stored */
  receipt: Of<"ReceiptOut"> | null;
  irregularities: Of<"FaultOut">[];
  draft: Draft;
  of: Visit;
  /** sent back by the supervisor, who said why */
  returned: Of<"InspectionOut">["review"] | null;
  log?: LogLine[];
}

/** What an officer did in the field beside a record, exactly as it is sent. */
export type WishKind = "confirm" | "recuse" | "backfill" | "outing" | "outing_edit" | "begin" | "service";

export interface KeptWish {
  /** also its job's name and the key under which the server does it once */
  id: string;
  kind: WishKind;
  /** the door, under /api/v1 */
  path: string;
  body: unknown;
  /** "" where it concerns no visit */
  visit: string;
  /** whom it concerns, in the outbox */
  title: string;
  at: string;
  seq: number;
  ackedAt: string | null;
}

/** A venue of the district as a visit begun off line needs it. */
export type KeptVenue = Pick<Of<"VenueRowOut">, "uuid" | "code" | "uscc" | "name" | "sign_name" | "address" | "township" | "categories" | "grade" | "status">;

export interface KeptFact {
  key: string;
  value: unknown;
}

export const PAYLOAD = 1;

export class PhoneStore extends Dexie {
  visits!: EntityTable<KeptVisit, "uuid">;
  drafts!: EntityTable<KeptDraft, "visit">;
  files!: EntityTable<KeptFile, "id">;
  bytes!: EntityTable<KeptBytes, "id">;
  thumbs!: EntityTable<KeptThumb, "id">;
  records!: EntityTable<KeptRecord, "uuid">;
  jobs!: EntityTable<Job, "id">;
  facts!: EntityTable<KeptFact, "key">;
  wishes!: EntityTable<KeptWish, "id">;
  venues!: EntityTable<KeptVenue, "uuid">;

  constructor(person: string) {
    super(`wenxun-${person}`, { chromeTransactionDurability: "strict" });
    this.version(1).stores({
      visits: "uuid",
      drafts: "visit, draft.uuid",
      files: "id, record",
      bytes: "id",
      thumbs: "id",
      records: "uuid, visit, seq",
      jobs: "id, record, state",
      facts: "key",
    });
    this.version(2).stores({ wishes: "id, visit, seq", venues: "uuid" });
  }

  /** told when the system closed the database behind our back, and when it is open again */
  away: (gone: boolean) => void = () => undefined;

  /** Closed by the system (memory, an update of the browser): opened again at once, nothing waits for the next tap. */
  override close(how?: { disableAutoOpen: boolean }): void {
    super.close(how);
    if (how?.disableAutoOpen !== false) return;
    this.away(true);
    void this.open().then(
      () => this.away(false),
      (error: unknown) => console.error(error),
    );
  }
}

let open: { person: string; store: PhoneStore } | null = null;

/** The store of this person; opening another one's closes the first. */
export function phoneStore(person: string): PhoneStore {
  if (open?.person !== person) {
    open?.store.close();
    open = { person, store: new PhoneStore(person) };
  }
  return open.store;
}

/** The whole store of this person goes. */
export async function phoneStoreDelete(person: string): Promise<void> {
  const store = phoneStore(person);
  open = null;
  await store.delete();
}

export async function fact<Value>(store: PhoneStore, key: string): Promise<Value | undefined> {
  return (await store.facts.get(key))?.value as Value | undefined;
}

/** The next place in the order of records and wishes; inside a transaction over both. */
export async function seqNext(store: PhoneStore): Promise<number> {
  const last = await Promise.all([store.records.orderBy("seq").last(), store.wishes.orderBy("seq").last()]);
  return Math.max(0, ...last.map((one) => one?.seq ?? 0)) + 1;
}
