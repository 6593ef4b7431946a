/** A refusal in the words of the desk: what a step still lacks is named, all else is the server's own sentence. */
import { Refusal, sentence } from "@/api/client";
import { t as c } from "@/locales/console";
import { missingName, t } from "@/locales/desk";

/** `["irregularity:12", "reason"]` → 不规范情形须先审定；理由 */
export function lacking(missing: string[]): string {
  return [...new Set(missing.map((one) => missingName(one.split(":")[0] ?? one)))].join("；");
}

export function refusalWords(error: unknown): string {
  const missing = error instanceof Refusal && error.code === "facts_missing" ? error.data["missing"] : null;
  return Array.isArray(missing) && missing.length ? t("missing", { list: lacking(missing.map(String)) }) : sentence(error, c("no_network"));
}
