import { bySubject, seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { tableName } from './dialect.ts';
import { expressionsOf, isGuarded, policiesOf } from './policies.ts';
import type { PlacedPolicy } from './policies.ts';
import { someOf, tableSubject } from './pattern.ts';

export const policyCallPerRow: Rule = {
  id: 'policy-call-per-row',
  summary: 'A row policy calls a function for each row that is the same for all of them.',
  severity: 'advice',
  standards: ['splinter/0003'],
  remedy: {
    title: 'Ask once for each statement who is asking',
    impact: 3,
    effort: { low: 0.1, high: 0.3 },
    risk: 'low',
    rollback: 'put the former policy back',
  },
  check: ({ data }) => {
    const found = policiesOf(data).filter(
      ({ table, policy }) => isGuarded(table) && callOf({ table, policy }) !== undefined,
    );
    const groups = bySubject(
      found.map((placed) => ({ ...placed, origin: placed.policy.origin })),
      ({ table }) => tableSubject(table),
    );
    return groups.map(({ subject, all }) => fault(subject, all));
  },
};

/** Functions that tell who asks; they do not change while a statement runs. */
const call = /\b(auth\.(?:uid|jwt|role|email)|(?:pg_catalog\.)?current_setting)\s*\(/gi;

/** The first such call that does not stand alone in a scalar subquery, which is evaluated once. */
function callOf({ policy }: PlacedPolicy): string | undefined {
  for (const text of expressionsOf(policy))
    for (const { index, 1: name } of text.matchAll(call))
      if (!isWrapped(text, index)) return name?.toLowerCase();
  return undefined;
}

/** Whether the call belongs to the select list of a subquery without a FROM: `(select auth.uid())`. */
function isWrapped(text: string, at: number): boolean {
  let depth = 0;
  for (let index = at - 1; index >= 0; index -= 1) {
    if (text[index] === ')') depth += 1;
    if (text[index] !== '(') continue;
    if (depth > 0) {
      depth -= 1;
      continue;
    }
    const inner = text.slice(index + 1);
    if (!/^\s*select\b/i.test(inner)) continue;
    const body = inner.slice(0, closing(inner));
    return !/\bfrom\b/i.test(body.replaceAll(/\([^()]*\)/g, ''));
  }
  return false;
}

function closing(text: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    if (text[index] === ')' && depth === 0) return index;
    if (text[index] === ')') depth -= 1;
  }
  return text.length;
}

function fault(subject: string, all: readonly PlacedPolicy[]): Fault {
  const [first] = all;
  const name = (first === undefined ? undefined : callOf(first)) ?? 'auth.uid';
  const names = someOf(all.map(({ policy }) => policy.name));
  return {
    subject,
    confidence: 'likely',
    what: `${all.length === 1 ? 'The policy' : 'The policies'} ${names} of ${subject} call${all.length === 1 ? 's' : ''} ${name}() for each row.`,
    why: 'Where no index leads to the rows, a scan of 100,000 rows calls it 100,000 times. In a scalar subquery it is called once and its value kept (an InitPlan).',
    next: `alter policy ${first === undefined ? '' : `"${first.policy.name}"`} on ${first === undefined ? subject : tableName('postgresql', first.table)} … with (select ${name}(…)) in place of ${name}(…).`,
    evidence: seenAt(all.map(({ policy }) => policy)),
  };
}
