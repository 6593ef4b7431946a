/** Reads a QR code off a picture: by the browser's own detector, else by a decoder that is fetched when it is needed. */
interface Found {
  rawValue: string;
}
interface Detector {
  detect: (image: CanvasImageSource) => Promise<Found[]>;
}
interface Detectors {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats?: () => Promise<string[]>;
}
declare global {
  // eslint-disable-next-line no-var
  var BarcodeDetector: Detectors | undefined;
}

/** A frame of a camera or a picture, with its size in pixels. */
export interface Frame {
  image: CanvasImageSource;
  width: number;
  height: number;
}
export type Reader = (frame: Frame) => Promise<string>;

/** pixels of the longer edge: more than a code on paper needs, and quick to look through */
const LONGEST = 1280;

/** The text of the code in a frame, or "" when there is none to be read. */
export async function readerMake(): Promise<Reader> {
  return (await ofBrowser()) ?? (await ofOurs());
}

async function ofBrowser(): Promise<Reader | null> {
  const Known = globalThis.BarcodeDetector;
  // some have the class and no format at all
  const formats: string[] = (await Known?.getSupportedFormats?.().catch(() => [])) ?? [];
  if (!Known || !formats.includes("qr_code")) return null;
  const detector = new Known({ formats: ["qr_code"] });
  return async ({ image }) => (await detector.detect(image).catch(() => []))[0]?.rawValue ?? "";
}

async function ofOurs(): Promise<Reader> {
  const { decodeQR } = await import("qr/decode.js");
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true })!;
  return async ({ image, width, height }) => {
    const scale = Math.min(1, LONGEST / Math.max(width, height));
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    try {
      return decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return ""; // no code in this frame
    }
  };
}
