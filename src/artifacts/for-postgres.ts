import type { DataModel } from '../model/data.ts';

/** Only PostgreSQL can say anything of a schema, and only if it is written for PostgreSQL. */
export const isForPostgres = (data: DataModel): boolean =>
  data.tables.length > 0 && (data.engine?.name.toLowerCase().startsWith('postgres') ?? true);
