/** A small copy of a photo for a poor line: upright, without any of its facts; the original is never touched. */
const EDGE = 1280;
const QUALITY = 0.6;
const MOST = 256 * 1024;
/** a photo of 3 MB would take longer than three quarters of a minute */
const POOR_PER_S = 64 * 1024;
const SWITCH = "wenxun.copies";

/** null where the browser cannot read the picture (HEIC), or where the copy would save nothing. */
export async function reduce(bytes: ArrayBuffer, type: string): Promise<ArrayBuffer | null> {
  const picture = await createImageBitmap(new Blob([bytes], { type }), { imageOrientation: "from-image" }).catch(() => null);
  if (!picture) return null;
  const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  canvas.width = canvas.height = 0;
  return small && small.size <= Math.min(MOST, bytes.byteLength / 2) ? small.arrayBuffer() : null;
}

/** Small copies first on a poor line: on unless the officer switched it off on this phone. */
export function copiesOn(): boolean {
  return localStorage.getItem(SWITCH) !== "off";
}

export function copiesSwitch(on: boolean): void {
  localStorage.setItem(SWITCH, on ? "on" : "off");
}

interface Connection {
  effectiveType?: string;
  saveData?: boolean;
}

/** What the last piece and the browser say of the line; no line is poor for whoever wants no copies. */
export function linePoor(rate: number | null): boolean {
  if (!copiesOn()) return false;
  const line = (navigator as Navigator & { connection?: Connection }).connection;
  const told = line !== undefined && (line.saveData === true || ["slow-2g", "2g", "3g"].includes(line.effectiveType ?? ""));
  return told || (rate !== null && rate < POOR_PER_S);
}
