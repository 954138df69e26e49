import type { Backend } from '../../model/backend.ts';
import { bySubject, isForDevelopment } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { answeredRecords } from './answered-records.ts';
import type { AnsweredRecords } from './answered-records.ts';
import { wayOf } from './flow-faults.ts';

export const secretInAnswer: Rule = {
  id: 'secret-in-answer',
  summary: 'An answer holds passwords or keys of the records it shows.',
  severity: 'blocker',
  standards: ['CWE-200', 'CWE-213', 'API3:2023', 'ASVS-5.0-15.3.1'],
  remedy: {
    title: 'Leave secrets out of answers',
    impact: 4,
    effort: { low: 0.1, high: 0.3 },
    risk: 'low',
    rollback: 'show the columns again',
  },
  harm: { confidentiality: 'high', integrity: 'none', availability: 'none' },
  check: (backend: Backend) =>
    bySubject(
      answeredRecords(backend).filter(
        (each) => secretsIn(each).length > 0 && !isForDevelopment(each.endpoint.origin),
      ),
      ({ endpoint, table }) => `${endpoint.id}: ${table}`,
    ).map(({ first }) => fault(first)),
};

/** What nobody but its owner, or nobody at all, is to see. */
const isSecretColumn = (name: string): boolean =>
  /^_?(password|passwd|pwd|password_?hash|hashed_?password|encrypted_password|api_?key|auth_?key|secret(_?key)?|api_?token|access_?token|refresh_?token|remember_?token|private_?key|two_factor_\w*|otp|pin|cvv|ssn|card_?number)$/i.test(
    name,
  );

/** Whoever asks for a key or a token is given it; a password is not shown to who has just chosen it. */
function secretsIn({ flow, table, columns }: AnsweredRecords): readonly string[] {
  const secrets = columns.filter(isSecretColumn);
  const isWanted = flow.access?.action === 'create' || isCredential.test(table);
  return isWanted ? secrets.filter((name) => /pass|pwd/i.test(name)) : secrets;
}

/** Records that are there to be handed out. */
const isCredential =
  /(tokens?|keys?|secrets?|sessions?|credentials?|otps?|webhooks?|integrations?|clients?|devices?)$/i;

function fault(each: AnsweredRecords): Fault {
  const { endpoint, flow, table } = each;
  const secrets = secretsIn(each).slice(0, 4).join(', ');
  return {
    subject: `${endpoint.id}: ${table}`,
    confidence: 'likely',
    what: `${endpoint.id} answers records of ${table}${flow.access?.fields === undefined ? ' with all their columns' : ''}, also ${secrets}.`,
    why: 'Whoever may call it reads what proves who somebody is: a digest is guessed offline, a key is used at once.',
    next: 'Hide the columns in the model, or answer the columns by name.',
    evidence: wayOf(flow),
    reachedBy: [endpoint.id],
  };
}
