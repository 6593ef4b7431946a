/** What the phone knows of law and calendar, read from its store when a page first asks. */
import { ref, shallowRef, watch } from "vue";

import type { Visit } from "@/api/types";
import { licenceWarnings, type LicenceWarning, type Needed } from "@/domain/licences";
import { usePhone } from "@/field/phone";
import { calendarKept, catalogueKept, neededKept, type CalendarDay, type Catalogue } from "@/offline/law";

/** `whole`: the catalogue too, for the page that searches it. */
export function useLaw(whole = false) {
  const phone = usePhone();
  const catalogue = shallowRef<Catalogue | null>(null);
  const calendar = shallowRef(new Map<string, CalendarDay>());
  const needed = shallowRef<Record<string, Needed>>({});
  const loaded = ref(false);

  async function load(): Promise<void> {
    const { store } = phone;
    if (!store) return;
    [calendar.value, needed.value] = [await calendarKept(store), await neededKept(store)];
    if (whole) catalogue.value = await catalogueKept(store);
    loaded.value = true;
  }

  watch(() => [phone.store, phone.lawAt], () => void load(), { immediate: true });

  /** V19 for one venue on a day. */
  function warnings(venue: Visit["venue"], on: string): LicenceWarning[] {
    return licenceWarnings(venue.licences, venue.categories.map((one) => one.code), needed.value, on);
  }

  return { catalogue, calendar, loaded, warnings };
}
