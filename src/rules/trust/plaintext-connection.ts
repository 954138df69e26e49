import type { Connection } from '../../model/architecture.ts';
import type { Fault, Rule } from '../rule.ts';

export const plaintextConnection: Rule = {
  id: 'plaintext-connection',
  summary: 'A connection leaves a trust boundary unencrypted.',
  severity: 'warning',
  standards: ['CWE-319'],
  remedy: {
    title: 'Encrypt the connection',
    impact: 4,
    effort: { low: 0.3, high: 1.5 },
    risk: 'medium',
    rollback: 'switch encryption off',
  },
  check: ({ architecture }) =>
    architecture.connections
      .filter(({ encrypted, crossesTrustBoundary }) => encrypted === false && crossesTrustBoundary)
      .map(fault),
};

function fault(connection: Connection): Fault {
  return {
    subject: connection.id,
    confidence: 'certain',
    what: `${connection.from} speaks ${connection.protocol} to ${connection.to} without encryption across a trust boundary.`,
    why: 'Whoever is on the way reads and changes what is sent, credentials included.',
    next: 'Use TLS and check the certificate: https:, sslmode=verify-full, rediss:, amqps:.',
    evidence: [{ kind: 'read', origin: connection.origin }],
  };
}
