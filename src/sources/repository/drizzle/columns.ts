import { fieldAt, hostOf, scalarAt, settled, textAt, textsAt } from '../code-migrations/values.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { LibraryModel } from '../javascript/machine.ts';
import { native, objectOf, unknown } from '../javascript/value.ts';
import type { HostValue, Site, Value } from '../javascript/value.ts';
import { modified } from './chain.ts';
import { keyHost } from './key-host.ts';
import { drizzleType } from './types.ts';

/** A column while its chain is walked. */
export interface DrizzleColumn {
  readonly kind: 'column';
  name: string | undefined;
  type: string;
  readonly site: Site;
  nullable: boolean;
  primary: boolean;
  counts: boolean;
  array: boolean;
  unique: true | string | undefined;
  default: string | undefined;
  generated: string | undefined;
  references: { readonly target: Value; readonly actions: Value | undefined } | undefined;
  readonly enumName?: string;
  /** Order and operator class in an index. */
  readonly suffix?: string;
  /** The table it was put into, and its key there. */
  table?: DrizzleTable;
}

export interface DrizzleTable {
  readonly name: string;
  readonly schema: string | undefined;
  readonly dialect: Dialect;
  readonly columns: Map<string, DrizzleColumn>;
  readonly extra: Value | undefined;
  readonly value: Value;
  readonly site: Site;
  /** Only a table that is a value of its own stands in the database. */
  readonly casing?: 'snake';
}

export interface DrizzleEnum {
  readonly name: string;
  readonly labels: readonly string[];
  readonly site: Site;
}

/** What the files define while they are walked. */
export interface DrizzleWorld {
  readonly tables: DrizzleTable[];
  readonly enums: DrizzleEnum[];
  readonly columns: Map<Value, DrizzleColumn>;
  readonly relations: Map<Value, DrizzleTable>;
}

const dialects: readonly (readonly [RegExp, Dialect])[] = [
  [/pg-core/, 'postgresql'],
  [/mysql-core|singlestore-core/, 'mysql'],
  [/sqlite-core/, 'sqlite'],
];

/** The modelled package: its column functions, tables and enumerations. */
export function drizzleLibrary(
  world: DrizzleWorld,
  specifierOf: (site: Site, name: string) => string | undefined,
): LibraryModel {
  return {
    packages: ['drizzle-orm'],
    call: (library, args, site, machine) => {
      const path = library.path.replace(/^default\.?/, '');
      const last = path.split('.').at(-1) ?? '';
      if (last === 'sql' || path === 'sql.raw') return objectOf([['sql', args[0] ?? unknown('')]], 0, true);
      if (/^(pg|mysql|sqlite|singlestore)Table$/.test(last))
        return makeTable(world, dialectOf(last), undefined, undefined, args, site, machine);
      if (/^(pg|mysql|sqlite|singlestore)TableCreator$/.test(last)) {
        const [rename] = args;
        return native('table', (given, at) => {
          const name =
            rename?.kind === 'function' && given[0] !== undefined
              ? machine.call(rename, [given[0]], at)
              : given[0];
          return makeTable(
            world,
            dialectOf(last),
            undefined,
            undefined,
            [name ?? unknown(''), ...given.slice(1)],
            at,
            machine,
          );
        });
      }
      if (/^(pg|mysql)Schema$/.test(last))
        return schemaHost(world, dialectOf(last), textAt(args[0]), machine);
      if (last === 'pgEnum') return makeEnum(world, textAt(args[0]) ?? '', args[1], site);
      if (last === 'customType') return customColumn(world, args[0], machine);
      if (/^(index|uniqueIndex|unique|primaryKey|foreignKey|check)$/.test(last)) return keyHost(last, args);
      if (last === 'desc' || last === 'asc') {
        const column = world.columns.get(settled(args[0]) ?? unknown(''));
        return column === undefined
          ? undefined
          : columnHost(world, last === 'desc' ? modified(column, 'desc', []) : column);
      }
      if (last === 'relations' || last === 'defineRelations') return unknown('relations');
      const specifier = specifierOf(site, last.split('.')[0] ?? '') ?? '';
      const dialect = dialects.find(([sign]) => sign.test(specifier))?.[1];
      return columnFor(world, last, args, site, dialect ?? 'postgresql');
    },
  };
}

const dialectOf = (name: string): Dialect =>
  name.startsWith('pg') ? 'postgresql' : name.startsWith('sqlite') ? 'sqlite' : 'mysql';

function schemaHost(
  world: DrizzleWorld,
  dialect: Dialect,
  schema: string | undefined,
  machine: Parameters<NonNullable<LibraryModel['call']>>[3],
): Value {
  return hostOf('drizzle', (name) => {
    if (name === 'table')
      return native(name, (args, site) =>
        makeTable(world, dialect, schema === 'public' ? undefined : schema, undefined, args, site, machine),
      );
    return name === 'enum'
      ? native(name, ([given, values], site) => makeEnum(world, textAt(given) ?? '', values, site))
      : undefined;
  });
}

function makeTable(
  world: DrizzleWorld,
  dialect: Dialect,
  schema: string | undefined,
  _: undefined,
  [name, given, extra]: readonly Value[],
  site: Site,
  machine: Parameters<NonNullable<LibraryModel['call']>>[3],
): Value {
  const columns = new Map<string, DrizzleColumn>();
  const source = given?.kind === 'function' ? machine.call(given, [builders(world, dialect)], site) : given;
  const one = settled(source);
  const fields = new Map<string, Value>();
  const value: HostValue = {
    kind: 'host',
    technology: 'drizzle table',
    fields,
    member: (key) => (key === '$inferSelect' || key === '$inferInsert' ? unknown('a type') : undefined),
  };
  const table: DrizzleTable = { name: textAt(name) ?? '', schema, dialect, columns, extra, value, site };
  if (one?.kind === 'object')
    for (const [key, field] of one.fields) {
      const found = world.columns.get(settled(field) ?? field);
      if (found === undefined) continue;
      // The same columns may be spread into several tables.
      const own: DrizzleColumn = { ...found, table };
      const host = columnHost(world, own);
      columns.set(key, own);
      fields.set(key, host);
    }
  if (table.name !== '') world.tables.push(table);
  world.relations.set(value, table);
  return value;
}

/** `(t) => ({ id: t.integer() })`. */
function builders(world: DrizzleWorld, dialect: Dialect): Value {
  return hostOf('drizzle', (name) =>
    native(
      name,
      (args, site) =>
        columnFor(world, name, args, site, dialect) ?? unknown(`${name} of the column builders`),
    ),
  );
}

function columnFor(
  world: DrizzleWorld,
  name: string,
  args: readonly Value[],
  site: Site,
  dialect: Dialect,
): Value | undefined {
  const given = textAt(args[0]);
  const options = args.find((arg) => settled(arg)?.kind === 'object');
  if (name === 'mysqlEnum') {
    const labels = textsAt(args.find((arg) => settled(arg)?.kind === 'array') ?? unknown(''));
    return register(world, given, `enum(${labels.map((label) => `'${label}'`).join(',')})`, site);
  }
  const found = drizzleType(name, options, dialect);
  return found === undefined ? undefined : register(world, given, found.type, site);
}

function register(
  world: DrizzleWorld,
  name: string | undefined,
  type: string,
  site: Site,
  more: Partial<DrizzleColumn> = {},
): Value {
  const column: DrizzleColumn = {
    kind: 'column',
    name,
    type,
    site,
    nullable: true,
    primary: false,
    counts: false,
    array: false,
    unique: undefined,
    default: undefined,
    generated: undefined,
    references: undefined,
    ...more,
  };
  return columnHost(world, column);
}

function columnHost(world: DrizzleWorld, column: DrizzleColumn): Value {
  const host: Value = hostOf('drizzle column', (name) =>
    native(name, (args) => {
      const next = modified(column, name, args);
      return next === column ? host : columnHost(world, next);
    }),
  );
  world.columns.set(host, column);
  return host;
}

/** An enumeration: called like a column function. */
function makeEnum(world: DrizzleWorld, name: string, values: Value | undefined, site: Site): Value {
  const one = settled(values);
  const labels =
    one?.kind === 'object'
      ? [...one.fields.values()].map((each) => String(scalarAt(each)))
      : values === undefined
        ? []
        : textsAt(values);
  world.enums.push({ name, labels, site });
  const made = native(name, ([given], at) =>
    register(world, textAt(given), `"${name}"`, at, { enumName: name }),
  );
  return made;
}

function customColumn(
  world: DrizzleWorld,
  definition: Value | undefined,
  machine: Parameters<NonNullable<LibraryModel['call']>>[3],
): Value {
  const dataType = fieldAt(definition, 'dataType');
  return native('custom', ([given, options], at) => {
    const config = settled(given)?.kind === 'object' ? given : options;
    const type =
      dataType?.kind === 'function'
        ? textAt(machine.call(dataType, [config ?? objectOf([], 0, true)], at))
        : undefined;
    return register(world, textAt(given), type ?? 'unknown', at);
  });
}
