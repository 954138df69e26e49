import type { Flow, FlowStep } from '../../model/domain.ts';
import type { Effects } from '../../model/effects.ts';
import { pivotOf } from '../../model/flow-steps.ts';
import { groupsOf, partOf } from './flow-parts.ts';
import type { Group } from './flow-parts.ts';
import { isParked, parked } from './flow-world.ts';
import type { FlowWorld, Progress } from './flow-world.ts';
import { performEffects } from './run-effects.ts';
import { isRefusal, refusal } from './variables.ts';
import type { Transaction, Variables } from './variables.ts';

/** Attempts of what states none: a compensation, and a step behind the pivot. */
const usualAttempts = 5;

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
  if (before?.back !== undefined) return goBack(flow, { ...before, back: before.back }, world);
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
      const back = {
        steps: done.map(({ id }) => id),
        why: error instanceof Error ? error.message : String(error),
        ...(isRefusal(error) && { problem: error.problem }),
      };
      // From here on it only goes back, also after a crash: an answer that was lost may still say yes the next time.
      if (done.some(({ undo }) => undo !== undefined))
        await world.keep?.(flow.id, { step: '', variables: known, back }, undefined);
      await takeBack(flow, done, known, world);
      throw error;
    }
  }
  return known;
}

/** Takes back what an interrupted run had begun to take back, and fails as it did. */
async function goBack(
  flow: Flow,
  { back, variables }: Progress & Required<Pick<Progress, 'back'>>,
  world: FlowWorld,
): Promise<never> {
  const done = flow.steps.filter(({ id }) => back.steps.includes(id));
  await takeBack(flow, done, variables, world);
  throw back.problem === undefined ? new Error(back.why) : refusal(back.problem, back.why);
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
