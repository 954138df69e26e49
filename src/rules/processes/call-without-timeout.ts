import type { OutgoingCall } from '../../model/processes.ts';
import { bySubject, placesText, isAside, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { callSubject, targetText } from './targets.ts';

export const callWithoutTimeout: Rule = {
  id: 'call-without-timeout',
  summary: 'A call to another system has no time limit.',
  severity: 'warning',
  standards: ['CWE-400', 'API4:2023'],
  remedy: {
    title: 'Limit the time of the call',
    impact: 4,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'remove the limit',
  },
  check: ({ processes }) => bySubject(processes.calls.filter(isUnlimited), callSubject).map(fault),
};

/** A limit that is not visible is one; a script that runs by hand has somebody who stops it. */
const isUnlimited = ({ timeout, bounded, origin }: OutgoingCall): boolean =>
  timeout === undefined && bounded !== true && !isAside(origin);

function fault(group: Together<OutgoingCall>): Fault {
  const { subject, first, all } = group;
  return {
    subject,
    confidence: 'likely',
    what: `A call to ${targetText(first)} sets no timeout${placesText(group)}.`,
    why: 'When the other side hangs, requests pile up behind it with their sockets and memory: one slow peer stops everything that shares the process.',
    next: 'Give it less time than the caller has: fetch(url, { signal: AbortSignal.timeout(3000) }), axios.create({ timeout: 3000 }).',
    evidence: seenAt(all),
  };
}
