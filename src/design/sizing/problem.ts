import type { Brief, Objective } from '../../model/brief.ts';
import type { OptionShape } from '../../model/decision.ts';
import type { Quantity } from '../../model/origin.ts';
import { figure, valueOf } from '../capacity/figures.ts';
import { pricesOf } from '../capacity/prices.ts';
import type { Prices } from '../capacity/prices.ts';
import type { Domain } from '../domain.ts';
import { domainFor } from '../domain/apart.ts';
import type { LoadModel } from '../load/load.ts';
import { volumeOf } from './volume.ts';
import type { Volume } from './volume.ts';
import { workOf } from './work.ts';
import type { Work } from './work.ts';

/** Everything the options are sized for, read once from brief, domain and load. */
export interface Problem {
  readonly brief: Brief;
  readonly domain: Domain;
  readonly load: LoadModel;
  readonly contexts: readonly string[];
  /** Work with requests that wait for everything, and with the slow part handed to a queue. */
  readonly work: WorkOf & {
    /** The same where each context has a database of its own. */
    readonly apart: WorkOf;
  };
  readonly objectives: readonly Objective[];
  readonly rpo?: Quantity;
  readonly rto?: Quantity;
  readonly volumes: readonly Volume[];
  /** Operations whose answer may be old, and how old in seconds; none that an objective wants strongly consistent. */
  readonly staleness: ReadonlyMap<string, number>;
  readonly teamSize: Quantity;
  readonly budget?: Quantity;
  readonly prices: Prices;
  /** Kinds of stores that capabilities or constraints ask for by name. */
  readonly search?: string;
}

interface WorkOf {
  readonly waiting: readonly Work[];
  readonly queued: readonly Work[];
}

/** Every work of a problem, changed. */
export function withWork(problem: Problem, edit: (work: Work) => Work): Problem {
  const { waiting, queued, apart } = problem.work;
  const all = (work: WorkOf): WorkOf => ({ waiting: work.waiting.map(edit), queued: work.queued.map(edit) });
  return { ...problem, work: { ...all({ waiting, queued }), apart: all(apart) } };
}

export function problemOf(brief: Brief, domain: Domain, load: LoadModel): Problem {
  const { objectives, constraints } = brief;
  const rpo = strictest(objectives.flatMap((objective) => objective.rpo ?? []));
  const rto = strictest(objectives.flatMap((objective) => objective.rto ?? []));
  const search = searchEngine(brief);
  const worksOf = (told: Domain): WorkOf => ({
    waiting: workOf(told, load, false),
    queued: workOf(told, load, true),
  });
  return {
    brief,
    domain,
    load,
    contexts: domain.contexts.map(({ id }) => id),
    work: { ...worksOf(domain), apart: worksOf(domainFor(domain, { style: 'services-per-context' })) },
    objectives,
    ...(rpo !== undefined && { rpo }),
    ...(rto !== undefined && { rto }),
    volumes: domain.entities.map(volumeOf),
    staleness: staleReads(domain, load, objectives),
    prices: pricesOf(brief),
    teamSize: constraints.teamSize ?? figure('teamSize'),
    ...(constraints.budget !== undefined && { budget: constraints.budget }),
    ...(search !== undefined && { search }),
  };
}

export function workFor({ work }: Problem, { asyncCheckout, style }: OptionShape): readonly Work[] {
  const { waiting, queued } = style === 'services-per-context' ? work.apart : work;
  return asyncCheckout ? queued : waiting;
}

const strictest = (values: readonly Quantity[]): Quantity | undefined =>
  values.toSorted((a, b) => a.value - b.value)[0];

/** The objective of a workload for one quality: its own, else the one for everywhere. */
export function objectiveFor<K extends 'latency' | 'availability' | 'consistency'>(
  objectives: readonly Objective[],
  workload: string,
  quality: K,
): (Objective & Required<Pick<Objective, K>>) | undefined {
  const has = (objective: Objective): objective is Objective & Required<Pick<Objective, K>> =>
    objective[quality] !== undefined;
  let everywhere: (Objective & Required<Pick<Objective, K>>) | undefined;
  for (const entry of objectives) {
    if (!has(entry)) continue;
    if (entry.workload === workload) return entry;
    if (entry.workload === '*') everywhere ??= entry;
  }
  return everywhere;
}

function staleReads(
  domain: Domain,
  load: LoadModel,
  objectives: readonly Objective[],
): ReadonlyMap<string, number> {
  const work = workOf(domain, load, false).filter(({ interactive }) => interactive);
  const strict = new Set(
    work
      .filter(
        ({ workload }) => objectiveFor(objectives, workload, 'consistency')?.consistency.value === 'strong',
      )
      .map(({ operation }) => operation),
  );
  const found = new Map<string, number>();
  for (const { operation, staleness } of work)
    if (staleness !== undefined && staleness > 0 && !strict.has(operation))
      found.set(operation, Math.min(staleness, found.get(operation) ?? Infinity));
  return found;
}

/** A search engine is asked for by `must.search`, or by a pack option `search` that names one. */
function searchEngine({ constraints, packs }: Brief): string | undefined {
  const named = [
    constraints.must['search']?.value,
    ...packs.map(({ options }) => options['search']?.value),
  ].find((value) => typeof value === 'string' && !/^(full-text|none|no|postgres(ql)?)$/.test(value));
  return typeof named === 'string' ? named : undefined;
}

/** Staleness below this is not worth a copy: a replica may lag by more. */
export const leastStaleness = (): number => valueOf('replicationLag') * 5;
