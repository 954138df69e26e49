import type { DataModel } from '../../model/data.ts';

export const isForPostgres = ({ tables, engine }: DataModel): boolean =>
  tables.length > 0 && (engine?.name.toLowerCase().startsWith('postgres') ?? true);
