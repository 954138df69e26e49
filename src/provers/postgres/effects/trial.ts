import type { Flow } from '../../../model/domain.ts';
import { runEffects } from '../../effects/run-effects.ts';
import { runFlow } from '../../effects/run-flow.ts';
import type { FlowWorld } from '../../effects/flow-world.ts';
import { isRefusal } from '../../effects/variables.ts';
import type { Variables } from '../../effects/variables.ts';
import type { Session } from '../session.ts';
import { deliverTold } from './consumers.ts';
import type { Delivered, DeliveredTable } from './delivered.ts';
import { beginPart, failAfter, noFailures } from './failures.ts';
import { changesBetween, rowsOf } from './rows.ts';
import { touchedBy } from './touched.ts';
import { trialWorld, within } from './world.ts';
import type { TrialWorld } from './world.ts';

export interface FlowTrial {
  readonly faults: readonly string[];
  /** Why it could not be tried; then nothing else counts. */
  readonly untried?: string;
  readonly requests: number;
  readonly events: number;
  /** Consumers that took an event twice. */
  readonly consumers: number;
  /** Failures after a step, each taken back. */
  readonly takenBack: number;
  readonly kept: readonly string[];
}

const nothing = { faults: [], requests: 0, events: 0, consumers: 0, takenBack: 0, kept: [] };

/** An id that a request for a new row brings. */
const newId = '00000000-0000-7000-8000-00000000c0de';

/** Runs a flow on rows that are there, twice, with a failure after each step. Leaves the rows as they were. */
export const tryFlow = (session: Session, delivered: Delivered, flow: Flow): Promise<FlowTrial> =>
  within(
    session,
    async () => {
      const scene = await sceneOf(session, delivered, flow);
      return typeof scene === 'string'
        ? { ...nothing, untried: scene }
        : tried(session, delivered, flow, scene);
    },
    true,
  );

/** Variables that the scene sets and those that the request brings; a text says why there is no scene. */
async function sceneOf(session: Session, delivered: Delivered, flow: Flow): Promise<Variables | string> {
  const { transaction } = trialWorld(session, delivered, {}, async () => {});
  const call = (): Promise<Variables> => Promise.resolve({});
  try {
    const given = await runEffects({ statements: flow.given ?? [] }, {}, { transaction, call });
    const [verb, entity] = flow.trigger.split(' ');
    const table = delivered.tables.find((each) => each.entity === entity);
    if (table === undefined) return given;
    const first = async (): Promise<string | null> =>
      (await session.rows(`select id::text from ${table.table} order by id limit 1`))[0]?.['id'] ?? null;
    const id = given[table.id] ?? (verb === 'create' ? newId : await first());
    return { caller: null, caller_role: 'customer', ...given, id, [table.id]: id };
  } catch (error) {
    return `the scene of its trial cannot be set: ${wordsOf(error)}`;
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function tried(
  session: Session,
  delivered: Delivered,
  flow: Flow,
  scene: Variables,
): Promise<FlowTrial> {
  const tables = touchedBy(delivered, flow);
  const failures = noFailures();
  const trial: TrialWorld = trialWorld(session, delivered, scene, (id, { step, variables }) =>
    id === flow.id
      ? failAfter(failures, session, flow, step, variables, trial.world, tables)
      : Promise.resolve(),
  );
  try {
    await runParts(flow, scene, trial.world, (operation) =>
      beginPart(failures, session, flow, operation, tables),
    );
  } catch (error) {
    const words = `with nothing in its way ${flow.id} ends with ${wordsOf(error)}`;
    return flow.given === undefined && isRefusal(error)
      ? { ...nothing, untried: words }
      : { ...nothing, faults: [words, ...failures.faults] };
  }
  delete failures.part;
  const events = [...trial.told];
  const asked = trial.requests.size;
  const again = await runAgain(session, flow, scene, trial, tables);
  const taken = await deliverTold(session, delivered, events, trial.world);
  return {
    faults: [...failures.faults, ...again, ...taken.faults],
    requests: asked,
    events: events.length,
    consumers: taken.consumers,
    takenBack: failures.count,
    kept: [...failures.kept],
  };
}

/** Each operation that runs a part of the flow, in order; who comes later may be somebody else. */
async function runParts(
  flow: Flow,
  scene: Variables,
  world: FlowWorld,
  begin: (operation: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  let known = scene;
  const parts = [flow.trigger, ...flow.steps.flatMap(({ on }) => on ?? [])];
  for (const [index, operation] of parts.entries()) {
    await begin(operation);
    const caller = scene[`caller_${index + 1}`] ?? scene['caller'] ?? null;
    known = await runFlow(flow, { ...known, caller }, world, operation);
  }
}

/** Again with the same keys: a refusal is an answer too, as long as nothing changes. */
async function runAgain(
  session: Session,
  flow: Flow,
  scene: Variables,
  { world, requests }: TrialWorld,
  tables: readonly DeliveredTable[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  const [before, asked] = [await rowsOf(session, tables), requests.size];
  try {
    await runParts(flow, scene, world);
  } catch (error) {
    if (!isRefusal(error)) faults.push(`run again it ends with ${wordsOf(error)}`);
  }
  const changes = changesBetween(before, await rowsOf(session, tables));
  faults.push(...changes.map((change) => `run again, ${change}`));
  if (requests.size > asked) faults.push('run again it asks a peer with another key');
  return faults;
}
