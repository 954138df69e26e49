import type { Flow, FlowStep, Operation } from '../../model/domain.ts';
import type { Effects } from '../../model/effects.ts';
import { pivotOf } from '../../model/flow-steps.ts';
import { performEffects } from './run-effects.ts';
import { isRefusal } from './variables.ts';
import type { Transaction, Variables } from './variables.ts';

/** A request that leaves the transaction: the same key means the same request. */
export interface Request {
  /** `integration:psp`, or the context whose own part does it. */
  readonly at: string;
  readonly request: string;
  readonly values: Variables;
  /** Variables that the answer shall set. */
  readonly gives: readonly string[];
  readonly key: string;
  readonly timeoutSeconds?: number;
}

/** How far a flow has come. */
export interface Progress {
  readonly step: string;
  readonly variables: Variables;
}

/** What a flow needs of whoever runs it. */
export interface FlowWorld {
  readonly flows: readonly Flow[];
  /** Opens a transaction in the database of a context, commits, or rolls back when `use` throws. */
  readonly inTransaction: <T>(context: string, use: (transaction: Transaction) => Promise<T>) => Promise<T>;
  /** Contexts with the same answer share a database. Without it all do. */
  readonly databaseOf?: (context: string) => string;
  /** Throws a refusal where the other side says no; any other error means nobody knows. */
  readonly call: (request: Request) => Promise<Variables>;
  /** Stores an event in the outbox, in the transaction of what it tells of. */
  readonly publish: (transaction: Transaction, event: string, variables: Variables) => Promise<void>;
  /** Stores how far a flow is, in the transaction of what was done; without one after a call. */
  readonly keep?: (flow: string, progress: Progress, transaction: Transaction | undefined) => Promise<void>;
  /** How far it had come before; it goes on behind that. */
  readonly resume?: (flow: string) => Progress | undefined;
  /** Waits before an attempt is repeated. */
  readonly pause?: (attempt: number) => Promise<void>;
}

/** A flow that can only go forward, and did not within its attempts: a person has to look. */
export type Parked = Error & { readonly parked: string; readonly cause: unknown };

export const isParked = (error: unknown): error is Parked =>
  error instanceof Error && 'parked' in error && typeof error.parked === 'string';

const parked = (step: string, cause: unknown): Parked =>
  Object.assign(new Error(`parked at ${step}: ${cause instanceof Error ? cause.message : String(cause)}`), {
    parked: step,
    cause,
  });

/** Attempts of what states none: a compensation, and a step behind the pivot. */
const usualAttempts = 5;

/** Steps that are one transaction, one call, or one other flow. */
interface Group {
  readonly steps: readonly FlowStep[];
  readonly first: number;
  readonly isOwn: boolean;
}

const isOwn = ({ kind, effects }: FlowStep): boolean => kind !== 'remote' && effects?.flow === undefined;

/** Steps of one context in a row are one transaction, with what they publish. */
export function groupsOf({ steps }: Flow): readonly Group[] {
  const groups: Group[] = [];
  for (const [index, step] of steps.entries()) {
    const last = groups.at(-1);
    if (last?.isOwn === true && isOwn(step) && step.on === undefined && last.steps[0]?.at === step.at)
      groups[groups.length - 1] = { ...last, steps: [...last.steps, step] };
    else groups.push({ steps: [step], first: index, isOwn: isOwn(step) });
  }
  return groups;
}

/** Steps of a flow that one operation runs: from the start, or from where the flow waits for it, to the next wait. */
export function partOf({ trigger, steps }: Flow, operation: string = trigger): readonly [number, number] {
  const waited = steps.findIndex(({ on }) => on === operation);
  const start = operation === trigger || waited === -1 ? 0 : waited;
  const next = steps.findIndex(({ on }, index) => index > start && on !== undefined);
  return [start, next === -1 ? steps.length : next];
}

/** The flow that a request of an operation runs: the one it names, one that waits for it, or the only one it starts. */
export function flowOf(operation: Pick<Operation, 'id' | 'flow'>, flows: readonly Flow[]): Flow | undefined {
  const started = new Set(
    flows.flatMap(({ steps }) => steps.flatMap(({ effects, undo }) => [effects?.flow, undo?.flow])),
  );
  return (
    flows.find(({ id }) => id === operation.flow) ??
    flows.find(({ steps }) => steps.some(({ on }) => on === operation.id)) ??
    flows.find(({ id, trigger }) => trigger === operation.id && !started.has(id))
  );
}

/**
 * Runs the steps of an operation in order. A refusal up to the pivot takes back what was done, in reverse, and is
 * thrown on; behind the pivot each step is repeated until it is done or parked.
 */
export async function runFlow(
  flow: Flow,
  variables: Variables,
  world: FlowWorld,
  operation: string = flow.trigger,
): Promise<Variables> {
  const pivot = pivotOf(flow);
  const [start, end] = partOf(flow, operation);
  const before = world.resume?.(flow.id);
  const from = before === undefined ? start : flow.steps.findIndex(({ id }) => id === before.step) + 1;
  let known = { ...variables, ...before?.variables };
  for (const group of groupsOf(flow)) {
    if (group.first < start || group.first >= end || group.first + group.steps.length <= from) continue;
    const isForward = group.first > pivot;
    try {
      known = await runGroup(flow, group, known, world, isForward);
    } catch (error) {
      if (isForward) throw isParked(error) ? error : parked(group.steps[0]?.id ?? flow.id, error);
      const isUnknown = !group.isOwn && !isRefusal(error);
      const done = flow.steps.slice(start, group.first + (isUnknown ? 1 : 0));
      await takeBack(flow, done, known, world);
      throw error;
    }
  }
  return known;
}

async function runGroup(
  flow: Flow,
  group: Group,
  known: Variables,
  world: FlowWorld,
  isForward: boolean,
): Promise<Variables> {
  const [first] = group.steps;
  const stated = first?.attempts?.value;
  const attempts = stated ?? (isForward ? usualAttempts : 1);
  return repeated(attempts, isForward, world, () =>
    group.isOwn ? ownGroup(flow, group, known, world) : apartStep(flow, group, known, world),
  );
}

/** A refusal before the pivot is an answer; everything else may go better the next time. */
async function repeated<T>(
  attempts: number,
  isForward: boolean,
  world: FlowWorld,
  use: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return await use();
    } catch (error) {
      if (attempt >= attempts || isParked(error) || (isRefusal(error) && !isForward)) throw error;
      await world.pause?.(attempt);
    }
}

const ownGroup = (flow: Flow, { steps }: Group, known: Variables, world: FlowWorld): Promise<Variables> =>
  world.inTransaction(steps[0]?.at ?? flow.context, async (transaction) => {
    let now = known;
    for (const step of steps) now = await ownStep(flow, step, now, world, transaction);
    const last = steps.at(-1)?.id ?? '';
    await world.keep?.(flow.id, { step: last, variables: now }, transaction);
    return now;
  });

async function ownStep(
  flow: Flow,
  step: FlowStep,
  known: Variables,
  world: FlowWorld,
  transaction: Transaction,
): Promise<Variables> {
  if (step.kind !== 'publish')
    return step.effects === undefined ? known : perform(flow, step, step.effects, known, world, transaction);
  const tell = async (_: string, values: Variables): Promise<Variables> => {
    await world.publish(transaction, step.action, values);
    return {};
  };
  // A publication happens where its condition holds, once for each element of its list.
  const { condition, each } = step.effects ?? {};
  const effects: Effects = {
    ...(condition !== undefined && { condition }),
    ...(each !== undefined && { each }),
    statements: [],
    flow: step.action,
  };
  await performEffects(effects, known, { ...effectWorld(flow, step, world, transaction), start: tell });
  return known;
}

/** A call, or another flow: outside of any transaction. */
async function apartStep(
  flow: Flow,
  { steps: [step] }: Group,
  known: Variables,
  world: FlowWorld,
): Promise<Variables> {
  if (step === undefined) return known;
  const now =
    step.effects === undefined ? known : await perform(flow, step, step.effects, known, world, undefined);
  await world.keep?.(flow.id, { step: step.id, variables: now }, undefined);
  return now;
}

const perform = (
  flow: Flow,
  step: FlowStep,
  effects: Effects,
  known: Variables,
  world: FlowWorld,
  transaction: Transaction | undefined,
): Promise<Variables> => performEffects(effects, known, effectWorld(flow, step, world, transaction));

function effectWorld(
  flow: Flow,
  step: FlowStep,
  world: FlowWorld,
  transaction: Transaction | undefined,
): Parameters<typeof performEffects>[2] {
  const home = step.kind === 'remote' ? flow.context : step.at;
  const database = world.databaseOf ?? (() => '');
  return {
    at: (context = home) =>
      transaction !== undefined && database(context) === database(home)
        ? transaction
        : { run: (sql, values) => world.inTransaction(context, (other) => other.run(sql, values)) },
    call: ({ request, gives }, values) =>
      world.call({
        at: step.at,
        request,
        values,
        gives,
        key: `${flow.id}/${step.id}/${keyOf(step, values)}`,
        ...(step.timeout !== undefined && { timeoutSeconds: secondsOf(step.timeout) }),
      }),
    start: (id, variables) => {
      const started = world.flows.find((each) => each.id === id);
      if (started === undefined) throw new Error(`There is no flow ${id}, which ${flow.id} starts.`);
      return runFlow(started, variables, world);
    },
  };
}

const secondsOf = ({ value, unit }: NonNullable<FlowStep['timeout']>): number =>
  unit === 'ms' ? value / 1000 : value;

/** `key: payment id` is the variable payment_id where it is handed over, else the first that is. */
function keyOf({ idempotencyKey = '' }: FlowStep, values: Variables): string {
  const name = idempotencyKey
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_');
  const value = values[name] ?? Object.values(values)[0] ?? '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Takes steps back, the last first. Those of one context in a row need not be one transaction. */
export async function takeBack(
  flow: Flow,
  done: readonly FlowStep[],
  known: Variables,
  world: FlowWorld,
): Promise<void> {
  for (const step of done.toReversed()) {
    const { undo } = step;
    if (undo === undefined) continue;
    try {
      await repeated(usualAttempts, true, world, () =>
        step.kind === 'remote' || undo.flow !== undefined
          ? perform(flow, step, undo, known, world, undefined)
          : world.inTransaction(step.at, (transaction) =>
              perform(flow, step, undo, known, world, transaction),
            ),
      );
    } catch (error) {
      throw parked(step.id, error);
    }
  }
}
