/** 备份代传: an officer's backup file opened at a desk; its records go by the same outbox as from a phone. */
import { liveQuery } from "dexie";
import { computed, onBeforeUnmount, shallowRef, watch } from "vue";

import { useSession } from "@/api/session";
import { OPEN_LINE, type Job, type Line } from "@/domain/outbox";
import { backupOpen, backupTake } from "@/offline/backup";
import { fact, PhoneStore, type KeptRecord } from "@/offline/db";
import type { Engine } from "@/offline/engine";
import { sender } from "@/offline/sender";
import { nowText } from "@/shared/now";

/** Whose files were opened; kept beside the copy so that a reload goes on. */
export interface Origin {
  name: string;
  madeAt: string;
  drafts: number;
}

const ORIGIN = "relay.origin";

export function useRelay(person: string) {
  const session = useSession();
  const store = new PhoneStore(`relay-${person}`);
  const origin = shallowRef<Origin | null>(null);
  const records = shallowRef<KeptRecord[]>([]);
  const jobs = shallowRef<Job[]>([]);
  const line = shallowRef<Line>(OPEN_LINE);
  const engine = shallowRef<Engine | null>(null);

  const following = [
    liveQuery(() => store.records.orderBy("seq").toArray()).subscribe((rows) => (records.value = rows)),
    liveQuery(() => store.jobs.toArray()).subscribe((rows) => (jobs.value = rows)),
    liveQuery(() => fact<Origin>(store, ORIGIN)).subscribe((row) => (origin.value = row ?? null)),
  ];
  watch(() => session.expired, (expired, before) => before && !expired && engine.value?.signedIn());
  const online = (): void => engine.value?.poke();
  window.addEventListener("online", online);

  onBeforeUnmount(() => {
    window.removeEventListener("online", online);
    following.forEach((one) => one.unsubscribe());
    void (engine.value?.stop() ?? Promise.resolve()).then(() => store.close());
  });

  async function open(file: File, phrase: string): Promise<void> {
    const backup = await backupOpen(file, phrase);
    await backupTake(store, backup, { at: nowText(), drafts: false });
    const { person: owner, made_at: madeAt, drafts } = backup.list;
    const names = new Set([...(origin.value?.name.split("、") ?? []), owner.name]);
    await store.facts.put({ key: ORIGIN, value: { name: [...names].join("、"), madeAt, drafts: drafts.length } satisfies Origin });
  }

  function send(): void {
    engine.value ??= sender(store, {
      refresh: session.load,
      tell: (next) => {
        line.value = next;
        if (next.signedOut) session.expired = true;
      },
    });
    engine.value.start();
    engine.value.poke();
  }

  async function clear(): Promise<void> {
    await engine.value?.stop();
    engine.value = null;
    await Promise.all([store.records, store.jobs, store.files, store.bytes, store.thumbs, store.facts].map((table) => table.clear()));
  }

  const jobsOf = (record: string): Job[] => jobs.value.filter((one) => one.record === record);
  const open_ = computed(() => jobs.value.filter((one) => one.state !== "done"));

  return { origin, records, line, engine, waiting: open_, jobsOf, open, send, clear, retry: (record: string) => void engine.value?.retry(record) };
}
