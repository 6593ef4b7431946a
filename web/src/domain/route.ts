/** The order of a day's visits by distance: the nearest next, then crossings undone (2-opt). Places are on one datum. */
import { metres, type Point } from "@/domain/place";

const length = (order: number[], far: number[][]): number => order.slice(1).reduce((sum, to, n) => sum + far[order[n]!]![to]!, 0);

function nearest(far: number[][]): number[] {
  const order = [0];
  const left = new Set(far.keys());
  left.delete(0);
  while (left.size) {
    const from = order[order.length - 1]!;
    const next = [...left].reduce((best, one) => (far[from]![one]! < far[from]![best]! ? one : best));
    order.push(next);
    left.delete(next);
  }
  return order;
}

/** Turn parts of the way round as long as it gets shorter; the start stays. */
function untangled(order: number[], far: number[][]): number[] {
  let best = order;
  for (let better = true; better; ) {
    better = false;
    for (let i = 1; i < best.length - 1; i++) {
      for (let j = i + 1; j < best.length; j++) {
        const turned = [...best.slice(0, i), ...best.slice(i, j + 1).reverse(), ...best.slice(j + 1)];
        if (length(turned, far) < length(best, far)) [best, better] = [turned, true];
      }
    }
  }
  return best;
}

export interface Route {
  /** indexes of the stops in the order to go */
  order: number[];
  /** metres to each stop of the order from the one before; the first is 0 where one starts at a stop */
  legs: number[];
  total: number;
}

/** From `start` (here), or from the stop that makes the way shortest where nobody knows where one is. */
export function routeOf(stops: Point[], start: Point | null): Route {
  if (!stops.length) return { order: [], legs: [], total: 0 };
  const tries = start ? [[start, ...stops]] : stops.map((first) => [first, ...stops.filter((one) => one !== first)]);
  const ways = tries.map((points) => {
    const far = points.map((a) => points.map((b) => metres(a, b)));
    const order = untangled(nearest(far), far);
    const legs = order.slice(1).map((to, n) => far[order[n]!]![to]!);
    return { points: order.map((n) => points[n]!), legs: start ? legs : [0, ...legs], total: length(order, far) };
  });
  const way = ways.reduce((best, one) => (one.total < best.total ? one : best));
  const visited = start ? way.points.slice(1) : way.points;
  return { order: visited.map((point) => stops.indexOf(point)), legs: way.legs, total: way.total };
}
