/** Drafts: saved at every answer, sent never; finishing turns one into a record with its jobs, in one transaction. */
import type { Visit } from "@/api/types";
import { canonical, digest } from "@/domain/canon";
import { paperFiles } from "@/domain/papers";
import { job, ONE_CALL, type Job } from "@/domain/outbox";
import { body, draftStart, items, type Device, type Draft, type Gps } from "@/domain/record";
import { PAYLOAD, seqNext, type CheckPage, type KeptDraft, type KeptFile, type KeptRecord, type PhoneStore } from "@/offline/db";

const dropped = (draft: string): string => `dropped.${draft}`;

/** The draft of this visit, or a new empty one. One that is older than what was sent is no draft any more. */
export async function draftOpen(store: PhoneStore, visit: Visit, at: string, name: () => string): Promise<KeptDraft> {
  return store.transaction("rw", store.drafts, store.records, async () => {
    const kept = await store.drafts.get(visit.uuid);
    if (kept && !(await superseded(store, kept.draft))) return kept;
    const draft = draftStart({ uuid: name(), visit: visit.uuid, formVersion: visit.form.version, at });
    const fresh: KeptDraft = { visit: visit.uuid, draft, of: visit, savedAt: at, log: [{ at, what: "started", page: null }] };
    await store.drafts.put(fresh);
    return fresh;
  });
}

async function superseded(store: PhoneStore, draft: Draft): Promise<boolean> {
  const sent = await store.records.get(draft.uuid);
  return sent !== undefined && sent.draft.rev >= draft.rev;
}

/** The draft as it lies on the disk, when the app comes back to it after it was closed or killed: the log says so. */
export async function draftResume(store: PhoneStore, visit: string, at: string): Promise<KeptDraft | null> {
  return store.transaction("rw", store.drafts, store.records, async () => {
    const kept = await store.drafts.get(visit);
    if (!kept || (await superseded(store, kept.draft))) return null;
    const next: KeptDraft = { ...kept, log: [...(kept.log ?? []), { at, what: "resumed", page: kept.page ?? null }] };
    await store.drafts.put(next);
    return next;
  });
}

/** The page that was last open: there the check goes on. */
export async function draftPage(store: PhoneStore, visit: string, page: CheckPage): Promise<void> {
  await store.drafts.update(visit, { page });
}

/** The savepoint. Resolves when the data is on the disk, not before.
 *
 *  Ignored where it is older than what there is: a draft already sent, a later revision, another draft of the same
 *  visit, one that was thrown away. A draft that vanished with the store is written again. */
export async function draftSave(store: PhoneStore, kept: KeptDraft, draft: Draft, at: string): Promise<KeptDraft> {
  const next: KeptDraft = { ...kept, draft: { ...draft, savedAt: at }, savedAt: at };
  await store.transaction("rw", store.drafts, store.records, store.facts, async () => {
    const there = await store.drafts.get(kept.visit);
    const older = there && (there.draft.uuid !== draft.uuid || there.draft.rev > draft.rev);
    if (older || (await superseded(store, draft)) || (await store.facts.get(dropped(draft.uuid)))) return;
    const { page, log } = there ?? kept;
    await store.drafts.put({ ...next, ...(page ? { page } : {}), ...(log ? { log } : {}) });
  });
  return next;
}

/** Throw a draft away with its photos; what the server has of an earlier revision stays described. */
export async function draftDrop(store: PhoneStore, kept: KeptDraft, at: string): Promise<void> {
  await store.transaction("rw", [store.drafts, store.files, store.bytes, store.thumbs, store.facts], async () => {
    const files = await store.files.where("record").equals(kept.draft.uuid).filter((file) => file.ackedAt === null).primaryKeys();
    await store.files.bulkDelete(files);
    await store.bytes.bulkDelete(files);
    await store.thumbs.bulkDelete(files);
    await store.drafts.delete(kept.visit);
    await store.facts.put({ key: dropped(kept.draft.uuid), value: at });
  });
}

/** Photos and signatures the record speaks of, in the order of the form; others were taken back. */
export function mentioned(draft: Draft): string[] {
  const inAnswers = Object.values(draft.answers).flatMap((given) => [...given.photos, ...given.afterPhotos]);
  const signed = draft.signatures.map((one) => one.file).filter((id) => id !== null);
  return [...new Set([...inAnswers, ...draft.photos, ...signed, ...paperFiles(draft.papers ?? [])])];
}

interface Finish {
  store: PhoneStore;
  kept: KeptDraft;
  device: Device;
  gps: Gps | null;
  at: string;
}

async function compose({ store, kept, device, gps, at }: Finish): Promise<{ record: KeptRecord; files: KeptFile[] }> {
  const draft: Draft = { ...kept.draft, finishedAt: kept.draft.finishedAt ?? at };
  const ids = mentioned(draft);
  const files = (await store.files.bulkGet(ids)).filter((file) => file !== undefined);
  const content = body({ draft, all: items(kept.of.form.sections), team: kept.of.team, files, device, gps });
  const record: KeptRecord = {
    uuid: draft.uuid, visit: kept.visit, seq: 0, payload: PAYLOAD, body: content, digest: await digest(content), size: canonical(content).length,
    venue: kept.of.venue.sign_name || kept.of.venue.name, township: kept.of.venue.township, finishedAt: draft.finishedAt ?? at, queuedAt: at,
    receipt: null, irregularities: [], draft, of: kept.of, returned: null, log: kept.log ?? [],
  };
  return { record, files };
}

/** The record of a visit begun off line goes after the visit itself. */
export async function begunFirst(store: PhoneStore, visit: string): Promise<Pick<Job, "after">> {
  const begun = (await store.wishes.where("visit").equals(visit).toArray()).find((one) => one.kind === "begin");
  return begun ? { after: begun.id } : {};
}

/** What goes in one call is small enough as it is. */
function copyOf(file: KeptFile): Pick<Job, "copy"> {
  return file.use === "photo" && file.type.startsWith("image/") && file.size > ONE_CALL ? { copy: "may" } : {};
}

/** Finish: the record and all its jobs appear together, the draft disappears with them. Tapping twice makes one. */
export async function draftFinish(finish: Finish): Promise<KeptRecord> {
  const { store, kept } = finish;
  const { record, files } = await compose(finish);
  return store.transaction("rw", [store.records, store.jobs, store.drafts, store.files, store.wishes], async () => {
    const sent = await store.records.get(record.uuid);
    if (sent && sent.draft.rev >= record.draft.rev) return sent;
    const seq = await seqNext(store);
    const last: KeptRecord = { ...record, seq };
    const jobs = [
      job({ id: record.uuid, kind: "record", record: record.uuid, seq, size: record.size, digest: record.digest, ...(await begunFirst(store, kept.visit)) }),
      ...files.filter((file) => !file.ackedAt).map((file) => job({ id: file.id, kind: "file", record: record.uuid, seq, size: file.size, ...copyOf(file) })),
    ];
    await store.records.put(last);
    await store.jobs.bulkPut(jobs);
    await store.drafts.delete(kept.visit);
    return last;
  });
}

/** A returned record is opened again as the next revision; what was sent before stays as it was. */
export async function draftReopen(store: PhoneStore, record: KeptRecord, at: string): Promise<KeptDraft> {
  const draft: Draft = { ...record.draft, rev: record.draft.rev + 1, signatures: [], finishedAt: null, savedAt: at };
  const kept: KeptDraft = { visit: record.visit, draft, of: record.of, savedAt: at, log: [...(record.log ?? []), { at, what: "reopened", page: null }] };
  await store.transaction("rw", store.drafts, async () => {
    if (!(await store.drafts.get(record.visit))) await store.drafts.put(kept);
  });
  return (await store.drafts.get(record.visit))!;
}
