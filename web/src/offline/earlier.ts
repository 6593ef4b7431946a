/** Small pictures of earlier findings, fetched with the visits so that a recheck can compare without network.
 *
 *  They lie among the thumbnails under a name of their own and go when no visit speaks of them any more. */
import type { Visit } from "@/api/types";
import type { PhoneStore } from "@/offline/db";

const NAME = "earlier-";

/** photos of one finding, as the visit lists them */
export interface Earlier {
  id: string;
  taken_at: string | null;
  sha256: string;
  after: boolean;
  thumb: string;
}

export interface PastPhotos {
  item: string;
  found_on: string;
  photos: Earlier[];
}

/** The latest finding under the item that has photos. */
export function earlierOf(visit: Visit | undefined, item: string): PastPhotos | undefined {
  const past = (visit?.venue.history ?? []).filter((one) => one.item === item && one.photos?.length);
  return past.sort((a, b) => (a.found_on < b.found_on ? 1 : -1))[0];
}

export const earlierName = (id: string): string => `${NAME}${id}`;

function wanted(visits: Visit[]): Map<string, string> {
  const photos = visits.flatMap((visit) => visit.venue.history ?? []).flatMap((one) => one.photos ?? []);
  return new Map(photos.map((photo) => [earlierName(photo.id), photo.thumb]));
}

/** Fetch what is lacking, one at a time; one that cannot be had now is tried with the next refresh. */
export async function earlierFetch(store: PhoneStore, load: (url: string) => Promise<Blob | null> = picture): Promise<void> {
  const want = wanted((await store.visits.toArray()).map((one) => one.visit));
  const kept = new Set((await store.thumbs.where("id").startsWith(NAME).primaryKeys()) as string[]);
  await store.thumbs.bulkDelete([...kept].filter((id) => !want.has(id)));
  for (const [id, url] of want) {
    if (kept.has(id)) continue;
    const blob = await load(url).catch(() => null);
    if (blob) await store.thumbs.put({ id, bytes: await blob.arrayBuffer(), type: blob.type });
  }
}

async function picture(url: string): Promise<Blob | null> {
  const answer = await fetch(url, { credentials: "same-origin" });
  return answer.ok && (answer.headers.get("Content-Type") ?? "").startsWith("image/") ? answer.blob() : null;
}
