import type { Network, NetworkOperation, RandomTime, Source, Step } from '../../model/network.ts';
import { resourceAt, resourcesOf, type Scene } from './compile-scene.ts';
import { timed, workStep } from './compile-work.ts';
import { nodeWriter } from './program-nodes.ts';
import type { Program, ProgramNode, ProgramSource } from './program.ts';

/** What cannot be written out, in words. */
interface NoProgram {
  readonly kind: 'no-program';
  readonly because: string;
}

/** More nodes than this, and the chain would not be small enough to be solved anyway. */
const mostNodes = 4000;

/** Every call of a network written out in place; `most[s]` requests of open source s are followed at once. */
export function compileNetwork(network: Network, most: ReadonlyMap<string, number>): Program | NoProgram {
  const scene: Scene = {
    writer: nodeWriter(),
    network,
    resources: resourcesOf(network, most),
    operations: new Map(network.operations.map((operation) => [operation.id, operation])),
    written: new Map(),
    because: new Set(),
    troubles: new Set(),
  };
  const sources = network.sources.map((source) => compileSource(scene, source));
  const [trouble] = scene.troubles;
  if (trouble !== undefined) return { kind: 'no-program', because: trouble };
  return { nodes: scene.writer.nodes, resources: scene.resources, sources, because: [...scene.because] };
}

function compileSource(scene: Scene, source: Source): ProgramSource {
  const { writer } = scene;
  if (source.kind === 'closed') {
    let request = 0;
    const start = writer.loop((head) => {
      request = compileSteps(scene, source.steps, head, []);
      return timed(scene, source.think, -1, false, request, `the think time of ${source.id}`);
    });
    return { id: source.id, tokens: source.population, start, request };
  }
  const end = writer.write({ kind: 'end' });
  const resource = resourceAt(scene, 'arrivals', source.id);
  const steps = compileSteps(scene, source.steps, writer.write({ kind: 'leave', resource, next: end }), []);
  const request = writer.write({ kind: 'enter', resource, next: steps });
  const between: RandomTime = { mean: source.batch / source.rate, scv: source.scv };
  const start = writer.loop((head) => {
    let arrival = head;
    for (let one = 0; one < source.batch; one++)
      arrival = writer.write({ kind: 'spawn', apart: request, next: arrival });
    return timed(scene, between, -1, false, arrival, `the time between arrivals of ${source.id}`);
  });
  return { id: source.id, tokens: 1, start, request };
}

function compileSteps(
  scene: Scene,
  steps: readonly Step[],
  next: number,
  callers: readonly string[],
): number {
  return steps.toReversed().reduce((after, step) => compileStep(scene, step, after, callers), next);
}

function compileStep(scene: Scene, step: Step, next: number, callers: readonly string[]): number {
  const { writer } = scene;
  if (writer.nodes.length > mostNodes) {
    scene.troubles.add(`written out, the calls have more than ${mostNodes} places where a request can be`);
    return next;
  }
  switch (step.kind) {
    case 'work':
      return workStep(scene, step.station, step.time, next);
    case 'hold':
      return withPlace(scene, step.pool, next, (after) => compileSteps(scene, step.steps, after, callers));
    case 'call':
      return callStep(scene, step, next, callers);
    case 'mix':
      return mixStep(scene, step, next, callers);
    case 'choose': {
      const rest = 1 - step.branches.reduce((sum, { probability }) => sum + probability, 0);
      return writer.choose([
        ...step.branches.map(({ probability, steps }) => ({
          probability,
          next: compileSteps(scene, steps, next, callers),
        })),
        { probability: rest > 1e-12 ? rest : 0, next },
      ]);
    }
    case 'cached': {
      const cache = scene.network.caches.find(({ id }) => id === step.cache);
      if (cache?.kind !== 'ratio') {
        scene.troubles.add(`what ${step.cache} holds depends on the rate at which it is asked`);
        return next;
      }
      const missed = compileSteps(scene, step.steps, next, callers);
      return writer.choose([
        { probability: 1 - cache.hits, next: missed },
        { probability: cache.hits, next },
      ]);
    }
    case 'fork':
      scene.troubles.add('a request that forks is in several places at once');
      return next;
  }
}

function withPlace(scene: Scene, pool: string, next: number, inside: (after: number) => number): number {
  const resource = resourceAt(scene, 'pool', pool);
  if (resource < 0) return inside(next);
  const { write } = scene.writer;
  return write({ kind: 'enter', resource, next: inside(write({ kind: 'leave', resource, next })) });
}

function callStep(
  scene: Scene,
  step: Extract<Step, { kind: 'call' }>,
  next: number,
  callers: readonly string[],
): number {
  const { writer } = scene;
  const call = (after: number): number => callOnce(scene, step.operation, step.isAwaited, after, callers);
  const { mean, kind } = step.times;
  if (mean <= 0) return next;
  if (kind === 'geometric')
    return writer.loop((head) =>
      writer.choose([
        { probability: mean / (1 + mean), next: call(head) },
        { probability: 1 / (1 + mean), next },
      ]),
    );
  const whole = Math.floor(mean);
  let at = next;
  if (mean > whole)
    at = writer.choose([
      { probability: mean - whole, next: call(next) },
      { probability: 1 - mean + whole, next },
    ]);
  for (let one = 0; one < whole && scene.troubles.size === 0; one++) at = call(at);
  return at;
}

function mixStep(
  scene: Scene,
  step: Extract<Step, { kind: 'mix' }>,
  next: number,
  callers: readonly string[],
): number {
  const all = step.calls.reduce((sum, { mean }) => sum + mean, 0);
  const slice: RandomTime = { mean: step.time.mean / (all + 1), scv: step.time.scv };
  const { writer } = scene;
  return writer.loop((head) =>
    workStep(
      scene,
      step.station,
      slice,
      writer.choose([
        ...step.calls.map(({ operation, mean, isAwaited }) => ({
          probability: mean / (all + 1),
          next: mean > 0 ? callOnce(scene, operation, isAwaited, head, callers) : next,
        })),
        { probability: 1 / (all + 1), next },
      ]),
    ),
  );
}

function callOnce(
  scene: Scene,
  id: string,
  isAwaited: boolean,
  next: number,
  callers: readonly string[],
): number {
  const { write } = scene.writer;
  if (isAwaited) return operationThen(scene, id, next, callers);
  const apart = operationThen(scene, id, write({ kind: 'end' }), callers);
  return write({ kind: 'spawn', apart, next });
}

function operationThen(scene: Scene, id: string, next: number, callers: readonly string[]): number {
  const key = `${next} ${id}`;
  const known = scene.written.get(key);
  if (known !== undefined) return known;
  const operation = scene.operations.get(id);
  if (operation === undefined || callers.includes(id)) {
    scene.troubles.add(operation === undefined ? `there is no operation ${id}` : `${id} calls itself`);
    return next;
  }
  const at = writeOperation(scene, operation, next, [...callers, id]);
  scene.written.set(key, at);
  return at;
}

function writeOperation(
  scene: Scene,
  operation: NetworkOperation,
  next: number,
  callers: readonly string[],
): number {
  const { write } = scene.writer;
  const resource = operation.pool === undefined ? -1 : resourceAt(scene, 'pool', operation.pool);
  const leaveThen = (after: number): number =>
    resource < 0 ? after : write({ kind: 'leave', resource, next: after });
  const answer: number =
    operation.after.length === 0
      ? leaveThen(next)
      : spawned(
          scene,
          compileSteps(scene, operation.after, leaveThen(write({ kind: 'end' })), callers),
          next,
        );
  const inside = compileSteps(scene, operation.steps, answer, callers);
  return resource < 0 ? inside : write({ kind: 'enter', resource, next: inside });
}

const spawned = (scene: Scene, apart: number, next: number): number => {
  const node: ProgramNode = { kind: 'spawn', apart, next };
  return scene.writer.write(node);
};
