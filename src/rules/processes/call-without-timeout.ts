import type { OutgoingCall } from '../../model/processes.ts';
import type { Fault, Rule } from '../rule.ts';

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
  check: ({ processes }) => processes.calls.filter(({ timeout }) => timeout === undefined).map(fault),
};

function fault(call: OutgoingCall): Fault {
  return {
    subject: call.id,
    confidence: 'likely',
    what: `A call to ${call.target} sets no timeout.`,
    why: 'When the other side hangs, requests pile up behind it with their sockets and memory: one slow peer stops everything that shares the process.',
    next: 'Give it less time than the caller has: fetch(url, { signal: AbortSignal.timeout(3000) }), axios.create({ timeout: 3000 }).',
    evidence: [{ kind: 'read', origin: call.origin }],
  };
}
