import { z } from 'zod';
import { networkOf } from '../../../model/network-parts.ts';
import type { Network, NetworkOperation, Source, Step } from '../../../model/network.ts';
import { readDocument } from '../../document.ts';
import type { DocumentProblem, DocumentRead } from '../../document.ts';
import { parseAs } from './one-of.ts';
import { autoscaler, cache, disturbance, objective, pool, station } from './parts.ts';
import { unknownNames } from './references.ts';
import { steps } from './steps.ts';
import { count, name, positiveSeconds, randomTime, rate, seconds } from './values.ts';

export const capacityPage = 'docs/capacity.md';

/** Time at each station of a class, in the order written: a time, or `visits` of `time` each. */
const demands = z.record(
  name,
  z.union([
    randomTime.transform((time) => ({ time, visits: 1 })),
    z.strictObject({ time: randomTime, visits: z.number().min(0).max(1e6).default(1) }),
  ]),
);

const body = { steps: steps.optional(), demands: demands.optional() } as const;

const operation = z.strictObject({ pool: name.optional(), ...body, after: steps.default([]) });

const sharedByClasses = { priority: z.number().int().min(-100).max(100).default(0), ...body } as const;
const openClass = z.strictObject({
  rate,
  scv: z.number().min(0).max(1e4).default(1),
  batch: count.max(1e6).default(1),
  ...sharedByClasses,
});
const closedClass = z.strictObject({
  population: z.number().int().min(0).max(10_000_000),
  think: randomTime.default({ mean: 0, scv: 1 }),
  ...sharedByClasses,
});
const sourceClass = z.record(z.string(), z.unknown()).transform((given, context) => {
  const isOpen = 'rate' in given;
  if (isOpen === 'population' in given) {
    const message =
      'a class has either a rate (requests/s from outside) or a population (people who wait for answers)';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
  return isOpen ? parseAs(openClass, given, context) : parseAs(closedClass, given, context);
});

const fileSchema = z.strictObject({
  stations: z.record(name, station),
  pools: z.record(name, pool).default({}),
  caches: z.record(name, cache).default({}),
  operations: z.record(name, operation).default({}),
  classes: z.record(name, sourceClass),
  autoscalers: z.array(autoscaler).default([]),
  disturbances: z.array(disturbance).default([]),
  objectives: z.array(objective).default([]),
  experiment: z
    .strictObject({
      duration: positiveSeconds.optional(),
      warmup: seconds.optional(),
      replications: count.max(1000).default(10),
      seed: z.number().int().min(0).max(0xffffffff).default(1),
    })
    .default({ replications: 10, seed: 1 }),
});
type NetworkFile = z.infer<typeof fileSchema>;

/** A network from YAML or JSON as `docs/capacity.md` describes it. Never throws; each fault has its place. */
export function readNetworkFile(text: string): DocumentRead<Network> {
  const read = readDocument(text, fileSchema, capacityPage);
  if (read.kind === 'invalid') return read;
  const network = networkIn(read.value);
  const problems: DocumentProblem[] = unknownNames(network).map(({ path, what, why, next }) => ({
    ...read.placeOf(path),
    what,
    why,
    next,
  }));
  return problems.length > 0 ? { kind: 'invalid', problems } : { ...read, value: network };
}

const listed = <T extends object, R>(
  record: Readonly<Record<string, T>>,
  make: (id: string, value: T) => R,
): readonly R[] => Object.entries(record).map(([id, value]) => make(id, value));

function networkIn(file: NetworkFile): Network {
  const { duration, warmup, replications, seed } = file.experiment;
  const visited: NetworkOperation[] = [];
  const operations = listed(file.operations, (id, { pool: held, after, ...rest }) => ({
    id,
    steps: bodyOf(id, rest, visited),
    after,
    ...(held !== undefined && { pool: held }),
  }));
  const sources = listed(file.classes, (id, given): Source => {
    const common = { id, priority: given.priority, steps: bodyOf(id, given, visited) };
    return 'rate' in given
      ? { kind: 'open', rate: given.rate, scv: given.scv, batch: given.batch, ...common }
      : { kind: 'closed', population: given.population, think: given.think, ...common };
  });
  return networkOf({
    stations: listed(file.stations, (id, given) => ({ ...given, id })),
    pools: listed(file.pools, (id, given) => ({ id, ...given })),
    caches: listed(file.caches, (id, given) => ({ id, ...given })),
    operations: [...operations, ...visited],
    sources,
    autoscalers: file.autoscalers,
    disturbances: file.disturbances,
    objectives: file.objectives,
    experiment: {
      replications,
      seed,
      ...(duration !== undefined && { duration }),
      ...(warmup !== undefined && { warmup }),
    },
  });
}

interface Body {
  readonly steps?: readonly Step[] | undefined;
  readonly demands?: z.infer<typeof demands> | undefined;
}

/** Demands become work in the order written; several visits are calls of an operation that works there once. */
function bodyOf(
  owner: string,
  { steps: given = [], demands: times = {} }: Body,
  visited: NetworkOperation[],
): readonly Step[] {
  const fromDemands = Object.entries(times).map(([at, { time, visits }]): Step => {
    const work: Step = { kind: 'work', station: at, time };
    if (visits === 1) return work;
    const id = `${owner} at ${at}`;
    visited.push({ id, steps: [work], after: [] });
    return { kind: 'call', operation: id, times: { kind: 'fixed', mean: visits }, isAwaited: true };
  });
  return [...fromDemands, ...given];
}
