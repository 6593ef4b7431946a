/** The officers' register for pickers, asked once a page. */
import { ref } from "vue";

import { told, wire, type Of } from "@/api/wire";

export type OfficerRow = Of<"OfficerRowOut">;

const MOST = 500;

/** Officers in service, reactive; empty until they arrive. */
export function useOfficers() {
  const officers = ref<OfficerRow[]>([]);
  void told(wire.GET("/api/v1/officers", { params: { query: { limit: MOST } } }))
    .then((page) => (officers.value = page.rows.filter((one) => one.status === "active")))
    .catch(() => undefined);
  return officers;
}
