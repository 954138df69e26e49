import type { Backend } from '../../model/backend.ts';
import type { Flow, FlowStep } from '../../model/domain.ts';
import { changesNothing } from '../../model/flow-steps.ts';
import { kebabCase } from '../words.ts';
import { actsOf, nameOf, place } from './acts.ts';
import type { Act, NamedStep } from './acts.ts';
import { isOneOf, rivalProcesses, stateChangeOf } from './lifecycle.ts';
import type { StateChange } from './lifecycle.ts';
import { hasRelay, listenerProcess, listenerRecords, listenersOf } from './listeners.ts';
import type { Listener } from './listeners.ts';
import { webhookFlow, webhookOf } from './webhook.ts';

/** Folder of the package; the language is told in docs/flows.md. */
export const flowPath = ({ id }: Flow): string => `6-integration/flows/${kebabCase(id)}.yaml`;

/** Flows with more than one step, something changed, and a name the language knows. */
export const toldFlows = ({ processes: { flows } }: Backend): readonly Flow[] =>
  flows.filter(
    ({ id, steps }) =>
      steps.length > 1 &&
      /^[a-z][a-z0-9-]{0,59}$/.test(kebabCase(id)) &&
      steps.some(({ kind, action }) => kind !== 'publish' && !changesNothing(action)),
  );

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
const quoted = (text: string, most = 110): string => JSON.stringify(oneLine(text).slice(0, most));

/** One flow in the flow language, for `plumbline check flow`: as it is designed, with what must hold of any flow. */
export function flowText(backend: Backend, flow: Flow): string {
  const acts = actsOf(flow);
  const listeners = listenersOf(backend, acts);
  const hook = webhookOf(backend, flow, acts);
  const body =
    hook === undefined
      ? ownFlow(backend, flow, acts, listeners)
      : webhookFlow(backend, flow, hook, listeners);
  return [
    `# ${oneLine(`${flow.name}, started by ${flow.trigger}.${flow.invariant === undefined ? '' : ` ${flow.invariant}.`}`)}`,
    ...leftOut(flow),
    `flow: ${kebabCase(flow.id)}`,
    ...body,
  ].join('\n');
}

/** A flow of our own: a request, or a job that runs twice, while others change the same row. */
function ownFlow(
  backend: Backend,
  flow: Flow,
  acts: readonly Act[],
  listeners: readonly Listener[],
): readonly string[] {
  const change = acts[0]?.kind === 'own' ? stateChangeOf(backend, flow) : undefined;
  const events = [...new Set(listeners.map(({ event }) => event))];
  const rivals = change === undefined ? [] : rivalProcesses(change, place(flow.context));
  const telling: Telling = { events, isRelayed: hasRelay(backend) };
  return [
    `each: ${eachOf(flow)}`,
    'participants:',
    ...participants(flow, acts, listeners),
    'records:',
    ...acts.flatMap((act) => records(flow, act)),
    ...stateRecords(change, place(flow.context)),
    ...listenerRecords(listeners),
    ...(events.length === 0
      ? []
      : ['channels:', ...events.map((event) => `  ${event}: { delivery: at-least-once }`)]),
    'processes:',
    `  ${processName}:`,
    `    at: ${place(flow.context)}`,
    '    on: request',
    ...(change === undefined ? [] : ['    repeated: true']),
    ...howItGoesOn(acts, change),
    ...(setsAside(acts) ? ['    dead-letter: true'] : []),
    '    steps:',
    ...acts.flatMap((act, index) => steps(act, telling, index === 0 ? change : undefined)),
    ...rivals,
    ...listeners.flatMap(listenerProcess),
    'always:',
    ...counted(acts, listeners, change).map((name) => `  - at-most-once: ${name}`),
    ...statePromise(acts, change),
    'ends:',
    `  that: ${quotedWhole(`(${done(acts, listeners)}) or (${takenBack(acts, listeners)})`)}`,
    `  says: the flow is done everywhere, or taken back everywhere`,
    `bounds: { instances: 1, crashes: 1, duplicates: 1, losses: 1 }`,
    '',
  ];
}

/**
 * The saga of several acts stores how far it has come. One transaction has no place to store: who asked asks again after a
 * crash, and a refusal is an answer.
 */
const howItGoesOn = (acts: readonly Act[], change: StateChange | undefined): readonly string[] =>
  acts.length > 1 ? ['    durable: true'] : change === undefined ? [] : ['    attempts: 1'];

/** How often a change of state took effect is counted beside it. */
const timesOf = ({ to }: StateChange): string => `times-${to}`;

const stateRecords = (change: StateChange | undefined, at: string): readonly string[] =>
  change === undefined
    ? []
    : [
        `  ${change.record}: { at: ${at}, values: [${change.states.join(', ')}], start: ${change.from[0] ?? ''} }`,
        `  ${timesOf(change)}: { at: ${at}, values: times }`,
      ];

/** Whoever comes later finds the row where the flow has left it. */
function statePromise([first]: readonly Act[], change: StateChange | undefined): readonly string[] {
  if (change === undefined || !change.isFinal || first?.kind !== 'own') return [];
  const [record = ''] = ownRecords(first);
  return [
    `  - that: ${quotedWhole(`${record} != done or ${change.record} = ${change.to}`)}`,
    `    says: what was made ${change.to} stays so`,
  ];
}

/**
 * A call that cannot be taken back, behind the pivot or without a compensation, is parked for a person when its
 * attempts are used up, as the saga of the flow says: where each of them states more than one.
 */
function setsAside(acts: readonly Act[]): boolean {
  const pivot = acts.findIndex(({ isPivot }) => isPivot);
  const attempts = acts.flatMap((act, index) =>
    act.kind === 'call' && (index >= pivot || act.step.step.compensation === undefined)
      ? [attemptsOf(act.step.step)]
      : [],
  );
  return attempts.some((many) => many !== 'unlimited') && attempts.every((many) => many !== 1);
}

const processName = 'run';
const quotedWhole = (text: string): string => JSON.stringify(text);

function leftOut({ steps: all }: Flow): readonly string[] {
  const read = all.filter(({ kind, action }) => kind !== 'publish' && changesNothing(action));
  return read.length === 0
    ? []
    : [`# Left out, because they change nothing: ${oneLine(read.map(({ action }) => action).join('; '))}.`];
}

/** `create Order` is about orders. */
const eachOf = ({ trigger }: Flow): string => nameOf(trigger.split(' ')[1] ?? '', 'request');

function participants(flow: Flow, acts: readonly Act[], listeners: readonly Listener[]): readonly string[] {
  const names = new Set([
    place(flow.context),
    ...acts.flatMap((act) => (act.kind === 'call' ? [place(act.step.step.at)] : [])),
    ...listeners.map(({ at }) => at),
  ]);
  return [...names].map((name) => `  ${name}: ${name.startsWith('peer-') ? 'external' : 'service'}`);
}

function records(flow: Flow, act: Act): readonly string[] {
  if (act.kind === 'call') {
    const { name, step } = act.step;
    const at = place(step.at);
    return [
      `  ${name}: { at: ${at}, values: times }`,
      ...(step.compensation === undefined ? [] : [`  ${name}-undone: { at: ${at}, values: times }`]),
    ];
  }
  return ownRecords(act).map(
    (name) => `  ${name}: { at: ${place(flow.context)}, values: [open, done, undone] }`,
  );
}

/** A transaction that only tells has a record of its own. */
const ownRecords = ({ steps: own, tells }: Extract<Act, { kind: 'own' }>): readonly string[] =>
  own.length > 0 ? own.map(({ name }) => name) : [`${tells[0] ?? 'event'}-told`];

/** Events that somebody takes; with a relay they are stored in the transaction, else published after it. */
interface Telling {
  readonly events: readonly string[];
  readonly isRelayed: boolean;
}

const steps = (act: Act, telling: Telling, change: StateChange | undefined): readonly string[] =>
  act.kind === 'own' ? transaction(act, telling, change) : call(act.step, act);

function transaction(
  act: Extract<Act, { kind: 'own' }>,
  { events, isRelayed }: Telling,
  change: StateChange | undefined,
): readonly string[] {
  const undone = act.steps.filter(({ step }) => step.compensation !== undefined);
  const tells = act.tells.filter((event) => events.includes(event));
  const words = act.steps.map(({ step }) => step.action).join(', then ');
  const stored = [
    ...ownRecords(act).map((name) => `${name}: done`),
    ...(change === undefined
      ? []
      : [`${change.record}: ${change.to}`, `${timesOf(change)}: ${timesOf(change)} + 1`]),
  ];
  return [
    `      - transaction: { ${stored.join(', ')} }`,
    ...(words === '' ? [] : [`        as: ${quoted(words)}`]),
    ...(change === undefined ? [] : [`        require: ${quotedWhole(isOneOf(change.record, change.from))}`]),
    ...(act.mayRefuse ? ['        can: refuse'] : []),
    ...(tells.length === 0 || !isRelayed ? [] : [`        outbox: [${tells.join(', ')}]`]),
    ...(act.isPivot ? ['        pivot: true'] : []),
    ...(undone.length === 0 || act.isPivot
      ? []
      : [
          '        undo:',
          `          transaction: { ${undone.map(({ name }) => `${name}: undone`).join(', ')} }`,
          `          as: ${quoted(undone.map(({ step }) => step.compensation ?? '').join(', then '))}`,
        ]),
    ...(isRelayed ? [] : tells.map((event) => `      - publish: ${event}`)),
  ];
}

/** A call inside of one deployment is repeated by the flow itself; one that leaves it has what is stated. */
function attemptsOf({ attempts, kind }: FlowStep): number | 'unlimited' {
  if (attempts === undefined) return kind === 'local' ? 'unlimited' : 1;
  return Math.min(30, Math.max(1, Math.round(attempts.value)));
}

function call(
  { name, step }: NamedStep,
  { isPivot, mayRefuse }: Pick<Act, 'isPivot' | 'mayRefuse'>,
): readonly string[] {
  const to = place(step.at);
  const isInside = step.kind === 'local';
  return [
    `      - call: ${to}`,
    `        as: ${quoted(step.action)}`,
    `        does: { ${name}: ${name} + 1 }`,
    ...keyed(step, '        '),
    ...(isInside || step.timeout !== undefined ? ['        timeout: true'] : []),
    `        attempts: ${attemptsOf(step)}`,
    ...(mayRefuse ? ['        can: refuse'] : []),
    ...(isPivot ? ['        pivot: true'] : []),
    ...(step.compensation === undefined || isPivot
      ? []
      : [
          '        undo:',
          `          call: ${to}`,
          `          as: ${quoted(step.compensation)}`,
          `          does: { ${name}-undone: ${name}-undone + 1 }`,
          ...keyed(step, '          '),
          '          timeout: true',
        ]),
  ];
}

/** The key of a step is that of its compensation, too. */
const keyed = ({ idempotencyKey }: FlowStep, indent: string): readonly string[] =>
  idempotencyKey === undefined ? [] : [`${indent}key: ${quoted(idempotencyKey, 60)}`];

/** What must not happen twice. */
const counted = (
  acts: readonly Act[],
  listeners: readonly Listener[],
  change: StateChange | undefined,
): readonly string[] => [
  ...(change === undefined ? [] : [timesOf(change)]),
  ...acts.flatMap((act) =>
    act.kind === 'call'
      ? [act.step.name, ...(act.step.step.compensation === undefined ? [] : [`${act.step.name}-undone`])]
      : [],
  ),
  ...listeners.map(({ name }) => `${name}-taken`),
];

const done = (acts: readonly Act[], listeners: readonly Listener[]): string =>
  [
    ...acts.flatMap((act) =>
      act.kind === 'call' ? [`${act.step.name} = 1`] : ownRecords(act).map((name) => `${name} = done`),
    ),
    ...listeners.map(({ name }) => `${name}-taken = 1`),
  ].join(' and ');

const takenBack = (acts: readonly Act[], listeners: readonly Listener[]): string =>
  [
    ...acts.flatMap((act) => {
      if (act.kind === 'own') return ownRecords(act).map((name) => `${name} != done`);
      const { name, step } = act.step;
      return [step.compensation === undefined ? `${name} = 0` : `(${name} = 0 or ${name}-undone = 1)`];
    }),
    ...listeners.map(({ name }) => `${name}-taken = 0`),
  ].join(' and ');
