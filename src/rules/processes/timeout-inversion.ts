import type { Connection } from '../../model/architecture.ts';
import { quantityText } from '../../model/quantity.ts';
import type { Fault, Rule } from '../rule.ts';

export const timeoutInversion: Rule = {
  id: 'timeout-inversion',
  summary: 'A caller gives up before the one it waits for.',
  severity: 'warning',
  standards: ['CWE-400'],
  remedy: {
    title: 'Order the time limits',
    impact: 4,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'set the old limits',
  },
  check: ({ architecture }) =>
    architecture.connections.flatMap((outer) =>
      architecture.connections
        .filter(
          (inner) =>
            inner.from === outer.to && inner.synchronous && outer.synchronous && isInverted(outer, inner),
        )
        .map((inner) => fault(outer, inner)),
    ),
};

/** Milliseconds the callee may take in all: its limit for each attempt it makes. */
const worst = ({ timeout, attempts }: Connection): number | undefined =>
  timeout === undefined ? undefined : milliseconds(timeout) * (attempts?.value ?? 1);

const milliseconds = ({ value, unit }: NonNullable<Connection['timeout']>): number =>
  unit === 's' ? value * 1000 : value;

function isInverted(outer: Connection, inner: Connection): boolean {
  const inside = worst(inner);
  return outer.timeout !== undefined && inside !== undefined && milliseconds(outer.timeout) < inside;
}

function fault(outer: Connection, inner: Connection): Fault {
  const limit = (connection: Connection): string =>
    connection.timeout === undefined ? 'no limit' : quantityText(connection.timeout);
  return {
    subject: `${outer.id} > ${inner.id}`,
    confidence: 'certain',
    what: `${outer.from} waits ${limit(outer)} for ${outer.to}, which waits up to ${inner.attempts?.value ?? 1} × ${limit(inner)} for ${inner.to}.`,
    why: 'The caller gives up and repeats while the first call still works: the load doubles exactly when the peer is slow.',
    next: `Give ${outer.from} more time than ${outer.to} can need, or ${outer.to} fewer and shorter attempts.`,
    evidence: [
      { kind: 'read', origin: outer.origin },
      { kind: 'read', origin: inner.origin },
    ],
  };
}
