/** An export asked for here: made by the server, followed by its progress, then taken away. */
import { onBeforeUnmount, ref, shallowRef } from "vue";

import { address } from "@/api/client";
import { told, wire, type Of } from "@/api/wire";
import { refusalWords } from "@/console/refusals";
import { uuid } from "@/domain/uuid";

export type Export = Of<"ExportOut">;
export type Wanted = Of<"ExportInRequest">;
const POLL_MS = 700;

export const contentOf = (row: Pick<Export, "uuid">): string => address(`/exports/${row.uuid}/content`);

/** The file comes as a download, as from a link. */
function take(row: Export): void {
  const link = document.createElement("a");
  link.href = contentOf(row);
  link.download = "";
  link.click();
}

export function useExport() {
  const row = shallowRef<Export | null>(null);
  const busy = ref(false);
  const problem = ref("");
  let timer = 0;
  let turn = 0;

  async function ask(wanted: Wanted): Promise<void> {
    const mine = ++turn;
    window.clearTimeout(timer);
    busy.value = true;
    problem.value = "";
    row.value = null;
    try {
      follow(await told(wire.POST("/api/v1/exports", { body: wanted, headers: { "Idempotency-Key": uuid() } })), mine);
    } catch (error) {
      fail(error, mine);
    }
  }

  function follow(got: Export, mine: number): void {
    if (mine !== turn) return;
    row.value = got;
    if (got.state === "requested") {
      timer = window.setTimeout(() => void look(got.uuid, mine), POLL_MS);
      return;
    }
    busy.value = false;
    if (got.state === "failed") problem.value = got.problem;
    else take(got);
  }

  async function look(export_id: string, mine: number): Promise<void> {
    try {
      follow(await told(wire.GET("/api/v1/exports/{export_id}", { params: { path: { export_id } } })), mine);
    } catch (error) {
      fail(error, mine);
    }
  }

  function fail(error: unknown, mine: number): void {
    if (mine !== turn) return;
    busy.value = false;
    problem.value = refusalWords(error);
  }

  onBeforeUnmount(() => {
    turn += 1;
    window.clearTimeout(timer);
  });
  return { row, busy, problem, ask };
}
