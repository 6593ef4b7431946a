/** How the venues of a list stand this year, read beside it, each page once. */
import { shallowRef, watch } from "vue";

import { told, wire, type Of } from "@/api/wire";

type Standing = Of<"StandingOut">;

export function useStandings(venues: () => string[]) {
  const standings = shallowRef(new Map<string, Standing>());

  watch(venues, async (listed) => {
    const missing = listed.filter((one) => !standings.value.has(one));
    if (!missing.length) return;
    const rows = await told(wire.GET("/api/v1/standings", { params: { query: { venues: missing.join() } } })).catch(() => []);
    standings.value = new Map([...standings.value, ...rows.map((row) => [row.venue, row] as const)]);
  });
  return { standings };
}
