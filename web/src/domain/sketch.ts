/** A sketch of places to scale, without tiles: everything into a frame, north up, with a bar of round length. */
import { metres, type Point } from "@/domain/place";

export interface Sketch {
  width: number;
  height: number;
  at: (place: Point) => { x: number; y: number };
  bar: { px: number; metres: number };
}

const ROUND = [1, 2, 5];
const LEAST_M = 200;

/** The longest round number of metres that is no longer than `most`. */
export function roundBelow(most: number): number {
  const ten = 10 ** Math.floor(Math.log10(most));
  return ten * (ROUND.filter((one) => one * ten <= most).pop() ?? 1);
}

/** `pad` px stay free on every side; one place alone lies in the middle of a few hundred metres. */
export function sketch(places: Point[], width: number, height: number, pad: number): Sketch {
  const lngs = places.map((one) => one.lng);
  const lats = places.map((one) => one.lat);
  const mid = { lng: (Math.min(...lngs) + Math.max(...lngs)) / 2, lat: (Math.min(...lats) + Math.max(...lats)) / 2 };
  const east = metres(mid, { lng: mid.lng + 0.01, lat: mid.lat }) * 100;
  const north = metres(mid, { lng: mid.lng, lat: mid.lat + 0.01 }) * 100;
  const across = Math.max(LEAST_M, (Math.max(...lngs) - Math.min(...lngs)) * east);
  const up = Math.max(LEAST_M, (Math.max(...lats) - Math.min(...lats)) * north);
  const scale = Math.min((width - 2 * pad) / across, (height - 2 * pad) / up);
  const bar = roundBelow((width * 0.3) / scale);
  return {
    width,
    height,
    at: ({ lng, lat }) => ({ x: width / 2 + (lng - mid.lng) * east * scale, y: height / 2 - (lat - mid.lat) * north * scale }),
    bar: { px: bar * scale, metres: bar },
  };
}
