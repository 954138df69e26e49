import { compareText } from '../../order.ts';
import type { Catalogue } from '../catalogue.ts';
import { placeOf } from '../address.ts';
import { textOf } from '../ask.ts';
import type { Row } from '../ask.ts';
import type { Origin } from '../../../model/origin.ts';
import { withinReadOnlyMysql } from './mysql-connection.ts';
import { catalogOf } from './origins.ts';
import { askQuestions } from './questions.ts';
import type { Answers } from './questions.ts';
import { readRoutines } from './routines.ts';
import { tableReader } from './tables.ts';

/** Tables, keys, sizes and the names of server code, as information_schema tells them to this user. */
export const readMysqlCatalogue = (url: string): Promise<Catalogue> =>
  withinReadOnlyMysql(url, async (ask) => catalogueOf(await askQuestions(ask), placeOf(url)));

function catalogueOf(answers: Answers, address: string): Catalogue {
  const [server] = answers.server;
  const database = server === undefined ? '' : textOf(server, 'name');
  const known = versionOf(server);
  const origin: Origin = { kind: 'catalog', object: database };
  const readTable = tableReader(answers, database, known.name);
  const [schema] = answers.schema;
  const collation = schema?.['default_collation_name'] ?? undefined;
  return {
    data: {
      engine: { ...known, origin },
      schemas: [],
      enums: [],
      tables: answers.tables
        .filter(({ type }) => type === 'BASE TABLE')
        .map(readTable)
        // A server sorts by a collation of its own.
        .toSorted((a, b) => compareText(a.name, b.name)),
      views: answers.views.map((row) => ({
        name: textOf(row, 'name'),
        materialized: false,
        securityInvoker: row['security'] === 'INVOKER',
        reads: [],
        origin: catalogOf(database, textOf(row, 'name')),
      })),
    },
    live: {
      address,
      server: `${known.name} ${known.version}`,
      database,
      ...(collation !== undefined && { collation }),
      ...given('timeZone', server?.['zone']),
      ...given('sqlMode', server?.['modes']),
      routines: readRoutines(answers, database),
    },
    gaps: answers.refused.map(({ what, why }) => ({
      kind: 'read-catalogue',
      subject: what,
      why,
      origin,
    })),
  };
}

/** `10.11.6-MariaDB-1`, `8.4.3`: the family and the number. */
function versionOf(server: Row | undefined): { readonly name: string; readonly version: string } {
  const text = server?.['version'] ?? '';
  const isMaria = /mariadb/i.test(`${text} ${server?.['comment'] ?? ''}`);
  // Old clients need a 5 in front of the version of MariaDB.
  const version = /\d+(\.\d+)*/.exec(text.replace(/^5\.5\.5-/, ''))?.[0] ?? '';
  return { name: isMaria ? 'mariadb' : 'mysql', version };
}

function given<K extends string>(key: K, text: string | null | undefined): { readonly [P in K]?: string } {
  const made: { [P in K]?: string } = {};
  if (typeof text === 'string') made[key] = text;
  return made;
}
