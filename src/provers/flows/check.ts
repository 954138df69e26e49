import type { Claim, Outcome, Verdict } from '../../findings/claim.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Json } from '../../model/origin.ts';
import { proved, refuted, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { advise } from './advice/advise.ts';
import { adviceRules } from './advice/all.ts';
import type { Advised, FlowAdvice } from './advice/advice.ts';
import { boundText, count, counterexampleText, sequenceDiagram, traceJson } from './counterexample.ts';
import type { FlowSpec } from './language/flow-spec.ts';
import type { FlowRead, PlaceIn } from './language/read-flow.ts';
import { nothingWaits } from './machine/promises.ts';
import { outOfRange } from './out-of-range.ts';
import { settleFlow } from './settle-flow.ts';
import type { SettledFlow } from './settle-flow.ts';
import { isHolding, untried, vacuous } from './vacuity.ts';

/** A promise is broken, and nothing that is known here mends it. */
const brokenPromise = {
  id: 'broken-promise',
  summary: 'A sequence of steps breaks what a flow promises.',
  severity: 'blocker',
  why: 'A sequence of steps that can happen leads to it; no change that is known here mends it.',
  standards: [],
} as const;

/** What findings of flows mean. */
export const flowRules: readonly Omit<FlowAdvice, 'changes'>[] = [...adviceRules, brokenPromise];

export interface CheckedFlow {
  readonly claim: Claim;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  /** The sequence diagram of a fault, for people. */
  readonly details: () => string;
}

/** Which engine settles flows. */
export const flowEngine = { name: 'explicit-state search', version: '1' };

/** What a search says nothing of, whatever the flow. */
export const limits: readonly string[] = [
  'time: a timeout or a lease may run out at any moment, and nothing is said of how long anything takes',
  'values: a record has the few values that the file gives it',
  'code: it is the flow of the file that is searched, and not the program that runs it',
];

/** Searches one flow; a fault comes with the changes that were searched as well and show it no more. */
export function checkFlow(file: string, flow: FlowSpec, place: PlaceIn): CheckedFlow {
  const settled = settleFlow(flow);
  const claim = claimOf(file, flow);
  const advised = settled.checked.kind === 'violated' ? advise(flow, settled) : [];
  return {
    claim,
    outcome: { claim: claim.id, engine: flowEngine, ...measured(settled, advised) },
    findings: findingsOf(settled, advised, { file, place, claim: claim.id }),
    details: () => detailsOf(settled),
  };
}

function claimOf(file: string, flow: FlowSpec): Claim {
  const { instances, crashes, duplicates, losses, states } = flow.bounds;
  return {
    id: `flow/${flow.name}`,
    prover: 'flow',
    subject: flow.name,
    statement: `Whatever the order of steps, ${boundText(flow)}: ${promises(flow).join('; ')}.`,
    oracle: 'enumeration',
    inputs: [file],
    parameters: { instances, crashes, duplicates, losses, states },
  };
}

/** What is promised, in words of the domain. */
export function promises(flow: FlowSpec): readonly string[] {
  const { always, ends, eventually, processes } = flow;
  const expected = processes.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === 'expect' ? [step.says] : [])),
  );
  const unlessAside = processes.some(({ deadLetter }) => deadLetter)
    ? ', unless it is set aside for a person'
    : '';
  const said = [
    ...always.map(({ says }) => says),
    ...expected,
    ...(ends === undefined ? [] : [`${ends.says}${unlessAside}`]),
    ...eventually.map(({ says }) => `in the end ${says}${unlessAside}`),
    nothingWaits(flow),
  ];
  return [...new Set(said)];
}

/** A claim whose file is no flow says where it stops being one. */
export const unreadable = ([{ line, column, what }]: Extract<
  FlowRead,
  { kind: 'unreadable' }
>['problems']): Settled => ({
  verdict: undecided(`line ${line}, column ${column}: ${what}`),
  measurements: {},
  incomplete: [],
});

export function measured(settled: SettledFlow, advised: readonly Advised[]): Settled {
  const { checked, instances, reduced, flow } = settled;
  const { states, transitions } = checked;
  return {
    verdict: verdictOf(settled),
    measurements: {
      bound: {
        instances,
        crashes: flow.bounds.crashes,
        duplicates: flow.bounds.duplicates,
        losses: flow.bounds.losses,
      },
      states,
      transitions,
      ...(checked.kind === 'violated'
        ? {
            property: checked.property,
            steps: checked.trace.length,
            trace: traceJson(checked),
            mermaid: sequenceDiagram(settled, checked),
          }
        : { depth: checked.depth }),
      ...(reduced && {
        interchangeable: `states that differ only in which ${flow.each} is which are counted once`,
      }),
      ...(advised.length > 0 && { advice: advised.map(adviceJson) }),
    },
    incomplete: [...limits, ...(isHolding(settled) ? untried(settled) : []), ...assumedKeys(flow)],
  };
}

const adviceJson = ({ rules, settled }: Advised): Json => ({
  rules: rules.map(({ rule }) => rule),
  states: settled.checked.states,
});

export function verdictOf(settled: SettledFlow): Verdict {
  const { checked, flow, instances } = settled;
  switch (checked.kind) {
    case 'holds': {
      const empty = isHolding(settled) ? vacuous(settled) : [];
      return empty.length === 0 ? proved : undecided(`nothing in this flow ever ${empty.join('; nor ')}`);
    }
    case 'out-of-range':
      return undecided(outOfRange(settled, checked));
    case 'violated':
      return refuted(counterexampleText(settled, checked));
    case 'too-large':
      return undecided(
        `${grouped(checked.states)} states were visited ${boundText(flow, instances)}, and more are left; ${shrink(flow, instances)}`,
      );
  }
}

/** Keys of which nothing is said are another one for each, also where what they change is one for all. */
function assumedKeys({ keys, processes, records, bounds, each }: FlowSpec): readonly string[] {
  if (bounds.instances === 1) return [];
  const isShared = (name: string): boolean => records.some((record) => record.name === name && record.shared);
  const assumed = processes
    .flatMap(({ steps }) => steps)
    .flatMap((step) =>
      step.kind === 'call' && step.key !== undefined && step.changes.every(({ record }) => isShared(record))
        ? [step.key]
        : [],
    )
    .filter((key) => keys.every(({ name }) => name !== key));
  return [...new Set(assumed)].map(
    (key) =>
      `keys: ${JSON.stringify(key)} is taken for another one for each ${each}; where all send the same one, write keys: { ${JSON.stringify(key)}: { shared: true } }`,
  );
}

/** `17,540`, the same on every machine. */
export const grouped = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');

function shrink({ bounds, each }: FlowSpec, instances: number): string {
  const parts = [
    ...(instances > 1 ? [`bounds.instances ${instances - 1} (${count(instances - 1, each)})`] : []),
    ...(bounds.crashes > 1 ? ['bounds.crashes 1'] : []),
    ...(bounds.duplicates > 0 ? ['bounds.duplicates 0'] : []),
    ...(bounds.losses > 0 ? ['bounds.losses 0'] : []),
    'fewer values of a record',
  ];
  return `lower the bounds (${parts.join(', ')}), or raise bounds.states above ${grouped(bounds.states)}`;
}

function detailsOf(settled: SettledFlow): string {
  const { checked, flow, instances, reduced } = settled;
  const bound = boundText(flow, instances);
  const counts = `${grouped(checked.states)} states, ${grouped(checked.transitions)} transitions${reduced ? ' (interchangeable instances counted once)' : ''}`;
  return checked.kind === 'violated'
    ? `${bound}: ${counts}\n\n${sequenceDiagram(settled, checked, 'reading')}`
    : `${bound}: ${counts}`;
}

interface Where {
  readonly file: string;
  readonly place: PlaceIn;
  readonly claim: string;
}

/** One finding for each change that is needed; where none is known, the fault itself. */
function findingsOf(settled: SettledFlow, advised: readonly Advised[], where: Where): readonly Finding[] {
  const { checked, flow } = settled;
  if (checked.kind !== 'violated') return [];
  const [best] = advised;
  if (best === undefined) return [unadvised(settled, checked, where)];
  return best.rules.map(({ rule, change }): Finding => {
    const about = adviceRules.find(({ id }) => id === rule);
    const first = change.places[0];
    return {
      rule,
      subject: first === undefined ? flow.name : `${flow.name}.${first.process}`,
      severity: about?.severity ?? 'warning',
      confidence: 'certain',
      what: `${change.what}, so this does not hold: ${checked.says}.`,
      why: about?.why ?? '',
      next: `${change.next} ${searched(settled, best)}`,
      standards: about?.standards ?? [],
      evidence: [
        ...change.places.map(({ process, step }) => ({
          kind: 'read' as const,
          origin: {
            kind: 'read' as const,
            file: where.file,
            line: where.place(['processes', process, ...(step === undefined ? [] : ['steps', step])]).line,
          },
        })),
        { kind: 'executed', claim: where.claim },
        {
          kind: 'computed',
          words: `present flow: refuted after ${grouped(checked.states)} states in ${count(checked.trace.length, 'step')}; changed flow: proved in ${grouped(best.settled.checked.states)} states`,
        },
      ],
    };
  });
}

/** Both searches, in figures. */
function searched({ checked }: SettledFlow, { rules, settled }: Advised): string {
  const mended =
    rules.length === 1 ? 'changed' : `with ${rules.map(({ rule }) => rule).join(' and ')} mended`;
  const after = boundText(settled.flow, settled.instances);
  return `Searched: as it is, refuted after ${grouped(checked.states)} states; ${mended}, proved ${after} in ${grouped(settled.checked.states)} states.`;
}

function unadvised(
  { flow }: SettledFlow,
  checked: Extract<SettledFlow['checked'], { kind: 'violated' }>,
  { file, place, claim }: Where,
): Finding {
  const isEndless = checked.property === 'ends' && checked.loop !== undefined;
  return {
    rule: brokenPromise.id,
    subject: flow.name,
    severity: brokenPromise.severity,
    confidence: 'certain',
    what: isEndless
      ? `It may go on for ever, and not come to an end where this holds: ${checked.says}.`
      : `This does not hold: ${checked.says}.`,
    why: brokenPromise.why,
    next: 'Follow the steps of the counterexample and decide which of them must not be possible.',
    standards: [],
    evidence: [
      { kind: 'read', origin: { kind: 'read', file, line: place(['flow']).line } },
      { kind: 'executed', claim },
      { kind: 'computed', words: `present flow: refuted after ${grouped(checked.states)} states` },
    ],
  };
}
