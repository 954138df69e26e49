import { flowPath, flowText, toldFlows } from '../../artifacts/flows/flows.ts';
import { product, sum } from '../../model/amounts.ts';
import type { Part } from '../../model/amounts.ts';
import {
  anchor,
  claimsOf,
  count,
  figure,
  judgement,
  link,
  names,
  paragraph,
  section,
  table,
  warning,
} from '../blocks.ts';
import type { Artifact, Basis, Block, Cell, Section } from '../deliverable.ts';
import type { Flow, FlowStep } from '../../model/domain.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { checkSaga, sagaOf } from './saga.ts';
import type { Saga, Undo } from './saga.ts';
import { stateMachines } from './saga-machine.ts';

const path = '6-integration/flows.md';
export const machinesPath = '6-integration/state-machines.json';

/** Flows with more than one step that changes something in more than one transaction. */
const multiStep = (flows: readonly Flow[]): readonly Flow[] => flows.filter(({ steps }) => steps.length > 1);

/** One chapter a flow: steps, compensations, pivot, times, state machine, and what a search of it finds. */
export function flowSections(basis: Basis): readonly (Section | undefined)[] {
  const flows = multiStep(basis.backend.processes.flows);
  if (flows.length === 0) return [];
  const sagas = flows.map(sagaOf);
  return [overview(basis, sagas), ...sagas.map((saga) => flowSection(basis, saga))];
}

export function flowArtifacts({ backend }: Basis): readonly Artifact[] {
  const flows = multiStep(backend.processes.flows);
  if (flows.length === 0) return [];
  return [
    { path: machinesPath, text: stateMachines(flows.map(sagaOf)), lost: [], items: ['6.4'] },
    ...toldFlows(backend).map((flow): Artifact => ({
      path: flowPath(flow),
      text: flowText(backend, flow),
      lost: [],
      items: ['6.4'],
    })),
  ];
}

function overview(basis: Basis, sagas: readonly Saga[]): Section | undefined {
  const checks = sagas.map((saga) => ({ saga, check: checkSaga(saga) }));
  const open = checks.filter(({ check }) => check.uncompensated.length > 0 || check.stuck.length > 0);
  return section(
    { id: 'search', title: 'No flow may stop half-way', items: ['6.4'] },
    paragraph(
      'Each flow is a state machine: forward to its pivot or back through the compensations; after the pivot only forward. Every state was visited, and from each an end was looked for.',
    ),
    table(
      [
        'flow',
        'critical',
        'steps',
        'pivot',
        'states reached',
        'without a way back',
        'states without a way out',
      ],
      checks.map(({ saga: { flow, pivot }, check }): readonly Cell[] => [
        link(flow.name, `${path}#${anchor(flow.id)}`),
        flow.critical ? 'yes' : 'no',
        count(flow.steps.length, `steps of ${flow.id}`),
        flow.steps[pivot]?.action ?? 'none',
        count(check.reachable, `reachable states of ${flow.id}`),
        names(check.uncompensated.map(({ action }) => action)),
        names(check.stuck.map(({ title }) => title)),
      ]),
    ),
    open.length === 0
      ? undefined
      : warning(
          `${open.length} of ${checks.length} flows can stop half-way: a step before the pivot lacks a compensation, or a step after it is not repeated. Each needs an undo, a key, or to move behind the pivot.`,
        ),
    paragraph(
      'Each flow is also written in the flow language (`6-integration/flows/`), and every order of its steps was searched with a crash, a message delivered twice and a lost answer. `plumbline check flow` searches it again, with higher bounds if the file says so.',
    ),
    claimsOf(basis, 'flow/'),
    judgement(
      'The table counts the states of the graph drawn here, without duplicates or losses. In both, local steps in a row at one place are taken as one transaction, and whether an action changes nothing is read from its first word. It is no proof of the code.',
    ),
  );
}

function flowSection(basis: Basis, saga: Saga): Section | undefined {
  const { flow, undo, pivot } = saga;
  const limit = atMost(flow.steps);
  return section(
    { id: anchor(flow.id), title: flow.name },
    paragraph(
      `Started by ${flow.trigger}, run by ${flow.context}.${flow.invariant === undefined ? '' : ` What must hold whatever happens: ${flow.invariant}.`}`,
    ),
    table(
      ['#', 'step', 'at', 'kind', 'taken back by', 'gives up after', 'attempts', 'key'],
      flow.steps.map((step, index): readonly Cell[] => [
        `${index + 1}${index === pivot ? ' (pivot)' : ''}`,
        step.action,
        step.at.replace(/^integration:/, 'peer '),
        step.kind,
        index < pivot ? undoWords(undo[index]) : index === pivot ? 'decides' : 'goes forward only',
        step.timeout ?? '–',
        step.attempts ?? '–',
        step.idempotencyKey ?? '–',
      ]),
    ),
    limit === undefined
      ? undefined
      : table(['what', 'value'], [['all stated attempts together, at most', limit]]),
    machineFigure(saga),
    claimsOf(basis, `flow/${flow.id}`),
  );
}

function undoWords(undo: Undo | undefined): string {
  switch (undo?.kind) {
    case 'compensated':
      return undo.by;
    case 'reads-only':
      return 'changes nothing';
    case 'same-transaction':
      return 'rolled back: one transaction with the pivot';
    case 'repeatable':
      return `asked again with ${undo.key} until it answers`;
    case 'none':
    case undefined:
      return 'nothing stated';
  }
}

/** Sum of timeout × attempts over the steps that state a timeout; back-off comes on top. */
export function atMost(steps: readonly FlowStep[]): Quantity | undefined {
  const parts = steps.flatMap(({ action, timeout, attempts }): readonly Part[] => {
    if (timeout === undefined) return [];
    const times = attempts ?? derived(1, 'count', 'one attempt', ['no retry is stated']);
    const seconds = timeout.unit === 'ms' ? 1e-3 : 1;
    return [
      [
        action,
        product(
          [
            ['timeout', timeout],
            ['attempts', times],
          ],
          's',
          'timeout × attempts',
          seconds,
        ),
      ],
    ];
  });
  return parts.length === 0
    ? undefined
    : sum(parts, 's', 'timeout × attempts of each step, without back-off');
}

function machineFigure({ flow, states, transitions }: Saga): Block {
  const groups = [
    { id: 'forward', title: 'forward', boundary: 'system' },
    { id: 'back', title: 'way back', boundary: 'zone' },
  ] as const;
  return figure({
    kind: 'graph',
    id: `machine-${anchor(flow.id)}`,
    title: `${flow.name}: states`,
    view: 'state',
    groups,
    nodes: states.map(({ id, title, final }) => ({
      id,
      title,
      kind: 'state',
      group: id.startsWith('und') ? 'back' : 'forward',
      ...(final ? { subtitle: 'end' } : {}),
    })),
    edges: transitions.map(({ from, to, label, kind }) => ({
      from,
      to,
      label,
      style: kind === 'forward' || kind === 'undo' ? 'solid' : 'dashed',
    })),
  });
}
