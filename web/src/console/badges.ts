/** How many things wait for this person's judgement: asked when the desk opens, and at each page. */
import { ref } from "vue";

import { useSession } from "@/api/session";
import { told, wire } from "@/api/wire";

export const waiting = ref(0);

/** Asks anew; without the right to see cases nothing waits. */
export async function countWaiting(): Promise<void> {
  if (!useSession().may("case.view")) return;
  waiting.value = await told(wire.GET("/api/v1/inbox", {})).then((rows) => rows.length).catch(() => waiting.value);
}
