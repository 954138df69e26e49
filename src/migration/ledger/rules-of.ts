import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import type { Placement } from '../../model/migration.ts';
import { lookAlike } from './look-alike.ts';

/** What a rule speaks of; tables and columns by the names of the legacy system. */
export type RuleSubject =
  | { readonly kind: 'unique' | 'reference'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'check'; readonly table: string; readonly sql: string }
  | { readonly kind: 'guard'; readonly endpoint: string };

/** A rule that the legacy system enforces, with the place in a target that enforces the same. */
interface EnforcedRule {
  readonly id: string;
  readonly says: string;
  readonly about: RuleSubject;
  readonly placeIn: (target: Pick<Backend, 'api' | 'data'>) => string | undefined;
}

const nameOf = ({ name, schema }: Pick<Table, 'name' | 'schema'>): string =>
  schema === undefined ? name : `${schema}.${name}`;

/** What constraints and guards hold true: readers see these; what only code holds true has to be added by a person. */
export const rulesOf = ({ api, data }: Pick<Backend, 'api' | 'data'>): readonly EnforcedRule[] => [
  ...data.tables.flatMap(tableRules),
  ...api.endpoints.flatMap(guardRules),
];

/** Lines of the ledger for rules that the target enforces too; the others are left to be missed. */
export const rulePlaces = (
  legacy: Pick<Backend, 'api' | 'data'>,
  target: Pick<Backend, 'api' | 'data'>,
): Readonly<Record<string, Placement>> =>
  Object.fromEntries(
    rulesOf(legacy).flatMap(({ id, placeIn }) => {
      const place = placeIn(target);
      return place === undefined ? [] : [[id, { kind: 'moves', to: [place] }] as const];
    }),
  );

function tableRules(table: Table): readonly EnforcedRule[] {
  const name = nameOf(table);
  const keys = [
    ...table.uniques.map(({ columns }) => columns),
    ...table.indexes
      .filter(({ unique, where }) => unique && where === undefined)
      .map(({ columns }) => columns),
  ];
  return [
    ...keys.map((columns): EnforcedRule => {
      const id = `unique ${name} (${columns.join(', ')})`;
      return {
        id,
        says: `no two rows of ${name} have the same ${columns.join(' and ')}`,
        about: { kind: 'unique', table: name, columns },
        placeIn: (target) => inTarget(target, name, (found) => hasKey(found, columns), id),
      };
    }),
    ...table.foreignKeys.map(({ columns, references }): EnforcedRule => {
      const id = `reference ${name} (${columns.join(', ')}) -> ${references.table}`;
      return {
        id,
        says: `${columns.join(', ')} of ${name} names a row of ${references.table}`,
        about: { kind: 'reference', table: name, columns },
        placeIn: (target) =>
          inTarget(
            target,
            name,
            ({ foreignKeys }) => foreignKeys.some((key) => sameColumns(key.columns, columns)),
            id,
          ),
      };
    }),
    ...table.checks.map(({ sql }): EnforcedRule => {
      const id = `check ${name} (${sql})`;
      return {
        id,
        says: `${sql} holds for every row of ${name}`,
        about: { kind: 'check', table: name, sql },
        placeIn: (target) =>
          inTarget(target, name, ({ checks }) => checks.some((check) => plain(check.sql) === plain(sql)), id),
      };
    }),
  ];
}

const plain = (sql: string): string => sql.toLowerCase().replaceAll(/[\s()`"]/g, '');

const sameColumns = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && b.every((column) => lookAlike(column, a) !== undefined);

const hasKey = ({ uniques, indexes, primaryKey }: Table, columns: readonly string[]): boolean =>
  [
    ...uniques,
    ...(primaryKey === undefined ? [] : [primaryKey]),
    ...indexes.filter(({ unique, where }) => unique && where === undefined),
  ].some((key) => sameColumns(key.columns, columns));

function inTarget(
  { data }: Pick<Backend, 'data'>,
  name: string,
  holds: (table: Table) => boolean,
  id: string,
): string | undefined {
  const found = lookAlike(name, data.tables.map(nameOf));
  const table = data.tables.find((each) => nameOf(each) === found);
  return found !== undefined && table !== undefined && holds(table) ? `${found}: ${id}` : undefined;
}

const guardRules = (endpoint: Endpoint): readonly EnforcedRule[] =>
  endpoint.guards
    .filter(({ kind }) => kind === 'authentication' || kind === 'authorisation')
    .map((guard) => ({
      id: `${guard.kind} ${endpoint.id} (${guard.name})`,
      says: `${guard.name} stands before ${endpoint.id}`,
      about: { kind: 'guard', endpoint: endpoint.id },
      placeIn: ({ api }) => {
        const found = lookAlike(
          endpoint.id,
          api.endpoints.filter(({ access }) => access === 'guarded').map(({ id }) => id),
        );
        return found === undefined ? undefined : `${found}: access is guarded`;
      },
    }));
