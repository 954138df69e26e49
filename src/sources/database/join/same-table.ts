import type { Table } from '../../../model/data.ts';
import type { Catalogue } from '../catalogue.ts';

/** MySQL and MariaDB: names of tables are compared without case, as most of their servers do. */
export const foldsNames = (engine: string): boolean => /mysql|maria/.test(engine);

/** One name for a table of the code and the same table of the database, whose own schema needs no mention. */
export function tableKey({ schema, name }: Table, { data, live }: Catalogue): string {
  const isOwn = schema === undefined || schema === 'public' || schema === live.database;
  const key = isOwn ? name : `${schema}.${name}`;
  return foldsNames(data.engine?.name ?? '') ? key.toLowerCase() : key;
}
