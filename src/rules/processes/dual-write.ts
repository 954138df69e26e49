import type { DualWrite } from '../../model/processes.ts';
import { searchedDualWrites } from '../../model/searched-deliveries.ts';
import { bySubject, firstOf, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
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
    const claims = new Map(searchedDualWrites(processes).map(({ of, claim }) => [of.job, claim]));
    return bySubject(processes.dualWrites ?? [], ({ job }) => job).map((group) =>
      fault(group, claims.get(group.subject)),
    );
  },
};

/** A person who misses one of these asks again, or looks. */
const tellsPeople =
  /mail|notif|sms|push|slack|telegram|discord|alert|remind|invit|digest|welcome|newsletter/i;

/** One message, sent by all of these handlers: one outbox mends them. */
function fault({ subject: job, first, all }: Together<DualWrite>, claim: string | undefined): Fault {
  const handlers = firstOf(
    all.map(({ handler }) => handler),
    2,
  );
  const tables = firstOf([...new Set(all.flatMap((each) => each.tables))], 2);
  const [change, send] = all.length === 1 ? ['changes', 'sends'] : ['change', 'send'];
  return {
    subject: job,
    ...(tellsPeople.test(job) ? { severity: 'advice' as const } : {}),
    confidence: 'likely',
    what: `${handlers} ${change} ${tables} and then ${send} ${job}: two systems, one after the other.`,
    why: 'A crash, a deployment or an outage of the broker between the two leaves the row without its message, and nothing sends it later.',
    next: `Write ${job} into an outbox table in the transaction that changes ${firstOf(first.tables, 2)}, and let a relay send it; or let a schedule find the rows whose message is missing.`,
    evidence: [
      ...all.slice(0, 5).flatMap(({ stored, sent }) => seenAt([{ origin: stored }, { origin: sent }])),
      ...(claim === undefined ? [] : [{ kind: 'executed' as const, claim }]),
    ],
  };
}
