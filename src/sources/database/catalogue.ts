import type { DataModel } from '../../model/data.ts';
import type { LiveDatabase } from '../../model/live-database.ts';
import type { Gap } from '../../model/origin.ts';
import { databaseOf } from './address.ts';
import { ConnectionProblem } from './problem.ts';

/** What the catalogue of a live database tells; every value has the origin `catalog`. No row was read. */
export interface Catalogue {
  readonly data: Pick<DataModel, 'engine' | 'schemas' | 'enums' | 'tables'> &
    Partial<Pick<DataModel, 'views' | 'functions' | 'sequences' | 'installed'>>;
  readonly live: Omit<LiveDatabase, 'drift'>;
  readonly gaps: readonly Gap[];
}

/**
 * Asks the server behind an address that the user gave, inside one read-only transaction that is rolled back.
 * @throws ConnectionProblem when it is no address, or the server cannot be reached or refuses
 */
export async function readCatalogue(url: string): Promise<Catalogue> {
  switch (databaseOf(url)) {
    case 'mysql':
      return (await import('./mysql/mysql-catalogue.ts')).readMysqlCatalogue(url);
    case 'postgresql':
      return (await import('./postgres/postgres-catalogue.ts')).readPostgresCatalogue(url);
    case undefined:
      throw new ConnectionProblem(
        'this is no address of a database that can be asked',
        'Give one such as mysql://user:password@host:3306/database or postgres://user:password@host:5432/database.',
      );
  }
}
