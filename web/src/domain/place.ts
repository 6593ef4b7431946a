/** Places on the ground: distance, and the step between the satellite's datum and the one of Chinese maps. */

export interface Point {
  lng: number;
  lat: number;
}

const A = 6378245;
const EE = 0.006693421622965943;
const EARTH_M = 6371008.8;
// WGS-84
const AXIS_M = 6378137;
const FLAT = 1 / 298.257223563;
const POLAR_M = AXIS_M * (1 - FLAT);
const TURNS = 100;
const rad = (degrees: number): number => (degrees * Math.PI) / 180;

/** WGS-84 to GCJ-02; good to some metres, for showing only, never for a decision. */
export function toGcj02({ lng, lat }: Point): Point {
  const x = lng - 105;
  const y = lat - 35;
  const base = Math.sqrt(Math.abs(x));
  const dLat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * base + ripple(x) + swellNorth(y);
  const dLng = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * base + ripple(x) + swellEast(x);
  const magic = 1 - EE * Math.sin(rad(lat)) ** 2;
  const root = Math.sqrt(magic);
  return {
    lng: lng + (dLng * 180) / ((A / root) * Math.cos(rad(lat)) * Math.PI),
    lat: lat + (dLat * 180) / (((A * (1 - EE)) / (magic * root)) * Math.PI),
  };
}

function ripple(x: number): number {
  return ((20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2) / 3;
}

function swellNorth(y: number): number {
  return ((20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI) + 160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y / 30) * Math.PI)) * 2) / 3;
}

function swellEast(x: number): number {
  return ((20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI) + 150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3;
}

/** Metres along the ellipsoid (Vincenty), as the server reckons; on opposite points of the earth the sphere's. */
export function metres(a: Point, b: Point): number {
  return Math.round(geodesic(a, b) ?? onSphere(a, b));
}

function onSphere(a: Point, b: Point): number {
  const h = Math.sin(rad(b.lat - a.lat) / 2) ** 2 + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lng - a.lng) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

function geodesic(a: Point, b: Point): number | null {
  const [u1, u2] = [a, b].map((one) => Math.atan((1 - FLAT) * Math.tan(rad(one.lat)))) as [number, number];
  const [sin1, cos1, sin2, cos2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  const apart = rad(b.lng - a.lng);
  let lambda = apart;
  for (let turn = 0; turn < TURNS; turn++) {
    const sinS = Math.hypot(cos2 * Math.sin(lambda), cos1 * sin2 - sin1 * cos2 * Math.cos(lambda));
    if (sinS === 0) return 0;
    const cosS = sin1 * sin2 + cos1 * cos2 * Math.cos(lambda);
    const sigma = Math.atan2(sinS, cosS);
    const sinA = (cos1 * cos2 * Math.sin(lambda)) / sinS;
    const cosA2 = 1 - sinA ** 2;
    const mid = cosA2 === 0 ? 0 : cosS - (2 * sin1 * sin2) / cosA2;
    const c = (FLAT / 16) * cosA2 * (4 + FLAT * (4 - 3 * cosA2));
    const next = apart + (1 - c) * FLAT * sinA * (sigma + c * sinS * (mid + c * cosS * (2 * mid ** 2 - 1)));
    if (Math.abs(next - lambda) > 1e-12) {
      lambda = next;
      continue;
    }
    const e2 = (cosA2 * (AXIS_M ** 2 - POLAR_M ** 2)) / POLAR_M ** 2;
    const p = 1 + (e2 / 16384) * (4096 + e2 * (e2 * (320 - 175 * e2) - 768));
    const q = (e2 / 1024) * (256 + e2 * (e2 * (74 - 47 * e2) - 128));
    const bend = q * sinS * (mid + (q / 4) * (cosS * (2 * mid ** 2 - 1) - (q / 6) * mid * (4 * sinS ** 2 - 3) * (4 * mid ** 2 - 3)));
    return POLAR_M * p * (sigma - bend);
  }
  return null;
}

/** From a satellite fix to a place of the register, whichever datum the register has. */
export function distance(fix: Point, place: Point, datum: string): number {
  const shifted = ["gcj02", "bd09"].includes(datum.toLowerCase());
  return shifted ? metres(toGcj02(fix), toShown(place, datum)) : metres(fix, place);
}

/** Within which a distance says nothing: the accuracy of the fix, rounded up, and a hundred metres. */
export function toleranceM(accuracyDm: number | null): number {
  return Math.ceil((accuracyDm ?? 0) / 10) + 100;
}

/** BD-09 to GCJ-02; good to a metre or so, for showing only. */
export function bdToGcj02({ lng, lat }: Point): Point {
  const x = lng - 0.0065;
  const y = lat - 0.006;
  const turn = (Math.PI * 3000) / 180;
  const far = Math.hypot(x, y) - 0.00002 * Math.sin(y * turn);
  const angle = Math.atan2(y, x) - 0.000003 * Math.cos(x * turn);
  return { lng: far * Math.cos(angle), lat: far * Math.sin(angle) };
}

/** A place of the register on the datum of Chinese maps (GCJ-02): never the other way round, which is restricted. */
export function toShown(place: Point, datum: string): Point {
  const given = datum.toLowerCase();
  if (given === "gcj02") return place;
  return given === "bd09" ? bdToGcj02(place) : toGcj02(place);
}
