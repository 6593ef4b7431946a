/** Everything unsent of this phone into one sealed file, and out of it again: merged by uuid, never doubled, never over newer. */
import { sha256 } from "@/domain/canon";
import { BackupError, listOf, Opened, seal, stream, type Bytes, type Source } from "@/domain/backup";
import { job, requeue } from "@/domain/outbox";
import { seqNext, type KeptDraft, type KeptFile, type KeptRecord, type KeptVisit, type KeptWish, type PhoneStore } from "@/offline/db";
import { begunFirst, mentioned } from "@/offline/drafts";
import { wishKeep } from "@/offline/wishes";

export interface Owner {
  uuid: string;
  name: string;
  organ: string;
}

interface ListedFile extends KeptFile {
  /** its bytes are in the file; else the server has them, or they were gone */
  held: boolean;
}

/** What the sealed file begins with. No session, no token of one, no password. */
export interface List {
  v: 1;
  person: Owner;
  made_at: string;
  app: string;
  records: KeptRecord[];
  drafts: KeptDraft[];
  files: ListedFile[];
  /** what else was done in the field, and visits begun off line; files of older versions have neither */
  wishes?: KeptWish[];
  visits?: KeptVisit[];
}

export interface Unsent {
  records: KeptRecord[];
  drafts: KeptDraft[];
  files: ListedFile[];
  wishes: KeptWish[];
  visits: KeptVisit[];
  bytes: number;
}

/** Records without receipt or with a job not done, returned ones, and all drafts; with every file they speak of. */
export async function unsentOf(store: PhoneStore): Promise<Unsent> {
  const waiting = new Set((await store.jobs.filter((one) => one.state !== "done").toArray()).map((one) => one.record));
  const records = (await store.records.orderBy("seq").toArray()).filter((one) => one.receipt === null || one.returned || waiting.has(one.uuid));
  const drafts = await store.drafts.toArray();
  const wishes = (await store.wishes.orderBy("seq").toArray()).filter((one) => one.ackedAt === null);
  const begun = wishes.filter((one) => one.kind === "begin").map((one) => one.visit);
  const visits = (await store.visits.bulkGet(begun)).filter((one) => one !== undefined);
  const ids = [...new Set([...records, ...drafts].flatMap((one) => mentioned(one.draft)))];
  const kept = (await store.files.bulkGet(ids)).filter((file) => file !== undefined);
  const held = new Set(await store.bytes.where("id").anyOf(ids).primaryKeys());
  const files = kept.map((file) => ({ ...file, held: held.has(file.id) }));
  return { records, drafts, files, wishes, visits, bytes: files.reduce((sum, file) => sum + (file.held ? file.size : 0), 0) };
}

/** The file, part by part; `told` hears how many bytes of photos are in it. */
export async function* backupMake(store: PhoneStore, person: Owner, how: { phrase: string; at: string; app: string; told?: (done: number) => void }): AsyncGenerator<Bytes> {
  const { records, drafts, files, wishes, visits } = await unsentOf(store);
  const list: List = { v: 1, person, made_at: how.at, app: how.app, records, drafts, files, ...(wishes.length ? { wishes, visits } : {}) };
  async function* photos(): AsyncGenerator<Bytes> {
    let done = 0;
    for (const file of files.filter((one) => one.held)) {
      const kept = await store.bytes.get(file.id);
      if (kept?.bytes.byteLength !== file.size) throw new Error(`the bytes of ${file.id} went while the file was made`);
      yield new Uint8Array(kept.bytes);
      how.told?.((done += file.size));
    }
  }
  yield* seal(stream(list, photos()), { phrase: how.phrase });
}

export interface Backup {
  list: List;
  opened: Opened;
}

export async function backupOpen(source: Source, phrase: string): Promise<Backup> {
  const opened = await Opened.open(source, phrase);
  const list = (await listOf(opened)) as List;
  if (list.v !== 1) throw new BackupError("newer");
  return { list, opened };
}

export interface Taken {
  records: number;
  drafts: number;
  files: number;
  /** were here already, or newer here */
  same: number;
}

type Verdict = "take" | "heal" | "leave";

async function recordVerdict(store: PhoneStore, record: KeptRecord): Promise<Verdict> {
  const here = await store.records.get(record.uuid);
  if (here) return here.draft.rev < record.draft.rev ? "take" : here.draft.rev === record.draft.rev ? "heal" : "leave";
  const draft = await store.drafts.get(record.visit);
  return draft?.draft.uuid === record.uuid && Date.parse(draft.savedAt) > Date.parse(record.finishedAt) ? "leave" : "take";
}

async function draftVerdict(store: PhoneStore, kept: KeptDraft): Promise<Verdict> {
  const sent = await store.records.get(kept.draft.uuid);
  if (sent && sent.draft.rev >= kept.draft.rev) return "leave";
  const here = await store.drafts.get(kept.visit);
  if (!here) return "take";
  if (here.draft.uuid !== kept.draft.uuid || here.draft.rev > kept.draft.rev) return "leave";
  return here.draft.rev < kept.draft.rev || Date.parse(here.savedAt) < Date.parse(kept.savedAt) ? "take" : "heal";
}

function described(listed: ListedFile): KeptFile {
  const { held: _held, ...file } = listed;
  return file;
}

/** A file whose bytes are missing here and may be needed again. */
async function fileTake(store: PhoneStore, listed: ListedFile, bytes: Bytes): Promise<boolean> {
  const here = await store.files.get(listed.id);
  if (here?.ackedAt || (await store.bytes.where("id").equals(listed.id).count())) return false;
  if ((await sha256(bytes)) !== listed.sha256) throw new BackupError("broken");
  const file = described(listed);
  await store.transaction("rw", store.files, store.bytes, store.jobs, async () => {
    await store.files.put(file);
    await store.bytes.put({ id: file.id, bytes: bytes.buffer });
    const waiting = await store.jobs.get(file.id);
    if (waiting?.reason === "bytes_missing") await store.jobs.put(requeue(waiting));
  });
  return true;
}

async function recordTake(store: PhoneStore, record: KeptRecord, files: ListedFile[], at: string): Promise<void> {
  await store.transaction("rw", [store.records, store.jobs, store.drafts, store.files, store.wishes], async () => {
    const seq = await seqNext(store);
    const acked = new Set((await store.files.where("record").equals(record.uuid).toArray()).filter((file) => file.ackedAt).map((file) => file.id));
    const mine = files.filter((file) => file.record === record.uuid && !file.ackedAt && !acked.has(file.id));
    await store.records.put({ ...record, seq, log: [...(record.log ?? []), { at, what: "taken_in", page: null }] });
    await store.jobs.bulkPut([
      job({ id: record.uuid, kind: "record", record: record.uuid, seq, size: record.size, digest: record.digest, ...(await begunFirst(store, record.visit)) }),
      ...mine.map((file) => job({ id: file.id, kind: "file", record: record.uuid, seq, size: file.size, ask: true })),
    ]);
    const draft = await store.drafts.get(record.visit);
    if (draft?.draft.uuid === record.uuid && draft.draft.rev <= record.draft.rev) await store.drafts.delete(record.visit);
  });
}

/** What becomes of each record and draft here, by uuid. */
interface Plan {
  records: Map<string, Verdict>;
  drafts: Map<string, Verdict>;
}

async function plan(store: PhoneStore, list: List, drafts: boolean): Promise<Plan> {
  const made: Plan = { records: new Map(), drafts: new Map() };
  for (const one of list.records) made.records.set(one.uuid, await recordVerdict(store, one));
  for (const one of drafts ? list.drafts : []) made.drafts.set(one.draft.uuid, await draftVerdict(store, one));
  return made;
}

async function filesTake(store: PhoneStore, { list, opened }: Backup, { records, drafts }: Plan): Promise<number> {
  let count = 0;
  for (const listed of list.files) {
    const bytes = listed.held ? await opened.read(listed.size) : null;
    const verdicts = [records.get(listed.record), drafts.get(listed.record)];
    if (bytes && verdicts.some((one) => one === "take" || one === "heal")) count += Number(await fileTake(store, listed, bytes));
    else if (!bytes && verdicts.includes("take") && !(await store.files.get(listed.id))) await store.files.put(described(listed));
  }
  return count;
}

/** By their keys, so that nothing is done twice; at a desk only the visits its records rest on. */
async function wishesTake(store: PhoneStore, list: List, own: boolean): Promise<void> {
  for (const { seq: _seq, ackedAt: _ackedAt, ...wish } of list.wishes ?? []) {
    if (own || wish.kind === "begin") await wishKeep(store, wish);
  }
  for (const one of own ? (list.visits ?? []) : []) if (!(await store.visits.get(one.uuid))) await store.visits.put(one);
}

/** Take a backup in. May be cut off and repeated at any point: files first, then each record with its jobs at once. */
export async function backupTake(store: PhoneStore, backup: Backup, how: { at: string; drafts: boolean }): Promise<Taken> {
  const { list } = backup;
  const made = await plan(store, list, how.drafts);
  const files = await filesTake(store, backup, made);
  await wishesTake(store, list, how.drafts);
  const records = list.records.filter((one) => made.records.get(one.uuid) === "take");
  const drafts = list.drafts.filter((one) => made.drafts.get(one.draft.uuid) === "take");
  for (const one of records) await recordTake(store, one, list.files, how.at);
  for (const one of drafts) await store.drafts.put({ ...one, log: [...(one.log ?? []), { at: how.at, what: "taken_in", page: one.page ?? null }] });
  const seen = made.records.size + made.drafts.size;
  return { records: records.length, drafts: drafts.length, files, same: seen - records.length - drafts.length };
}
