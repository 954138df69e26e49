import { document } from '../../blocks.ts';
import type { Basis, Document } from '../../deliverable.ts';
import { ledger } from './ledger.ts';
import { steps } from './steps.ts';

/** Chapters of a migration: the ledger and the steps; none for any other backend. */
export function migrationDocuments(basis: Basis): readonly Document[] {
  const { migration } = basis.backend;
  if (migration === undefined) return [];
  return [
    ...document('1-architecture/15-steps.md', 'Steps of the migration', steps(basis, migration)),
    ...document('1-architecture/16-ledger.md', 'Ledger of the migration', ledger(migration)),
  ];
}
