/** Photos that found no room on the phone: held in memory, said on the page, stored as soon as there is room. */
import { shallowRef } from "vue";

import type { Taken } from "@/offline/photos";
import { unsavedWatch } from "@/shared/unsaved";

export interface Held {
  file: File;
  taken: Taken;
}

/** of every place in every record; they go with the page's process, so the page is not left over them */
export const holding = shallowRef<(Held & { place: string })[]>([]);
unsavedWatch(() => holding.value.length > 0);

export const heldOf = (place: string): Held[] => holding.value.filter((one) => one.place === place);

export function hold(place: string, one: Held): void {
  if (!holding.value.some(({ taken }) => taken.id === one.taken.id)) holding.value = [...holding.value, { ...one, place }];
}

export function release(id: string): void {
  holding.value = holding.value.filter(({ taken }) => taken.id !== id);
}
