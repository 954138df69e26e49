import type { Ran, SqlValue } from '../database/database.ts';

/** `select $1::uuid as customer_id, $2::text as note`: nothing of the database is asked. */
const column = /^\$(\d+)::(uuid|text) as "?(\w+)"?$/;
/** As PostgreSQL prints it; another spelling is its to change. */
const printedUuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;

/** The answer to a statement that only names its own parameters; undefined where PostgreSQL has something to do. */
export function knownAlready(sql: string, values: readonly SqlValue[]): Ran | undefined {
  const list = /^\s*select\s+([^()']+?)\s*;?\s*$/.exec(sql)?.[1];
  const read = list?.split(/\s*,\s*/).map((each) => column.exec(each));
  const entries: (readonly [string, SqlValue])[] = [];
  for (const found of read ?? [undefined]) {
    const [, place = '', type = '', name = ''] = found ?? [];
    const value = values[Number(place) - 1];
    const isAsPrinted = value === null || type === 'text' || printedUuid.test(value ?? '');
    if (place === '' || value === undefined || !isAsPrinted) return undefined;
    entries.push([name, value]);
  }
  return { rows: [Object.fromEntries(entries)], affected: 1 };
}
