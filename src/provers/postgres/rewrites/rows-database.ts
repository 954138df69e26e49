import { buildSchema } from '../production/build-schema.ts';
import { readTableFacts } from '../rows/facts.ts';
import type { TableFacts } from '../rows/facts.ts';
import { openSession } from '../session.ts';
import type { Session } from '../session.ts';
import { extensionsOf } from '../statements.ts';

/** A database in which rows are generated and queries executed. */
export interface RowsDatabase {
  readonly session: Session;
  readonly tables: readonly TableFacts[];
}

/** Builds a schema in an engine of its own. */
export async function openRowsDatabase(schema: string): Promise<RowsDatabase> {
  const session = await openSession({ extensions: extensionsOf(schema), deadline: 10_000 });
  try {
    await buildSchema(session, schema);
    return { session, tables: await readTableFacts(session) };
  } catch (error) {
    await session.close();
    throw error;
  }
}
