/** What an officer does in the field beside a record: into the outbox at once, done by the server once, in its turn. */
import { job } from "@/domain/outbox";
import { seqNext, type KeptWish, type PhoneStore } from "@/offline/db";

export type Wish = Omit<KeptWish, "seq" | "ackedAt">;

/** On the disk with its job, or not at all; the same id twice is one. */
export async function wishKeep(store: PhoneStore, wish: Wish): Promise<KeptWish> {
  return store.transaction("rw", store.wishes, store.jobs, store.records, async () => {
    const there = await store.wishes.get(wish.id);
    if (there) return there;
    const kept: KeptWish = { ...wish, seq: await seqNext(store), ackedAt: null };
    await store.wishes.put(kept);
    await store.jobs.put(job({ id: wish.id, kind: "wish", record: wish.id, seq: kept.seq, size: JSON.stringify(wish.body).length }));
    return kept;
  });
}

/** Taken back by the person while the server has not got it; one a draft or a record rests on stays. */
export async function wishDrop(store: PhoneStore, id: string): Promise<boolean> {
  return store.transaction("rw", [store.wishes, store.jobs, store.visits, store.drafts, store.records], async () => {
    const [wish, sent] = await Promise.all([store.wishes.get(id), store.jobs.get(id)]);
    if (!wish || wish.ackedAt || sent?.state === "sending" || sent?.state === "done") return false;
    if (wish.kind === "begin") {
      const rests = (await store.drafts.where("visit").equals(wish.visit).count()) + (await store.records.where("visit").equals(wish.visit).count());
      if (rests) return false;
      await store.visits.delete(wish.visit);
    }
    await store.jobs.delete(id);
    await store.wishes.delete(id);
    return true;
  });
}

/** Wishes the server granted before this instant leave the phone; what rests on one keeps it. */
export async function wishesClear(store: PhoneStore, before: number): Promise<void> {
  await store.transaction("rw", store.wishes, store.jobs, async () => {
    const rests = new Set((await store.jobs.filter((one) => one.after !== undefined && one.state !== "done").toArray()).map((one) => one.after));
    const old = await store.wishes.filter((one) => one.ackedAt !== null && Date.parse(one.ackedAt) < before && !rests.has(one.id)).primaryKeys();
    await store.wishes.bulkDelete(old);
    await store.jobs.bulkDelete(old);
  });
}
