/** Whether the server's answer to a start holds the check up: only a refusal does, and not every one. */
import { NoReply, Refusal } from "@/api/client";

export function startHeld(error: unknown): boolean {
  if (error instanceof NoReply) return false;
  if (!(error instanceof Refusal)) return true;
  // begun by the other organ of a joint check, or on a phone that is gone: one goes along, the record is one's own
  if (error.code === "move_not_open" && error.data["state"] === "started") return false;
  return error.status !== 401 && error.status < 500;
}
