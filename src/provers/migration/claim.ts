import type { Claim } from '../../findings/claim.ts';
import type { LintSettings } from './lint/rule.ts';

export const migrationClaim = (
  file: string,
  schema: string | undefined,
  { pgVersion, assumeInTransaction, include }: LintSettings,
): Claim => ({
  id: 'migration/nobody-waits-for-work',
  prover: 'migration',
  subject: file,
  statement: 'no statement rewrites or scans a table under a lock that blocks its readers or writers',
  oracle: 'postgresql',
  inputs: [file, ...(schema === undefined ? [] : [schema])],
  parameters: {
    pgVersion: pgVersion.join('.'),
    assumeInTransaction,
    include: [...include].toSorted(),
  },
});
