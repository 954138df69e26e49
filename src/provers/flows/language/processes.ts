import { readCondition } from './conditions.ts';
import type { Process, Step, Trigger } from './flow-spec.ts';
import { choices } from './problem.ts';
import type { Problems } from './problem.ts';
import { scopeOf } from './records.ts';
import type { Declared } from './records.ts';
import type { ProcessShape, Shape } from './shape.ts';
import { readStep } from './steps.ts';
import type { StepPlace } from './step-place.ts';

export const readProcesses = (shape: Shape, declared: Declared, problems: Problems): readonly Process[] =>
  Object.entries(shape.processes).map(([name, process]) => readProcess(name, process, declared, problems));

function readProcess(name: string, shape: ProcessShape, declared: Declared, problems: Problems): Process {
  const path = ['processes', name];
  const kind = declared.participants.get(shape.at)?.kind;
  if (kind === undefined)
    problems.tell(
      [...path, 'at'],
      `there is no participant ${shape.at}`,
      `There are ${choices([...declared.participants.keys()])}.`,
    );
  const scope = scopeOf(declared.records.values());
  const trigger = triggerOf(name, shape, declared, problems);
  const place: StepPlace = {
    declared,
    problems,
    at: shape.at,
    trigger,
    once: shape.once,
    scope,
    readInto: new Map(),
  };
  const steps = shape.steps.flatMap((step, index): readonly Step[] => {
    const read = readStep(step, [...path, 'steps', index], place);
    return read === undefined ? [] : [read];
  });
  checkShape(name, shape, trigger, steps, problems);
  checkLocks(name, steps, problems);
  return {
    name,
    at: shape.at,
    trigger,
    durable: shape.durable,
    once: shape.once,
    workers: shape.workers,
    ...(shape.attempts !== undefined && { attempts: shape.attempts }),
    deadLetter: shape['dead-letter'],
    steps,
  };
}

function triggerOf(
  name: string,
  { on, repeated }: ProcessShape,
  declared: Declared,
  problems: Problems,
): Trigger {
  const path = ['processes', name, 'on'];
  if (typeof on !== 'string') {
    const condition = readCondition(on.when, [...path, 'when'], scopeOf(declared.records.values()), problems);
    return { kind: 'when', condition };
  }
  if (on === 'request') return { kind: 'request', repeated };
  if (on === 'fault') return { kind: 'fault' };
  if (!declared.messages.has(on))
    problems.tell(
      path,
      `nothing called ${on} ever happens`,
      `Write request, fault, { when: … } or a message: ${choices([...declared.messages.keys()])}.`,
    );
  return { kind: 'message', message: on };
}

/** Combinations that have no meaning. */
function checkShape(
  name: string,
  shape: ProcessShape,
  trigger: Trigger,
  steps: readonly Step[],
  problems: Problems,
): void {
  const path = ['processes', name];
  const arrives = trigger.kind === 'message' || (trigger.kind === 'request' && trigger.repeated);
  if (shape.repeated && trigger.kind !== 'request')
    problems.tell(
      [...path, 'repeated'],
      'only a request is repeated by who asks',
      'Set duplicates in bounds for messages.',
    );
  if (shape.attempts !== undefined && (!arrives || shape.durable))
    problems.tell(
      [...path, 'attempts'],
      'only a message that is delivered again has attempts',
      'Write attempts at the call that is repeated.',
    );
  if (shape.workers === 2 && (!arrives || shape.durable))
    problems.tell(
      [...path, 'workers'],
      'two workers need copies of one message',
      'Write workers at a process on a message or a repeated request.',
    );
  if (shape.once && trigger.kind === 'message')
    problems.tell([...path, 'once'], 'a message arrives for each', 'Leave once out.');
  if (steps.some(({ kind }) => kind === 'acknowledge') && (trigger.kind !== 'message' || shape.durable))
    problems.tell(path, 'there is nothing to acknowledge', 'Only a process on a message acknowledges.');
}

/** What is given back or compared was taken before. */
function checkLocks(name: string, steps: readonly Step[], problems: Problems): void {
  const taken = new Set<string>();
  for (const [index, step] of steps.entries()) {
    const needed = step.kind === 'unlock' ? step.lock : 'fenced' in step ? step.fenced : undefined;
    if (needed !== undefined && !taken.has(needed))
      problems.tell(
        ['processes', name, 'steps', index],
        `${needed} was not taken before`,
        `Write lock: ${needed} in a step before it.`,
      );
    if (step.kind === 'lock') taken.add(step.lock);
  }
}

/** An ordered channel hands each message to one process of a participant: two would take turns, and nobody means that. */
export function tellRivals(processes: readonly Process[], { messages }: Declared, problems: Problems): void {
  const seen = new Set<string>();
  for (const { name, at, trigger } of processes) {
    if (trigger.kind !== 'message' || messages.get(trigger.message)?.ordered !== true) continue;
    const key = `${at} ${trigger.message}`;
    if (seen.has(key))
      problems.tell(
        ['processes', name, 'on'],
        `${at} has another process on ${trigger.message}, and the channel is ordered`,
        'Join the two, or give one of them a participant of its own.',
      );
    seen.add(key);
  }
}
