import type { Diagram, SequenceMessage } from '../diagram.ts';
import type { Backend } from '../../model/backend.ts';
import type { Flow, FlowStep } from '../../model/domain.ts';
import { quantityText } from '../../model/quantity.ts';

type Sequence = Extract<Diagram, { kind: 'sequence' }>;

const broker = 'broker';
const placeOf = (step: FlowStep): string => step.at.replace(/^integration:/, '');

/** The flow when everything answers. */
export function happySequence(backend: Backend, flow: Flow): Sequence {
  const messages = flow.steps.flatMap((step) => stepMessages(backend, flow, step));
  return sequence(backend, flow, `flow-${flow.id}`, flow.name, [
    start(backend, flow),
    ...messages,
    { from: flow.context, to: actorOf(backend, flow), text: acceptedStatus(backend, flow), kind: 'reply' },
  ]);
}

/**
 * The step most likely to fail (the first remote one before the pivot, else the last compensable one) does fail:
 * attempts are used up, what was done before is undone in reverse order, and the caller is told. Nothing to
 * undo and nothing remote means that one transaction rolls back.
 */
export function failingSequence(backend: Backend, flow: Flow): Sequence | undefined {
  const index = failingStep(flow);
  const failing = flow.steps[index];
  if (failing === undefined) return undefined;
  const done = flow.steps.slice(0, index);
  const at = placeOf(failing);
  const attempts = failing.attempts?.value ?? 1;
  const wait = failing.timeout === undefined ? 'fails' : `no answer within ${quantityText(failing.timeout)}`;
  const undo = done
    .filter(({ compensation }) => compensation !== undefined)
    .toReversed()
    .map((step): SequenceMessage => call(flow.context, placeOf(step), step.compensation ?? ''));
  return sequence(backend, flow, `flow-${flow.id}-fails`, `${flow.name}, ${failing.action} fails`, [
    start(backend, flow),
    ...done.flatMap((step) => stepMessages(backend, flow, step)),
    {
      frame: 'loop',
      title: attempts === 1 ? 'one attempt' : `up to ${attempts} attempts${keyWords(failing)}`,
      messages:
        at === flow.context
          ? [call(at, at, `${failing.action}: ${wait}`)]
          : [
              call(flow.context, at, failing.action),
              { from: at, to: flow.context, text: wait, kind: 'reply' },
            ],
    },
    { frame: 'alt', title: 'given up', messages: [...undo, ...afterFailure(backend, flow, failing)] },
  ]);
}

function failingStep({ steps }: Flow): number {
  const pivot = steps.findIndex((step) => step.pivot === true);
  const before = pivot === -1 ? steps : steps.slice(0, pivot + 1);
  const remote = before.findIndex(({ kind }) => kind === 'remote');
  return remote === -1 ? before.findLastIndex(({ kind }) => kind === 'local') : remote;
}

const keyWords = ({ idempotencyKey }: FlowStep): string =>
  idempotencyKey === undefined ? '' : ` with the same key (${idempotencyKey})`;

function afterFailure(backend: Backend, flow: Flow, failing: FlowStep): readonly SequenceMessage[] {
  const actor = actorOf(backend, flow);
  const undoFailed: readonly SequenceMessage[] =
    failing.kind === 'remote' && failing.compensation !== undefined
      ? [call(flow.context, placeOf(failing), `${failing.compensation} (the attempt may have arrived)`)]
      : [];
  const status = failing.kind === 'remote' ? '503, nothing kept' : '409, rolled back';
  return [...undoFailed, { from: flow.context, to: actor, text: status, kind: 'reply' }];
}

function start(backend: Backend, flow: Flow): SequenceMessage {
  return call(actorOf(backend, flow), flow.context, flow.trigger);
}

const call = (from: string, to: string, text: string): SequenceMessage => ({
  from,
  to,
  text,
  kind: from === to ? 'self' : 'call',
});

function stepMessages(backend: Backend, flow: Flow, step: FlowStep): readonly SequenceMessage[] {
  const at = placeOf(step);
  switch (step.kind) {
    case 'local':
      return [call(flow.context, at, step.action)];
    case 'remote':
      return [
        call(
          flow.context,
          at,
          `${step.action}${step.timeout === undefined ? '' : ` (at most ${quantityText(step.timeout)})`}`,
        ),
        { from: at, to: flow.context, text: 'done', kind: 'reply' },
      ];
    case 'publish':
      return [
        { from: flow.context, to: broker, text: step.action, kind: 'event' },
        ...consumersOf(backend, step.action).map(({ context, action }): SequenceMessage => ({
          from: broker,
          to: context,
          text: action,
          kind: 'event',
        })),
      ];
  }
}

function consumersOf({ processes }: Backend, action: string) {
  const event = processes.events.find(({ name }) => action === name || action.endsWith(` ${name}`));
  return event?.consumers ?? [];
}

function actorOf({ load, trust }: Backend, flow: Flow): string {
  const workload = load.workloads.find(({ operation }) => operation === flow.trigger);
  const permission = trust.permissions.find(
    ({ operation, effect }) => operation === flow.trigger && effect === 'allow',
  );
  return workload?.actor ?? permission?.role ?? 'caller';
}

function acceptedStatus({ api }: Backend, flow: Flow): string {
  const endpoint = api.endpoints.find(({ operation }) => operation === flow.trigger);
  const success = endpoint?.responses.find(({ status }) => status >= 200 && status < 300);
  return success === undefined ? 'done' : `${success.status}`;
}

function sequence(
  backend: Backend,
  flow: Flow,
  id: string,
  title: string,
  parts: Sequence['steps'],
): Sequence {
  const messages = parts.flatMap((part) => ('frame' in part ? part.messages : [part]));
  const ids = [
    ...new Set([actorOf(backend, flow), flow.context, ...messages.flatMap(({ from, to }) => [from, to])]),
  ];
  const titles = new Map(backend.architecture.contexts.map((context) => [context.id, context.name]));
  return {
    kind: 'sequence',
    id,
    title,
    participants: ids.map((participant) => ({
      id: participant,
      title: titles.get(participant) ?? participant,
    })),
    steps: parts,
  };
}
