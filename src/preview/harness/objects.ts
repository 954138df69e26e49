import { anonymousRole } from '../../artifacts/policy.ts';
import { qualifiedName, quoteName, quoteText } from '../../artifacts/sql-names.ts';
import { ownSql } from '../../artifacts/tests/subjects.ts';
import { owner } from '../database/database.ts';
import type { Acting } from '../database/database.ts';
import type { Running } from '../running.ts';
import type { Persons } from './persons.ts';

export interface Wanted {
  readonly entity: string;
  readonly role: string;
  readonly owned: boolean;
}

/**
 * An object that is there: one of the person of the role where the entity has owners, else one that the database shows
 * to the role; or one of somebody else. Undefined where there is none.
 */
export async function findObject(
  running: Running,
  persons: Persons,
  { entity, role, owned }: Wanted,
): Promise<string | undefined> {
  const { backend, database } = running;
  const table = backend.data.tables.find((each) => each.entity === entity);
  if (table === undefined) return undefined;
  const name = qualifiedName(table);
  const person = persons.get(role)?.first;
  const own = ownSql(backend, entity);
  // What is at the beginning of its life can still be worked with.
  const lifecycle = backend.entities.find((each) => each.name === entity)?.lifecycle;
  const order =
    lifecycle === undefined
      ? 'id'
      : `${quoteName(lifecycle.field)} = ${quoteText(lifecycle.states[0] ?? '')} desc, id`;
  const first = async (
    acting: Acting,
    where: string,
    values: readonly string[],
  ): Promise<string | undefined> => {
    const found = await database.query(
      acting,
      `select id from ${name} where ${where} order by ${order} limit 1`,
      values,
    );
    return found.rows[0]?.['id'] ?? undefined;
  };
  if (person === undefined || role === anonymousRole) return first(owner, 'true', []);
  if (!owned) return own === undefined ? first(owner, 'true', []) : first(owner, `not (${own})`, [person]);
  const mine = own === undefined ? undefined : await first(owner, own, [person]);
  if (mine !== undefined) return mine;
  const databaseRole = running.roles.ofActor(role);
  return first({ ...(databaseRole !== undefined && { role: databaseRole }), user: person }, 'true', []).catch(
    () => undefined,
  );
}
