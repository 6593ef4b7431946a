/** The phone's desk: this person's store, the engine of the outbox, and what every page shows of them. */
import { liveQuery } from "dexie";
import { defineStore } from "pinia";
import { computed, ref, shallowRef, watch } from "vue";

import { NoReply } from "@/api/client";
import { useSession } from "@/api/session";
import { OPEN_LINE, type Job, type Line } from "@/domain/outbox";
import { reportSend } from "@/field/report";
import { bookletFetch } from "@/offline/booklet";
import { phoneStore, type KeptDraft, type KeptRecord, type KeptVisit, type KeptWish, type PhoneStore } from "@/offline/db";
import { directoryFetch } from "@/offline/directory";
import type { Engine } from "@/offline/engine";
import { lawFetch } from "@/offline/law";
import { earlierFetch } from "@/offline/earlier";
import { returnedFetch } from "@/offline/returned";
import { sentClear, sentLong } from "@/offline/room";
import { sender } from "@/offline/sender";
import { lostSeen, storeLost, syncedStamp, unsentCount, unsentStamp, type Lost } from "@/offline/storage";
import { wishesClear, wishKeep, type Wish } from "@/offline/wishes";
import { officerFetch, officerKept, visitsFetch, visitsFetchedAt, type Officer } from "@/offline/visits";
import { nowMs, nowText } from "@/shared/now";

interface Following {
  unsubscribe(): void;
}

const REFRESH_MS = 5 * 60_000;

export const usePhone = defineStore("phone", () => {
  const session = useSession();
  const store = shallowRef<PhoneStore | null>(null);
  const engine = shallowRef<Engine | null>(null);
  const visits = shallowRef<KeptVisit[]>([]);
  const drafts = shallowRef<KeptDraft[]>([]);
  const records = shallowRef<KeptRecord[]>([]);
  const wishes = shallowRef<KeptWish[]>([]);
  const jobs = shallowRef<Job[]>([]);
  const line = shallowRef<Line>(OPEN_LINE);
  const sending = ref<string | null>(null);
  const fetchedAt = ref<string | null>(null);
  const officer = shallowRef<Officer | null>(null);
  const online = ref(navigator.onLine);
  const lawAt = ref(0);
  /** this person's store had vanished when the app was opened; stays until it was seen */
  const lost = shallowRef<Lost | null>(null);
  /** the store cannot be opened at all (private window, blocked), or the system took it away just now */
  const broken = ref<"" | "none" | "away">("");
  const refreshing = ref(false);
  /** everything the store holds was read once: from now on what is not shown is not there */
  const ready = ref(false);
  /** pieces of work only this phone has, counted at one instant; null until they were */
  const left = ref<number | null>(null);
  let following: Following[] = [];
  let awake: WakeLockSentinel | null = null;

  const offline = computed(() => !online.value || line.value.trouble === "network" || line.value.trouble === "captive");
  /** without a receipt it is unsent, whatever the list of jobs shows at this moment */
  const unsent = computed(() => records.value.filter((record) => record.receipt === null || jobsOf(record.uuid).some((one) => one.state !== "done")));

  /** what else was done in the field and is not on the server yet */
  const waiting = computed(() => wishes.value.filter((one) => one.ackedAt === null));
  /** the same from the lists, which arrive one after the other */
  const kept = computed(() => drafts.value.length + unsent.value.length + waiting.value.length);

  /** sent back and not yet opened again */
  const returned = computed(() => records.value.filter((record) => record.returned && !drafts.value.some((one) => one.draft.uuid === record.uuid)));

  function jobsOf(record: string): Job[] {
    return jobs.value.filter((one) => one.record === record);
  }

  /** Settled when the first rows are there. */
  function follow<Rows>(from: PhoneStore, ask: (from: PhoneStore) => Promise<Rows>, take: (rows: Rows) => void): Promise<void> {
    return new Promise((there) => {
      const next = (rows: Rows): void => {
        take(rows);
        there();
      };
      following.push(liveQuery(() => ask(from)).subscribe({ next, error: console.error }));
    });
  }

  function wishesTake(rows: KeptWish[]): void {
    const granted = wishes.value.some((one) => one.ackedAt === null && rows.some((now) => now.id === one.id && now.ackedAt));
    wishes.value = rows;
    if (granted) void refresh();
  }

  function jobsTake(rows: Job[]): void {
    jobs.value = rows;
    engine.value?.look();
  }

  async function open(person: string): Promise<void> {
    await close();
    const mine = phoneStore(person);
    mine.away = (gone) => (broken.value = gone ? "away" : "");
    try {
      lost.value = await storeLost(person, mine, nowText());
      broken.value = "";
    } catch (error) {
      console.error(error);
      broken.value = "none";
      return;
    }
    store.value = mine;
    await sentClear(mine, sentLong(nowMs())).catch(console.error);
    await wishesClear(mine, sentLong(nowMs())).catch(console.error);
    fetchedAt.value = await visitsFetchedAt(mine);
    officer.value = await officerKept(mine);
    const first = [
      follow(mine, (from) => from.visits.toArray(), (rows) => (visits.value = rows)),
      follow(mine, (from) => from.drafts.toArray(), (rows) => (drafts.value = rows)),
      follow(mine, (from) => from.records.orderBy("seq").reverse().toArray(), (rows) => (records.value = rows)),
      follow(mine, (from) => from.wishes.orderBy("seq").reverse().toArray(), wishesTake),
      follow(mine, (from) => from.jobs.toArray(), jobsTake),
      follow(mine, unsentCount, (count) => {
        left.value = count;
        unsentStamp(person, count);
      }),
    ];
    engine.value = sender(mine, {
      refresh: session.load,
      tell: (next, one) => {
        line.value = next;
        sending.value = one;
        if (next.signedOut) session.expired = true;
      },
    });
    engine.value.start();
    void refresh();
    await Promise.all(first);
    if (store.value === mine) ready.value = true;
  }

  async function close(): Promise<void> {
    following.forEach((one) => one.unsubscribe());
    following = [];
    await engine.value?.stop();
    engine.value = null;
    store.value = null;
    ready.value = false;
    left.value = null;
    [visits.value, drafts.value, records.value, jobs.value, wishes.value] = [[], [], [], [], []];
  }

  let reading: Promise<void> | null = null;

  /** Read the visits again, once for all who ask; silence is no error here, the kept ones stay. */
  function refresh(): Promise<void> {
    reading ??= read().finally(() => (reading = null));
    return reading;
  }

  async function read(): Promise<void> {
    const from = store.value;
    if (!from) return;
    refreshing.value = true;
    try {
      await visitsFetch(from, nowText);
      fetchedAt.value = await visitsFetchedAt(from);
      if (session.user && fetchedAt.value) syncedStamp(session.user.uuid, fetchedAt.value);
      online.value = true;
      await returnedFetch(from);
      void earlierFetch(from).catch(console.error);
      // what cannot be told now is told with the next reading
      if (session.may("device.report")) void reportSend(from, lost.value?.count ?? 0).catch(() => undefined);
      await officerFetch(from);
      await lawFetch(from, session.today);
      lawAt.value++;
      officer.value = await officerKept(from);
      engine.value?.look();
      await bookletFetch(from, session.user?.verbs ?? [], session.today);
      if (session.may("visit.begin")) await directoryFetch(from, session.today);
    } catch (error) {
      if (error instanceof NoReply) online.value = navigator.onLine && error.why !== "network";
    } finally {
      refreshing.value = false;
    }
  }

  /** Something done in the field: on the disk now, at the server as soon as there is a network. */
  async function wish(one: Wish): Promise<void> {
    await wishKeep(store.value!, { ...one, body: JSON.parse(JSON.stringify(one.body)) as unknown });
    engine.value?.poke();
  }

  /** The alarm of a vanished store was read by the person it concerns. */
  function seen(): void {
    lost.value = session.user ? lostSeen(session.user.uuid) : null;
  }

  function back(): void {
    online.value = navigator.onLine;
    if (!navigator.onLine) return;
    engine.value?.poke();
    if (!fetchedAt.value || nowMs() - Date.parse(fetchedAt.value) > REFRESH_MS) void refresh();
  }

  /** A screen that sleeps stops the upload on most phones. */
  async function screenKeep(on: boolean): Promise<void> {
    if (!on) {
      await awake?.release().catch(() => undefined);
      awake = null;
    } else if (!awake && "wakeLock" in navigator && document.visibilityState === "visible") {
      awake = await navigator.wakeLock.request("screen").catch(() => null);
    }
  }

  window.addEventListener("online", back);
  window.addEventListener("offline", () => (online.value = false));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && back());
  watch(sending, (now) => void screenKeep(now !== null));
  watch(() => session.expired, (expired, before) => before && !expired && engine.value?.signedIn());
  watch(() => session.user?.uuid, (person) => void (person ? open(person) : close()), { immediate: true });

  return { store, engine, visits, drafts, records, wishes, waiting, kept, left, wish, officer, jobs, line, sending, fetchedAt, lawAt, online, offline, unsent, returned, lost, broken, refreshing, ready, jobsOf, refresh, back, seen, open, close };
});
