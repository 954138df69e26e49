import { qualifiedName, quoteName } from '../../artifacts/sql-names.ts';
import { snakeCase } from '../../artifacts/words.ts';
import type { Table } from '../../model/data.ts';
import { owner } from '../database/database.ts';
import type { Variables } from '../effects/effects.ts';
import type { Running } from '../running.ts';
import { chargeStates } from './payments.ts';
import type { Recalled } from './payments.ts';

/**
 * What a simulated provider is taken to have done for rows that were there before it: generated rows tell of authorisations
 * that nobody has asked it for. Only what a row says it holds under this very reference counts.
 */
export async function rememberedCharge(
  { backend, database }: Pick<Running, 'backend' | 'database'>,
  values: Variables,
): Promise<Recalled | undefined> {
  const reference = values['provider_reference'];
  if (typeof reference !== 'string') return undefined;
  for (const { name, lifecycle } of backend.entities) {
    const id = values[`${snakeCase(name)}_id`];
    const table = backend.data.tables.find(({ entity }) => entity === name);
    if (typeof id !== 'string' || lifecycle === undefined || table === undefined) continue;
    if (!has(table, 'provider_reference') || !has(table, 'amount')) continue;
    const refunded = has(table, 'refunded') ? 'refunded' : '0';
    const { rows } = await database.query(
      owner,
      `select amount, ${refunded} as refunded, ${quoteName(lifecycle.field)} as state from ${qualifiedName(table)} where id = $1 and provider_reference = $2`,
      [id, reference],
    );
    const [row] = rows;
    const state = chargeStates.find((each) => each === row?.['state']);
    if (row !== undefined && state !== undefined)
      return {
        reference,
        subject: id,
        amount: Number(row['amount']),
        refunded: Number(row['refunded']),
        state,
      };
  }
  return undefined;
}

const has = ({ columns }: Table, name: string): boolean => columns.some((column) => column.name === name);
