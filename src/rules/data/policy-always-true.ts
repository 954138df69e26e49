import type { RowPolicy } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { isCaller } from './api-platform.ts';
import { isGuarded, policiesOf, policySubject } from './policies.ts';
import type { PlacedPolicy } from './policies.ts';

export const policyAlwaysTrue: Rule = {
  id: 'policy-always-true',
  summary: 'A row policy lets everybody change every row.',
  severity: 'warning',
  standards: ['splinter/0024', 'CWE-863', 'ASVS-5.0-8.2.2'],
  remedy: {
    title: 'Say whose rows may be changed',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'put the former policy back',
  },
  check: ({ data }) => policiesOf(data).filter(isWide).map(fault),
};

const isTrue = (text: string | undefined): boolean =>
  text !== undefined && /^\(*(true|1=1)\)*$/.test(text.toLowerCase().replaceAll(/\s/g, ''));

/** Reading everything is often meant; policies for one role of the author's own are too. */
function isWide({ table, policy }: PlacedPolicy): boolean {
  const forAll = policy.roles.length === 0 || policy.roles.some(isCaller);
  return (
    isGuarded(table) &&
    policy.permissive &&
    forAll &&
    policy.command !== 'select' &&
    openPart(policy) !== undefined
  );
}

function openPart({ command, using, withCheck }: RowPolicy): string | undefined {
  if (command !== 'insert' && (using === undefined || isTrue(using)))
    return using === undefined ? 'no USING clause' : `USING (${using})`;
  if (isTrue(withCheck)) return `WITH CHECK (${withCheck ?? ''})`;
  return command === 'insert' && withCheck === undefined ? 'no WITH CHECK clause' : undefined;
}

function fault(placed: PlacedPolicy): Fault {
  const { table, policy } = placed;
  const roles = policy.roles.join(', ') || 'public';
  const verb = policy.command === 'all' ? 'read, write and delete' : policy.command;
  return {
    subject: policySubject(placed),
    confidence: 'certain',
    what: `The policy ${policy.name} of ${table.name} lets ${roles} ${verb} any row: ${openPart(policy) ?? ''}.`,
    why: 'Permissive policies are joined by or: this one makes every other policy for the same command meaningless, and row security a decoration.',
    next: `Compare the row with who asks (for example using (owner_id = (select auth.uid()))), or grant the command to no caller at all.`,
    evidence: [{ kind: 'read', origin: policy.origin }],
  };
}
