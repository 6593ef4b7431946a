/** What the desk can see of a record at a glance: facts in words, none of them a verdict. */
import { t } from "@/locales/records";
import { nearTime, timeOf } from "@/shared/dates";
import { today } from "@/shared/now";
import type { IconName } from "@/shared/icons";
import type { InspectionRecord } from "@/inspections/records";

export interface Check {
  tone: "ok" | "warn" | "info";
  icon: IconName;
  text: string;
}

const fine = (text: string): Check => ({ tone: "ok", icon: "ok", text });
const look = (text: string): Check => ({ tone: "warn", icon: "warn", text });

function files({ photos }: InspectionRecord): Check {
  const left = photos.total - photos.arrived;
  return left ? look(t("checks.photos_left", { ...photos, left })) : fine(t("checks.photos", photos));
}

function scan({ scan: shown }: InspectionRecord): Check {
  const time = shown.at ? timeOf(shown.at) : "—";
  if (shown.mode === "before") return fine(t("checks.scan_before", { time }));
  if (shown.mode === "before_leave") return look(t("checks.scan_before_leave", { time, reason: shown.reason || "—" }));
  return look(shown.mode === "backfill" ? t("checks.scan_backfill", { time, reason: shown.reason || "—" }) : t("checks.scan_none"));
}

export function checksOf(record: InspectionRecord, cap: { used: number; limit: number } | null): Check[] {
  const signed = record.signatures.filter((one) => one.kind.startsWith("officer") && one.signed_at).length;
  const seconds = Math.round(Math.abs(record.device.offset_ms) / 1000);
  return [
    files(record),
    ...(record.manifest ? [fine(t("checks.manifest", { time: nearTime(record.manifest.signed_at, today.value), key: record.manifest.key.slice(0, 8) }))] : []),
    (signed >= 2 ? fine : look)(t("checks.signed", { n: signed })),
    scan(record),
    ...(cap ? [(cap.used <= cap.limit ? fine : look)(t("checks.cap", { used: cap.used, limit: cap.limit }))] : []),
    record.device.differs ? look(t("checks.clock_off", { n: seconds })) : fine(t("checks.clock_ok")),
    ...(record.faults.length ? [] : [fine(t("checks.clean"))]),
  ];
}
