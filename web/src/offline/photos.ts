/** Evidence photos: the camera's own bytes, hashed when taken; a thumbnail for the eye; the place beside it. */
import { sha256 } from "@/domain/canon";
import type { Device, Evidence, Gps } from "@/domain/record";
import type { KeptFile, PhoneStore } from "@/offline/db";
import { isFull, roomMake } from "@/offline/room";

export const PHOTO_MOST = 20 * 1000 * 1000;
export const VIDEO_MOST = 30 * 1000 * 1000;
export const VIDEO_MOST_MS = 60_000;
export const VOICE_MOST_MS = 5 * 60_000;
/** files of one place in the record: an answer, or the scene */
export const FILES_MOST = 50;
const THUMB_EDGE = 320;

/** How many more files a place takes: what waits in memory has its place already, a removed one frees its own. */
export function placesLeft(kept: number, held: number): number {
  return Math.max(0, FILES_MOST - kept - held);
}

export class PhotoTooBig extends Error {}
export class VideoTooBig extends Error {}
export class VideoTooLong extends Error {}
export class PhotoUnreadable extends Error {}
/** The phone has no room; the photo is still in memory and nowhere else. */
export class StorageFull extends Error {}

interface Thumb {
  bytes: ArrayBuffer;
  type: string;
}

/** 320 pixels at most, upright; null where the browser cannot read the picture (HEIC): the bytes are kept all the same. */
async function thumbnail(source: Blob): Promise<Thumb | null> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(source, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
  const scale = Math.min(1, THUMB_EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.8));
  canvas.width = canvas.height = 0;
  return small ? { bytes: await small.arrayBuffer(), type: "image/jpeg" } : null;
}

async function put(store: PhoneStore, file: KeptFile, bytes: ArrayBuffer, thumb: Thumb | null = null): Promise<void> {
  await store.transaction("rw", store.files, store.bytes, store.thumbs, async () => {
    await store.files.put(file);
    await store.bytes.put({ id: file.id, bytes });
    if (thumb) await store.thumbs.put({ id: file.id, ...thumb });
  });
}

/** The small picture for the eye, made after the original is safe; without room for it the original still is. */
export async function thumbKeep(store: PhoneStore, id: string, source: Blob): Promise<boolean> {
  const thumb = await thumbnail(source);
  if (!thumb || !(await store.files.get(id))) return false;
  try {
    await store.thumbs.put({ id, ...thumb });
  } catch (error) {
    if (!isFull(error)) throw error;
    return false;
  }
  return true;
}

/** Written at once, else after room was made of what the server has, the oldest first. */
async function putSurely(store: PhoneStore, file: KeptFile, bytes: ArrayBuffer, thumb: Thumb | null = null): Promise<void> {
  for (let need = bytes.byteLength; ; need = Infinity) {
    try {
      return await put(store, file, bytes, thumb);
    } catch (error) {
      if (!isFull(error)) throw error;
      if ((await roomMake(store, need)) === 0) throw new StorageFull();
    }
  }
}

/** What is known of a photo before its bytes are read. */
export interface Taken extends Circumstances {
  id: string;
  record: string;
  source: "camera" | "album";
  item: string | null;
  caption: string;
  name: string;
  durationMs?: number | null;
}

/** The moment it was taken: times, place, people. */
export interface Circumstances {
  takenAt: string;
  device: Device;
  officers: string[];
  gps: Gps | null;
  distanceM: number | null;
  toleranceM: number | null;
}

/** What is too big or too long is refused now, while it can still be taken again, and never when it is sent. */
function refuse(blob: Blob, durationMs: number | null): void {
  if (blob.type.startsWith("image/") || !/^(video|audio)\//.test(blob.type)) {
    if (blob.size > PHOTO_MOST) throw new PhotoTooBig();
    return;
  }
  if (blob.size > VIDEO_MOST) throw new VideoTooBig();
  if (blob.type.startsWith("video/") && (durationMs ?? 0) >= VIDEO_MOST_MS + 1000) throw new VideoTooLong();
}

/** Keep the camera's own bytes: read, hashed before anything else is done with them, and on the disk. */
export async function photoKeep(store: PhoneStore, blob: Blob, taken: Taken): Promise<KeptFile> {
  refuse(blob, taken.durationMs ?? null);
  let bytes: ArrayBuffer;
  try {
    bytes = await blob.arrayBuffer();
  } catch {
    throw new PhotoUnreadable();
  }
  if (bytes.byteLength === 0) throw new PhotoUnreadable();
  const file: KeptFile = { ...taken, sha256: await sha256(bytes), size: bytes.byteLength, type: blob.type || "application/octet-stream", use: "photo", ackedAt: null };
  await putSurely(store, file, bytes);
  return file;
}

export async function signatureKeep(store: PhoneStore, png: Blob, signed: Pick<Evidence, "id" | "takenAt" | "caption"> & { record: string }): Promise<KeptFile> {
  const bytes = await png.arrayBuffer();
  const file: KeptFile = { ...signed, sha256: await sha256(bytes), size: bytes.byteLength, type: "image/png", name: "", source: "drawn", gps: null, item: null, use: "signature", ackedAt: null };
  await putSurely(store, file, bytes, { bytes, type: "image/png" });
  return file;
}

/** Taking a photo back from a draft removes its bytes; an acknowledged one stays described. */
export async function photoDrop(store: PhoneStore, id: string): Promise<void> {
  await store.transaction("rw", store.files, store.bytes, store.thumbs, async () => {
    const file = await store.files.get(id);
    if (file?.ackedAt) return;
    await store.files.delete(id);
    await store.bytes.delete(id);
    await store.thumbs.delete(id);
  });
}
