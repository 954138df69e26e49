import type { DualWrite } from '../../model/processes.ts';
import { searchedDualWrites } from '../../model/searched-deliveries.ts';
import { firstOf } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';

export const dualWrite: Rule = {
  id: 'dual-write',
  summary:
    'A handler stores something and sends a message about it, in two systems that share no transaction.',
  severity: 'warning',
  standards: ['CWE-662'],
  remedy: {
    title: 'Send through an outbox',
    impact: 4,
    effort: { low: 1, high: 5 },
    risk: 'medium',
    rollback: 'send from the handler again',
  },
  check: ({ processes }) => {
    const claims = new Map(searchedDualWrites(processes).map(({ of, claim }) => [of, claim]));
    return (processes.dualWrites ?? []).map((each) => fault(each, claims.get(each)));
  },
};

/** A person who misses one of these asks again, or looks. */
const tellsPeople =
  /mail|notif|sms|push|slack|telegram|discord|alert|remind|invit|digest|welcome|newsletter/i;

function fault(found: DualWrite, claim: string | undefined): Fault {
  const { handler, job, tables, stored, sent } = found;
  return {
    subject: handler,
    reachedBy: [handler],
    ...(tellsPeople.test(job) ? { severity: 'advice' as const } : {}),
    confidence: 'likely',
    what: `${handler} changes ${firstOf(tables, 2)} and then sends ${job}: two systems, one after the other.`,
    why: 'A crash, a deployment or an outage of the broker between the two leaves the row without its message, and nothing sends it later.',
    next: `Write ${job} into an outbox table in the transaction that changes ${firstOf(tables, 2)}, and let a relay send it; or let a schedule find the rows whose message is missing.`,
    evidence: [
      { kind: 'read', origin: stored },
      { kind: 'read', origin: sent },
      ...(claim === undefined ? [] : [{ kind: 'executed' as const, claim }]),
    ],
  };
}
