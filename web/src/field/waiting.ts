/** Wishes as a page shows them: where each stands, why it was not taken, the ways on. */
import { computed, type ComputedRef } from "vue";

import type { Reason } from "@/domain/outbox";
import { usePhone } from "@/field/phone";
import { t as f } from "@/locales/field";
import { t } from "@/locales/wishes";
import type { KeptWish } from "@/offline/db";
import { wishDrop } from "@/offline/wishes";
import { SYNC_FACE, type Face } from "@/shared/tones";
import { aside } from "@/shared/words";

export interface WaitingRow extends KeptWish {
  face: Face;
  text: string;
  /** the server's reason, when it was not taken */
  why: string;
  held: boolean;
}

export function useWaiting(of: () => KeptWish[]): { rows: ComputedRef<WaitingRow[]>; retry: (id: string) => void; drop: (id: string) => Promise<boolean> } {
  const phone = usePhone();
  const rows = computed(() =>
    of().map((one): WaitingRow => {
      const job = phone.jobsOf(one.id)[0];
      const state = job?.state === "held" ? "held" : job?.id === phone.sending ? "sending" : "queued";
      const why = job?.reason ? aside(f(`held.${job.reason as Reason}`), job.message ?? "") : "";
      return { ...one, face: SYNC_FACE[state === "held" ? "attention" : state], text: t(`chip.${state}`), why, held: state === "held" };
    }),
  );
  return { rows, retry: (id) => void phone.engine?.retry(id), drop: (id) => wishDrop(phone.store!, id) };
}
