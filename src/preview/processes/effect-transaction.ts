import { actingFor } from '../access/decide.ts';
import type { Caller } from '../access/caller.ts';
import type {
  Acting,
  SqlValue as SqlText,
  Transaction as DatabaseTransaction,
} from '../database/database.ts';
import type { SqlValue, Transaction } from '../effects/effects.ts';
import type { Running } from '../running.ts';
import { knownAlready } from './known-already.ts';

/** Everything travels as text to the database; effects hand over plain values. */
const asText = (value: SqlValue | undefined): SqlText =>
  value === undefined || value === null
    ? null
    : typeof value === 'string'
      ? value
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);

/** A transaction of the database as effects take it. */
export const forEffects = (transaction: Pick<DatabaseTransaction, 'run'>): Transaction => ({
  run: async (sql, values) => {
    const texts = values.map(asText);
    return knownAlready(sql, texts) ?? (await transaction.run(sql, texts));
  },
});

/** Each statement in a transaction of its own: for conditions that are looked at outside of any. */
export const withoutTransaction = ({ database }: Pick<Running, 'database'>, acting: Acting): Transaction => ({
  run: (sql, values) => database.query(acting, sql, values.map(asText)),
});

/** What a context does by itself, for whoever asked for it. */
export function actingAsContext({ roles }: Running, context: string, caller?: Caller): Acting {
  const service = { role: roles.ofContext(context) };
  if (caller?.kind !== 'known') return service;
  const { user, tenant, team } = actingFor(roles, caller, { context }, { kind: 'allowed', role: '' });
  return {
    ...service,
    ...(user !== undefined && { user }),
    ...(tenant !== undefined && { tenant }),
    ...(team !== undefined && { team }),
  };
}
