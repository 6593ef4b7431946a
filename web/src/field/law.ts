/** What the phone knows of law and calendar, read once from its store when a page first asks. */
import { computed, ref, shallowRef, watch } from "vue";

import { licencesNeeded, licenceWarnings, type LicenceWarning } from "@/domain/licences";
import { usePhone } from "@/field/phone";
import { calendarKept, catalogueKept, type CalendarDay, type Catalogue } from "@/offline/law";
import type { Visit } from "@/api/types";

export function useLaw() {
  const phone = usePhone();
  const catalogue = shallowRef<Catalogue | null>(null);
  const calendar = shallowRef(new Map<string, CalendarDay>());
  const loaded = ref(false);

  async function load(): Promise<void> {
    if (!phone.store) return;
    [catalogue.value, calendar.value] = [await catalogueKept(phone.store), await calendarKept(phone.store)];
    loaded.value = true;
  }

  watch(() => [phone.store, phone.lawAt], () => void load(), { immediate: true });
  const needed = computed(() => licencesNeeded(catalogue.value?.categories ?? []));

  /** V19 for one venue on a day. */
  function warnings(venue: Visit["venue"], on: string): LicenceWarning[] {
    return licenceWarnings(venue.licences, venue.categories.map((one) => one.code), needed.value, on);
  }

  return { catalogue, calendar, loaded, warnings };
}
