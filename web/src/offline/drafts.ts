/** Drafts: saved at every answer, sent never; finishing turns one into a record with its jobs, in one transaction. */
import type { Visit } from "@/api/types";
import { canonical, digest } from "@/domain/canon";
import { job } from "@/domain/outbox";
import { body, draftStart, items, type Device, type Draft, type Gps } from "@/domain/record";
import { PAYLOAD, type KeptDraft, type KeptFile, type KeptRecord, type PhoneStore } from "@/offline/db";

export async function draftOpen(store: PhoneStore, visit: Visit, at: string, name: () => string): Promise<KeptDraft> {
  return store.transaction("rw", store.drafts, async () => {
    const kept = await store.drafts.get(visit.uuid);
    if (kept) return kept;
    const draft = draftStart({ uuid: name(), visit: visit.uuid, formVersion: visit.form.version, at });
    const fresh: KeptDraft = { visit: visit.uuid, draft, of: visit, savedAt: at };
    await store.drafts.put(fresh);
    return fresh;
  });
}

/** The savepoint. Resolves when the data is on the disk, not before; a draft already sent is not revived. */
export async function draftSave(store: PhoneStore, kept: KeptDraft, draft: Draft, at: string): Promise<KeptDraft> {
  const next: KeptDraft = { ...kept, draft: { ...draft, savedAt: at }, savedAt: at };
  await store.transaction("rw", store.drafts, store.records, async () => {
    const sent = await store.records.get(draft.uuid);
    if (!sent || sent.draft.rev < draft.rev) await store.drafts.put(next);
  });
  return next;
}

/** Photos and signatures the record speaks of, in the order of the form; others were taken back. */
export function mentioned(draft: Draft): string[] {
  const inAnswers = Object.values(draft.answers).flatMap((given) => [...given.photos, ...given.afterPhotos]);
  const signed = draft.signatures.map((one) => one.file).filter((id) => id !== null);
  return [...new Set([...inAnswers, ...draft.photos, ...signed])];
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
    receipt: null, irregularities: [], draft, of: kept.of, returned: null,
  };
  return { record, files };
}

/** Finish: the record and all its jobs appear together, the draft disappears with them. Tapping twice makes one. */
export async function draftFinish(finish: Finish): Promise<KeptRecord> {
  const { store, kept } = finish;
  const { record, files } = await compose(finish);
  return store.transaction("rw", [store.records, store.jobs, store.drafts, store.files], async () => {
    const sent = await store.records.get(record.uuid);
    if (sent && sent.draft.rev >= record.draft.rev) return sent;
    const seq = ((await store.records.orderBy("seq").last())?.seq ?? 0) + 1;
    const last: KeptRecord = { ...record, seq };
    const jobs = [
      job({ id: record.uuid, kind: "record", record: record.uuid, seq, size: record.size, digest: record.digest }),
      ...files.filter((file) => !file.ackedAt).map((file) => job({ id: file.id, kind: "file", record: record.uuid, seq, size: file.size })),
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
  const kept: KeptDraft = { visit: record.visit, draft, of: record.of, savedAt: at };
  await store.transaction("rw", store.drafts, async () => {
    if (!(await store.drafts.get(record.visit))) await store.drafts.put(kept);
  });
  return (await store.drafts.get(record.visit))!;
}
