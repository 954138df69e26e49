import type { Backend } from '../../model/backend.ts';
import { compareText } from '../../model/text.ts';
import { entriesOf } from './entries.ts';
import type { Entry } from './entries.ts';
import { statementsOf } from './statements.ts';
import { qualifiedName, tableNames } from './table-names.ts';
import { tiesOf } from './ties.ts';
import type { Tie } from './ties.ts';

/** Entries, tables and what ties the tables: what a cut into contexts has to weigh. */
export interface Coupling {
  /** Those of the schema, and those that statements write though no file tells them; by name. */
  readonly tables: readonly string[];
  readonly entries: readonly Entry[];
  readonly ties: readonly Tie[];
  /** Tables of statements that nearly everything reaches; by name. */
  readonly everywhere: readonly string[];
  /** Statements that serve somebody and name a table. */
  readonly statements: number;
}

/** The coupling of a recovered backend. The order in which readers found things does not matter. */
export function couplingOf(backend: Backend): Coupling {
  const names = tableNames(backend.data.tables);
  const statements = statementsOf(backend, names);
  const known = new Set([
    ...backend.data.tables.map(qualifiedName),
    ...statements.flatMap(({ writes }) => writes),
  ]);
  const everywhere = new Set(
    statements.flatMap((each) => (each.everywhere ? [...each.reads, ...each.writes] : [])),
  );
  const entries = entriesOf(statements)
    .map((entry) => ({ ...entry, uses: entry.uses.filter(({ table }) => known.has(table)) }))
    .filter(({ uses }) => uses.length > 0);
  return {
    tables: [...known].toSorted(compareText),
    entries,
    ties: tiesOf(entries, backend.data.tables, names).filter(({ a, b }) => known.has(a) && known.has(b)),
    everywhere: [...everywhere].filter((table) => known.has(table)).toSorted(compareText),
    statements: statements.length,
  };
}
