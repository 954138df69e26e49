import type { Condition } from './conditions.ts';
import type { Proof } from './proofs.ts';

/** Why a requirement cannot be decided here, unless a finding, a proof or the model decides it. */
export const undecided = {
  documentation: 'asks for a document that is kept outside of the code',
  process: 'asks for what people do, again and again',
  operation: 'depends on how it is run: servers in front, certificates, networks, machines',
  browser: 'concerns pages and browsers, which are not part of the backend',
  business: 'needs to know what the business means to permit',
  code: 'could be seen in code, but nothing here looks for it, or not everywhere',
} as const satisfies Readonly<Record<string, string>>;

export type Undecided = keyof typeof undecided;

/**
 * One requirement of OWASP ASVS 5.0.0. Only ids and levels are theirs (CC BY-SA 4.0); what decides it is ours. Findings
 * are not named here: a rule names the requirements it answers for among its standards.
 */
export interface Requirement {
  /** `1.2.4`. */
  readonly id: string;
  readonly level: 1 | 2 | 3;
  /** What the model can lack so that it does not apply. */
  readonly unless?: Condition;
  /** What can show that it is met. */
  readonly proof?: Proof;
  readonly otherwise: Undecided;
}
