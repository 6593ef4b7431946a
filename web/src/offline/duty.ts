/** One's own duty and reminders as last read: shown off line, with when they were. */
import { told, wire, type Of } from "@/api/wire";
import { fact, type PhoneStore } from "@/offline/db";

const KEY = "duty";

export interface KeptDuty {
  at: string;
  rows: Of<"OwnDutyOut">[];
  leaves: Of<"LeaveRequestOut">[];
  swaps: Of<"SwapRequestOut">[];
  reminders: Of<"ReminderOut">[];
}

export async function dutyKept(store: PhoneStore): Promise<KeptDuty | null> {
  return (await fact<KeptDuty>(store, KEY)) ?? null;
}

/** Read everything anew and keep it; silence is thrown and changes nothing. */
export async function dutyFetch(store: PhoneStore, now: () => string): Promise<KeptDuty> {
  const query = { params: { query: { limit: 50 } } };
  const [mine, leaves, swaps, reminders] = await Promise.all([
    told(wire.GET("/api/v1/duties/mine")),
    told(wire.GET("/api/v1/leave-requests", query)),
    told(wire.GET("/api/v1/swap-requests", query)),
    told(wire.GET("/api/v1/reminders", { params: { query: { limit: 50, unread: true } } })),
  ]);
  const kept = { at: now(), rows: mine.rows, leaves: leaves.rows.filter((row) => row.own), swaps: swaps.rows, reminders: reminders.rows };
  await store.facts.put({ key: KEY, value: kept });
  return kept;
}
