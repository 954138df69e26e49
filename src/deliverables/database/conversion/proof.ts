import { claimsOf, paragraph, section } from '../../blocks.ts';
import type { Basis, Section } from '../../deliverable.ts';

/** What was executed, and on what. */
export function proof(basis: Basis): Section | undefined {
  const claims = claimsOf(basis, 'conversion/');
  return claims === undefined
    ? undefined
    : section(
        { id: 'conversion-proof', title: 'What was executed' },
        paragraph(
          'The scripts of this package ran on an embedded PostgreSQL with generated rows in the legacy shape, faulty ones too: forwards, backwards and forwards again, broken off between statements and between batches. The batches of the run are small, so that there are places between them; everything else is as delivered.',
        ),
        claims,
      );
}
