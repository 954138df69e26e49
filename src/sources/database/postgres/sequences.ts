import type { Sequence } from '../../../model/data.ts';
import { ownNamespace, textOf } from '../ask.ts';
import type { Ask } from '../ask.ts';
import { atCatalogue } from './origins.ts';

/** Where counters stand; the last value is told to roles that may use them. */
const sequencesSql = `
  select n.nspname as schema, c.relname as name, s.seqtypid::regtype::text as type, s.seqmax as max, s.seqincrement as increment,
    s.seqcycle as cycles, case when has_sequence_privilege(c.oid, 'USAGE, SELECT') then pg_sequence_last_value(c.oid) end as at
  from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
  where c.relpersistence <> 't' and ${ownNamespace} order by n.nspname, c.relname`;

const types: readonly Sequence['type'][] = ['smallint', 'integer', 'bigint'];
const largest: Readonly<Record<string, string>> = {
  smallint: '32767',
  integer: '2147483647',
  bigint: '9223372036854775807',
};

export async function readSequences(ask: Ask): Promise<readonly Sequence[]> {
  return (await ask(sequencesSql)).map((row) => {
    const schema = textOf(row, 'schema');
    const type = types.find((each) => each === row['type']) ?? 'bigint';
    const at = row['at'];
    return {
      name: textOf(row, 'name'),
      ...(schema !== 'public' && { schema }),
      type,
      ...(row['max'] !== largest[type] && { max: Number(row['max']) }),
      increment: Number(row['increment']),
      cycles: row['cycles'] === 't',
      ...(typeof at === 'string' && { at: Number(at) }),
      origin: atCatalogue(schema, textOf(row, 'name')),
    };
  });
}
