/** Who is signed in. Off line the last person of this device goes on working; the server decides when it is back. */
import { defineStore } from "pinia";
import { computed, ref } from "vue";

import { get, NoReply, onSignedOut, post } from "@/api/client";
import { personForget, personKeep, personKept } from "@/api/person";
import type { Session, SessionUser } from "@/api/types";
import { offsetMs, offsetSet, today } from "@/shared/now";

const KEPT = "wenxun.session";

interface Kept {
  user: SessionUser;
  demo: boolean;
}

function kept(): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

export const useSession = defineStore("session", () => {
  const user = ref<SessionUser | null>(null);
  const csrf = ref("");
  const demo = ref(false);
  const calendarUntil = ref<string | null>(null);
  /** the server no longer knows this session; the work on the device goes on */
  const expired = ref(false);
  const known = ref(false);

  const may = (verb: string): boolean => user.value?.verbs.includes(verb) ?? false;
  /** works in the field: whoever may start a visit */
  const inField = computed(() => may("visit.start"));

  function take(session: Session): void {
    known.value = true;
    csrf.value = session.csrf;
    demo.value = session.demo;
    calendarUntil.value = session.calendar_until;
    offsetSet(session.now);
    expired.value = session.user === null && user.value !== null;
    if (session.user) {
      user.value = session.user;
      const last: Kept = { user: session.user, demo: session.demo };
      localStorage.setItem(KEPT, JSON.stringify(last));
      void personKeep(last).catch(() => undefined); // a private window has no store; the page says so elsewhere
    }
  }

  async function resume(): Promise<void> {
    const last = kept() ?? (await personKept<Kept>().catch(() => undefined));
    if (!last) return;
    user.value = last.user;
    demo.value = last.demo;
  }

  /** Ask the server who we are; without an answer the last person of this device stays. */
  async function load(): Promise<void> {
    if (!user.value) await resume();
    try {
      take(await get<Session>("/session", {}, { timeoutMs: 6_000 }));
    } catch (error) {
      if (!(error instanceof NoReply)) throw error;
      known.value = user.value !== null;
    }
  }

  async function signIn(username: string, password: string): Promise<void> {
    if (!csrf.value) await get<Session>("/session").then(take);
    const session = await post<Session>("/session", { username, password });
    user.value = session.user;
    take(session);
  }

  async function signOut(): Promise<void> {
    await post("/session/end");
    localStorage.removeItem(KEPT);
    await personForget().catch(() => undefined);
    user.value = null;
    csrf.value = "";
    expired.value = false;
  }

  onSignedOut(() => (expired.value = user.value !== null));

  return { user, inField, demo, calendarUntil, today, offsetMs, expired, known, csrf, may, load, signIn, signOut };
});
