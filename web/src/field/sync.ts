/** What the bar under the title says: plain words about where the work is. */
import { computed } from "vue";

import { useSession } from "@/api/session";
import type { Job } from "@/domain/outbox";
import { holding } from "@/field/holding";
import { usePhone } from "@/field/phone";
import { t } from "@/locales/field";
import { t as k } from "@/locales/keeping";
import { t as s } from "@/locales/shared";
import { nearTime, secondsOf } from "@/shared/dates";
import type { IconName } from "@/shared/icons";
import { minute } from "@/shared/now";
import { bytes } from "@/shared/sizes";

export interface Bar {
  tone: "" | "up" | "warn" | "ok";
  icon: IconName;
  lead: string;
  rest: string[];
  share: number | null;
}

const LONG_MS = 24 * 3_600_000;

export function progress(jobs: Job[]): { files: number; filesDone: number; bytes: number; bytesDone: number } {
  const files = jobs.filter((one) => one.kind === "file");
  return {
    files: files.length,
    filesDone: files.filter((one) => one.state === "done").length,
    bytes: jobs.reduce((sum, one) => sum + one.size, 0),
    bytesDone: jobs.reduce((sum, one) => sum + (one.state === "done" ? one.size : one.offset), 0),
  };
}

/** `savedAt`: the page is a draft; its savepoint is what matters there. */
export function useSyncBar(savedAt?: () => string | null) {
  const phone = usePhone();
  const session = useSession();

  return computed<Bar>(() => {
    const plain = { tone: "" as const, share: null, rest: [] as string[] };
    const saved = holding.value.length ? null : savedAt?.();
    if (saved) return { ...plain, icon: "save", lead: `${t("sync.saved")} ${secondsOf(saved)}`, rest: phone.offline ? [t("sync.offline")] : [] };
    if (holding.value.length) return { ...plain, tone: "warn", icon: "warn", lead: k("hold.bar", { n: holding.value.length }), rest: [k("hold.stay")] };
    if (phone.broken) return { ...plain, tone: "warn", icon: "warn", lead: k("store.away") };
    if (phone.lost?.count && !phone.lost.seen) return { ...plain, tone: "warn", icon: "warn", lead: t("sync.lost", { n: phone.lost.count }) };
    const keeps = phone.kept ? [t("sync.kept", { n: phone.kept })] : [];
    const going = [...phone.unsent.map((one) => ({ id: one.uuid, at: one.queuedAt })), ...phone.waiting];
    const held = going.filter((one) => phone.jobsOf(one.id).some((job) => job.state === "held"));
    if (session.expired) return { ...plain, tone: "warn", icon: "lock", lead: t("sync.expired"), rest: [t("sync.safe")] };
    if (held.length) return { ...plain, tone: "warn", icon: "warn", lead: t("sync.attention", { n: held.length + phone.returned.length }), rest: [t("sync.safe")] };
    if (phone.returned.length) return { ...plain, tone: "warn", icon: "redo", lead: t("sync.returned", { n: phone.returned.length }) };
    const old = going.filter((one) => minute.value - Date.parse(one.at) > LONG_MS);
    if (old.length) return { ...plain, tone: "warn", icon: "clock", lead: t("sync.old", { n: old.length }), rest: phone.offline ? [t("sync.offline")] : [] };
    if (phone.offline) return { ...plain, icon: "off", lead: t("sync.offline"), rest: keeps.length ? keeps : phone.fetchedAt ? [t("sync.data_of", { at: nearTime(phone.fetchedAt, session.today) })] : [] };
    if (going.length) {
      const all = progress(going.flatMap((one) => phone.jobsOf(one.id)));
      const left = bytes(all.bytes - all.bytesDone);
      if (phone.sending) return { tone: "up", icon: "up2", lead: t("sync.sending", { done: all.filesDone, all: all.files }), rest: [left, t("sync.awake")], share: all.bytes ? all.bytesDone / all.bytes : null };
      return { ...plain, icon: "clock", lead: t("sync.waiting"), rest: keeps };
    }
    // the lists arrive one after the other: between two of them nothing is known to be sent
    if (!phone.drafts.length && phone.left !== 0) return { ...plain, icon: "clock", lead: s("state.loading") };
    if (phone.drafts.length) return { ...plain, icon: "save", lead: t("sync.drafts", { n: phone.drafts.length }), rest: [] };
    return { ...plain, tone: "ok", icon: "sent", lead: t("sync.all_sent"), rest: phone.fetchedAt ? [t("sync.data_of", { at: nearTime(phone.fetchedAt, session.today) })] : [] };
  });
}
