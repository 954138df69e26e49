import type { Json } from '../../model/origin.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Cure } from './cures.ts';
import type { Ending } from './explore.ts';
import type { Event } from './step-over.ts';
import type { Transaction } from './transaction.ts';

/** One fault with the order of turns that shows it. */
export interface Fault {
  readonly finding: Finding;
  readonly table: string;
  readonly json: { readonly [key: string]: Json };
  /** The same, with what was executed against it. */
  readonly cured: (cure: Cure) => Fault;
}

interface Seen {
  readonly file: string;
  readonly pair: readonly Transaction[];
  readonly ending: Ending;
  readonly from: { readonly kind: 'none' | 'answers' | 'state'; readonly nearest?: Ending };
  readonly claim: string;
}

interface IsolationRule {
  readonly id: string;
  readonly summary: string;
  readonly severity: Finding['severity'];
  readonly standards: readonly string[];
  readonly why: string;
  readonly next: string;
}

const race = ['CWE-362'];

const rules = {
  'lost-update': {
    id: 'lost-update',
    summary: 'A transaction overwrites what another changed after it had read.',
    severity: 'blocker',
    standards: race,
    why: 'The value was computed from a row that another transaction changed meanwhile; at READ COMMITTED the change is overwritten without an error.',
    next: 'Change the value in one statement, or lock the row when it is read (FOR UPDATE).',
  },
  'check-then-insert': {
    id: 'check-then-insert',
    summary: 'Two transactions look whether a row is there, and both add it.',
    severity: 'blocker',
    standards: [...race, 'CWE-367'],
    why: 'A row that is not there cannot be locked: both find nothing.',
    next: 'Let a unique constraint refuse the second (INSERT … ON CONFLICT), or run them serializable.',
  },
  'write-skew': {
    id: 'write-skew',
    summary: 'Two transactions read the same rows and each changes another of them.',
    severity: 'blocker',
    standards: race,
    why: 'No row is changed by both, so neither waits for the other, and what both relied on no longer holds.',
    next: 'Lock what is relied on (FOR UPDATE), or run them serializable and try again after 40001.',
  },
  'lock-order': {
    id: 'lock-order',
    summary: 'Two transactions lock the same rows in different orders.',
    severity: 'warning',
    standards: ['CWE-833'],
    why: 'Each waits for the other; PostgreSQL cancels one of them after deadlock_timeout (1 s), and until then every row both hold stays locked.',
    next: 'Lock rows in one order everywhere, or lock them all first, ordered by key.',
  },
  'inconsistent-read': {
    id: 'inconsistent-read',
    summary: 'A transaction reads rows that were never there together.',
    severity: 'advice',
    standards: race,
    why: 'At READ COMMITTED each statement sees what was committed when it began.',
    next: 'Read in one statement, or begin isolation level repeatable read.',
  },
} as const satisfies Readonly<Record<string, IsolationRule>>;

export const isolationRules: readonly IsolationRule[] = Object.values(rules);

/** What kind of fault an order of turns shows; undefined when it shows none. */
export function faultOf(seen: Seen): Fault | undefined {
  const rule = ruleOf(seen);
  return rule === undefined ? undefined : told(rule, seen, undefined);
}

function ruleOf({ ending, from }: Seen): IsolationRule | undefined {
  if (ending.deadlock) return rules['lock-order'];
  if (from.kind === 'none') return undefined;
  if (from.kind === 'answers') return rules['inconsistent-read'];
  const writers = [...ending.world.lines.values()].map(({ versions }) => ({
    added: versions[0]?.by !== -1,
    by: new Set(versions.map(({ by }) => by).filter((by) => by >= 0)),
  }));
  if (writers.some(({ by }) => by.size > 1)) return rules['lost-update'];
  const added = new Set(writers.filter(({ added: isNew }) => isNew).flatMap(({ by }) => [...by]));
  return added.size > 1 ? rules['check-then-insert'] : rules['write-skew'];
}

function told(rule: IsolationRule, seen: Seen, cure: Cure | undefined): Fault {
  const { file, pair, ending, from, claim } = seen;
  const [one, other] = pair;
  const isSame = one === other;
  const names = isSame ? `${one?.name ?? ''} beside itself` : pair.map(({ name }) => name).join(' beside ');
  const table = tableOf(seen);
  const left = from.kind === 'state' ? differences(ending, from.nearest) : undefined;
  const lines = [
    ...new Set(ending.events.map(({ transaction, step }) => pair[transaction]?.steps[step]?.line ?? 0)),
  ];
  const finding: Finding = {
    rule: rule.id,
    subject: isSame ? (one?.name ?? '') : pair.map(({ name }) => name).join('+'),
    severity: rule.severity,
    confidence: 'certain',
    what: `${names}: ${whatOf(rule, left)}`,
    why: rule.why,
    next:
      cure === undefined
        ? rule.next
        : `${cure.words}. Executed: none of ${cure.orders} orders of turns shows the fault.`,
    standards: rule.standards,
    evidence: [
      ...lines
        .slice(0, 8)
        .map((line) => ({ kind: 'read' as const, origin: { kind: 'read' as const, file, line } })),
      { kind: 'executed', claim },
    ],
  };
  return {
    finding,
    table,
    json: {
      rule: rule.id,
      subject: finding.subject,
      steps: ending.events.map((event) => stepJson(pair, event)),
      state: ending.state.split('\n'),
      ...(from.nearest !== undefined && { serial: from.nearest.state.split('\n') }),
      ...(cure !== undefined && { cure: cure.words, cureOrders: cure.orders }),
    },
    cured: (found) => told(rule, seen, found),
  };
}

function whatOf({ id, summary }: IsolationRule, left: string | undefined): string {
  if (id === 'lock-order') return 'they wait for each other, and PostgreSQL cancels one (40P01).';
  return left === undefined ? summary : `${left}, which no order of one after the other leaves.`;
}

/** Rows that an order of turns left, and a run of one after the other does not. */
function differences(ending: Ending, nearest: Ending | undefined): string {
  const [here, there] = [ending.state.split('\n'), (nearest?.state ?? '').split('\n')];
  const more = here.filter((row) => !there.includes(row));
  const less = there.filter((row) => !here.includes(row));
  return [
    more.length > 0 ? `they leave ${more.slice(0, 3).join(', ')}` : 'they leave fewer rows',
    ...(less.length > 0 ? [`instead of ${less.slice(0, 3).join(', ')}`] : []),
  ].join(' ');
}

const shorten = (text: string, width = 100): string => {
  const plain = text.replaceAll(/\s+/g, ' ');
  return plain.length > width ? `${plain.slice(0, width - 1)}…` : plain;
};

function resultWords({ result }: Event): string {
  switch (result.kind) {
    case 'waits':
      return `waits for ${result.by.map(labelOf).join(', ')} on ${result.on}`;
    case 'failed':
      return `${result.code} ${result.message}`;
    case 'passed over':
      return 'not run';
    case 'done': {
      const { rows, affected } = result;
      const [row] = rows;
      if (row === undefined) return affected === 0 ? '' : `${affected} row${affected === 1 ? '' : 's'}`;
      const values = Object.entries(row).map(([name, value]) => `${name} ${value ?? 'null'}`);
      return `${values.join(', ')}${rows.length > 1 ? ` and ${rows.length - 1} more` : ''}`;
    }
  }
}

const labelOf = (at: number): string => `T${at + 1}`;

function stepJson(pair: readonly Transaction[], event: Event) {
  const { transaction, step } = event;
  return {
    transaction: labelOf(transaction),
    name: pair[transaction]?.name ?? '',
    line: pair[transaction]?.steps[step]?.line ?? 0,
    statement: shorten(pair[transaction]?.steps[step]?.sql ?? ''),
    result: shorten(resultWords(event)),
  };
}

/** The counterexample: who did what, in which order, and what came of it. */
function tableOf({ pair, ending, from }: Seen): string {
  const rows = ending.events.map((event, at) => {
    const { transaction, line, statement, result } = stepJson(pair, event);
    const answer = result === '' ? '' : `  -> ${result}`;
    return `${String(at + 1).padStart(2)}  ${transaction}  line ${line}  ${statement}${answer}`;
  });
  const heads = pair.map(({ name, isolation }, at) => `${labelOf(at)} = ${name} (${isolation})`);
  return [
    heads.join(', '),
    ...rows,
    `left: ${ending.state.split('\n').join(', ')}`,
    ...(from.kind === 'state' && from.nearest !== undefined
      ? [`one after the other: ${from.nearest.state.split('\n').join(', ')}`]
      : []),
  ].join('\n');
}
