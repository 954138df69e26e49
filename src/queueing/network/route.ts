import type { Network, NetworkOperation, RandomTime, Step, Times } from '../../model/network.ts';

/** What one request does, with called operations written out: what the solver of flat networks walks. */
export type Route =
  | { readonly kind: 'visit'; readonly station: string; readonly time: RandomTime }
  | { readonly kind: 'sequence'; readonly parts: readonly Route[] }
  | { readonly kind: 'repeat'; readonly times: Times; readonly part: Route }
  | Slices
  | { readonly kind: 'choose'; readonly branches: readonly RouteBranch[] }
  | { readonly kind: 'fork'; readonly branches: readonly Route[]; readonly wanted: number }
  /** Goes its own way; nobody waits for it. */
  | { readonly kind: 'aside'; readonly part: Route }
  | { readonly kind: 'cached'; readonly cache: string; readonly part: Route };

export interface RouteBranch {
  readonly probability: number;
  readonly part: Route;
}

/** Slices of time at a station. After each one of the calls is made, or with probability `ends` the work is done. */
export interface Slices {
  readonly kind: 'slices';
  readonly station: string;
  readonly time: RandomTime;
  readonly calls: readonly RouteBranch[];
  readonly ends: number;
}

/** The route of these steps. Operations must not call themselves, not even through others. */
export function routeOf(network: Network, steps: readonly Step[]): Route {
  const operations = new Map(network.operations.map((operation) => [operation.id, operation]));
  const written = new Map<string, Route>();
  const inOrder = (given: readonly Step[]): Route =>
    given.length === 1 && given[0] !== undefined
      ? routeOfStep(given[0])
      : { kind: 'sequence', parts: given.map(routeOfStep) };
  const called = (id: string, isAwaited: boolean): Route => {
    const known = written.get(id) ?? inOrder(stepsOf(operations.get(id)));
    written.set(id, known);
    return isAwaited ? known : { kind: 'aside', part: known };
  };
  const routeOfStep = (step: Step): Route => {
    switch (step.kind) {
      case 'work':
        return { kind: 'visit', station: step.station, time: orNone(step.time) };
      case 'hold':
        return inOrder(step.steps);
      case 'call': {
        const part = called(step.operation, step.isAwaited);
        return isOnce(step.times) ? part : { kind: 'repeat', times: step.times, part };
      }
      case 'mix': {
        const ends = 1 / (1 + step.calls.reduce((sum, call) => sum + call.mean, 0));
        return {
          kind: 'slices',
          station: step.station,
          time: orNone({ mean: step.time.mean * ends, scv: step.time.scv }),
          calls: step.calls.map(({ operation, mean, isAwaited }) => ({
            probability: mean * ends,
            part: called(operation, isAwaited),
          })),
          ends,
        };
      }
      case 'choose':
        return {
          kind: 'choose',
          branches: step.branches.map((branch) => ({
            probability: branch.probability,
            part: inOrder(branch.steps),
          })),
        };
      case 'fork':
        return { kind: 'fork', branches: step.branches.map(inOrder), wanted: step.wanted };
      case 'cached':
        return { kind: 'cached', cache: step.cache, part: inOrder(step.steps) };
    }
  };
  return inOrder(steps);
}

const stepsOf = (operation: NetworkOperation | undefined): readonly Step[] => operation?.steps ?? [];

/** Times below a femtosecond are none: squares of yet shorter ones would underflow. */
const orNone = ({ mean, scv }: RandomTime): RandomTime =>
  mean < 1e-15 ? { mean: 0, scv: 0 } : { mean, scv };

const isOnce = (times: Times): boolean => times.kind === 'fixed' && times.mean === 1;

/** The routes right below this one. */
export function partsOf(route: Route): readonly Route[] {
  switch (route.kind) {
    case 'visit':
      return [];
    case 'sequence':
      return route.parts;
    case 'repeat':
    case 'aside':
    case 'cached':
      return [route.part];
    case 'slices':
      return route.calls.map(({ part }) => part);
    case 'choose':
      return route.branches.map(({ part }) => part);
    case 'fork':
      return route.branches;
  }
}

/** Whether some part of the route is one of these kinds. */
export const hasPart = (route: Route, kinds: readonly Route['kind'][]): boolean =>
  kinds.includes(route.kind) || partsOf(route).some((part) => hasPart(part, kinds));

/** Parts of a route when it is written out in full; calls of calls multiply. */
export function sizeOf(route: Route, known = new Map<Route, number>()): number {
  const size = known.get(route) ?? partsOf(route).reduce((sum, part) => sum + sizeOf(part, known), 1);
  known.set(route, size);
  return size;
}
