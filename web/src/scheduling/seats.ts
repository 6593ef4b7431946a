/** What a seat of a team asks for, in words. */
import { typeName } from "@/console/names";
import { t } from "@/locales/draws";
import { t as j } from "@/locales/joint";
import { seatNeeds, type Draw } from "@/scheduling/draws";

const UNIT = "U:";

/** `L:NET`, `NET`, `U:GA370117` or "" as a sentence; organs that take part are told by name. */
export function seatWords(needs: string, draw: Pick<Draw, "partners"> | null): string {
  if (needs.startsWith(UNIT)) {
    const partner = draw?.partners.find((one) => one.organ === needs.slice(UNIT.length));
    return partner ? j("seat_of", { organ: partner.organ_name }) : j("seat_own");
  }
  const { lead, category } = seatNeeds(needs);
  if (!category) return t("seat.anybody");
  return lead ? t("seat.lead_of", { category: typeName(category) }) : t("seat.skilled_in", { category: typeName(category) });
}
