import type { Verdict } from '../../../findings/claim.ts';
import type { Finding } from '../../../findings/finding.ts';
import type { Json } from '../../../model/origin.ts';
import { proved, refuted, six, undecided } from '../../settle.ts';
import type { PlanNode } from '../explain.ts';
import { examine, planLimits } from '../plan-faults.ts';
import { indexesOf, namesOf } from '../plan-shape.ts';
import type { Production } from '../production/open-production.ts';
import type { PlannedQuery, Plans, RefusedQuery } from './plan-queries.ts';
import type { QueryFile, Unplannable } from './read-queries.ts';
import type { Reason, Reasons } from './reason.ts';
import { nodeWords } from './signature.ts';
import { assumptionsOf } from './assumptions.ts';

export const queryRules = [
  {
    id: 'query-unreadable',
    summary: 'A statement is no SQL that PostgreSQL reads.',
    severity: 'blocker',
    standards: [],
  },
  {
    id: 'query-refused',
    summary: 'PostgreSQL refuses a query: a name or type it does not know.',
    severity: 'blocker',
    standards: [],
  },
  {
    id: 'rows-read-in-vain',
    summary: 'A large table is read whole to keep a few of its rows.',
    severity: 'warning',
    standards: ['CWE-1049'],
  },
  {
    id: 'sort-for-few-rows',
    summary: 'Many rows are sorted to keep the first few.',
    severity: 'warning',
    standards: ['CWE-1049'],
  },
  {
    id: 'undeclared-statistic-decides',
    summary: 'A plan depends on a statistic that nobody declared.',
    severity: 'advice',
    standards: [],
  },
] as const;

export interface JudgedQueries {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Per query, for `measurements.queries`. */
  readonly queries: readonly { readonly [key: string]: Json }[];
  readonly incomplete: readonly string[];
}

/** Holds every plan to the limits, and says what it rests on. */
export function judgeQueries(
  production: Production,
  file: string,
  { unplannable }: QueryFile,
  plans: Plans,
  reasons: Reasons,
): JudgedQueries {
  const names = namesOf(production);
  const judged = plans.planned.map((each) => ({ ...each, ...examine(each.plan, names, planLimits) }));
  const findings = [
    ...unplannable.flatMap((each) => (each.kind === 'syntax' ? [unreadable(file, each)] : [])),
    ...plans.refused.map((each) => refusal(file, each)),
    ...judged.flatMap((each) => each.faults.map((fault) => faultFinding(file, each, fault))),
    ...assumptions(file, plans.planned, reasons),
  ];
  return {
    verdict: verdictOf(production, plans, findings),
    findings,
    queries: plans.planned.map((each) => queryJson(production, each, reasons.get(each.query.name) ?? [])),
    incomplete: [
      ...unplannable.filter(({ kind }) => kind === 'no query').map(({ name, why }) => `${name}: ${why}`),
      ...judged.flatMap(({ query, whole }) => whole.map((words) => `${query.name} ${words}`)),
    ],
  };
}

function findingOf(
  id: (typeof queryRules)[number]['id'],
  subject: string,
  { file, line }: { readonly file: string; readonly line: number },
  told: Told,
): Finding {
  const rule = queryRules.find((each) => each.id === id);
  return {
    rule: id,
    subject,
    severity: rule?.severity ?? 'warning',
    confidence: 'certain',
    standards: rule?.standards ?? [],
    evidence: [{ kind: 'read', origin: { kind: 'read', file, line } }],
    ...told,
  };
}

const unreadable = (file: string, { name, line, why }: Unplannable): Finding =>
  findingOf(
    'query-unreadable',
    name,
    { file, line },
    {
      what: `${name} does not parse: ${why}.`,
      why: 'PostgreSQL would refuse it.',
      next: 'Mend the statement; parameters are written $1, $2.',
    },
  );

const refusal = (file: string, { query, why, line }: RefusedQuery): Finding =>
  findingOf(
    'query-refused',
    query.name,
    { file, line },
    {
      what: `PostgreSQL cannot plan ${query.name}: ${why}.`,
      why: 'It would fail like this at run time.',
      next: 'Mend the query, or give the schema it is written for.',
    },
  );

const faultFinding = (file: string, { query, plan }: PlannedQuery, fault: string): Finding =>
  findingOf(
    fault.startsWith('Sort ') ? 'sort-for-few-rows' : 'rows-read-in-vain',
    query.name,
    { file, line: query.line },
    {
      what: `${query.name}: ${fault}.`,
      why: `PostgreSQL chose ${nodeWords(plan)} at cost ${six(plan.cost)}; no index of the schema serves it better.`,
      next: 'Add an index on what the filter, join or order names, or ask for less; check it here again.',
    },
  );

const assumptions = (file: string, planned: readonly PlannedQuery[], reasons: Reasons): readonly Finding[] =>
  assumptionsOf(planned, reasons).map(({ columns, line, what }) =>
    findingOf(
      'undeclared-statistic-decides',
      columns,
      { file, line },
      {
        what,
        why: 'Nothing is declared of it, so PostgreSQL takes its defaults.',
        next: 'Declare distinct values, nulls, width and correlation, the most common values or the least and greatest, then check again.',
      },
    ),
  );

type Told = Pick<Finding, 'what' | 'why' | 'next'>;

function verdictOf({ rung }: Production, { planned }: Plans, findings: readonly Finding[]): Verdict {
  const faults = findings.filter(({ severity }) => severity !== 'advice');
  if (faults.length > 0)
    return refuted(
      faults
        .slice(0, 3)
        .map(({ what }) => what)
        .join(' ') + (faults.length > 3 ? ` … and ${faults.length - 3} more` : ''),
    );
  if (planned.length === 0) return undecided('there is no query to plan');
  if (rung.kind === 'schema') return undecided('without statistics every table counts as 10 pages');
  return proved;
}

function queryJson(
  production: Production,
  { query, plan, signature }: PlannedQuery,
  reasons: readonly Reason[],
): {
  readonly [key: string]: Json;
} {
  return {
    name: query.name,
    line: query.line,
    cost: six(plan.cost),
    rows: plan.rows,
    signature,
    indexes: [...indexesOf(plan, namesOf(production))],
    generic: query.parameters,
    plan: planJson(plan),
    why: whyOf(reasons).map((words) => words),
  };
}

/** What decides the plan, in words. */
export function whyOf(reasons: readonly Reason[]): readonly string[] {
  if (reasons.length === 0) return ['no statistic, size or index alone changes it'];
  return reasons.map(({ changed, instead, cost }) => `${changed}: ${instead}, cost ${six(cost)}`);
}

function planJson(node: PlanNode): { readonly [key: string]: Json } {
  const { type, join, strategy, direction, relation, index, parent } = node;
  const given = { join, strategy, direction, relation, index, parent };
  return {
    node: type,
    ...Object.fromEntries(
      Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
    ),
    rows: node.rows,
    cost: six(node.cost),
    ...(node.conditions.length > 0 && { conditions: [...node.conditions] }),
    ...(node.children.length > 0 && { plans: node.children.map(planJson) }),
  };
}
