import type { Column, Table } from '../../../model/data.ts';
import type { SchemaDrift } from '../../../model/live-database.ts';
import type { Origin } from '../../../model/origin.ts';

export const onlyInCode = (subject: string, code: Origin): SchemaDrift => ({
  kind: 'only in the code',
  subject,
  code,
});
export const onlyInDatabase = (subject: string, database: Origin): SchemaDrift => ({
  kind: 'only in the database',
  subject,
  database,
});

/** Columns, keys and references of one table that the code and the database tell differently. */
export function driftOf(live: Table, code: Table, engine: string): readonly SchemaDrift[] {
  return [...columnDrift(live, code, engine), ...keyDrift(live, code)];
}

function columnDrift(live: Table, code: Table, engine: string): readonly SchemaDrift[] {
  const name = (column: Column): string => column.name.toLowerCase();
  const inCode = new Map(code.columns.map((column) => [name(column), column]));
  const inDatabase = new Set(live.columns.map(name));
  return [
    ...code.columns
      .filter((column) => !inDatabase.has(name(column)))
      .map((column) => onlyInCode(`${live.name}.${column.name}`, column.origin)),
    ...live.columns.flatMap((column): readonly SchemaDrift[] => {
      const told = inCode.get(name(column));
      const subject = `${live.name}.${column.name}`;
      if (told === undefined) return [onlyInDatabase(subject, column.origin)];
      const [inDatabase, toldInCode] = [words(column, engine), words(told, engine)];
      return inDatabase === toldInCode
        ? []
        : [
            {
              kind: 'told differently',
              subject,
              inCode: toldInCode,
              inDatabase,
              code: told.origin,
              database: column.origin,
            },
          ];
    }),
  ];
}

/** MariaDB keeps JSON as text with a check. */
function words({ type, nullable }: Column, engine: string): string {
  const text = type.toLowerCase();
  const kept = engine === 'mariadb' && text === 'json' ? 'longtext' : text;
  return `${kept} ${nullable ? 'null' : 'not null'}`;
}

interface KeyPart {
  readonly subject: string;
  readonly origin: Origin;
}

function keyDrift(live: Table, code: Table): readonly SchemaDrift[] {
  const [inDatabase, inCode] = [keysOf(live), keysOf(code)];
  const missing = (from: readonly KeyPart[], other: readonly KeyPart[]): readonly KeyPart[] => {
    const known = new Set(other.map(({ subject }) => subject.toLowerCase()));
    return from.filter(({ subject }) => !known.has(subject.toLowerCase()));
  };
  return [
    ...missing(inCode, inDatabase).map(({ subject, origin }) =>
      onlyInCode(`${live.name} ${subject}`, origin),
    ),
    ...missing(inDatabase, inCode).map(({ subject, origin }) =>
      onlyInDatabase(`${live.name} ${subject}`, origin),
    ),
  ];
}

/** Keys by what they hold; names differ from server to server. */
function keysOf({ primaryKey, uniques, indexes, foreignKeys }: Table): readonly KeyPart[] {
  return [
    ...(primaryKey === undefined
      ? []
      : [{ subject: `primary key (${primaryKey.columns.join(', ')})`, origin: primaryKey.origin }]),
    ...uniques.map(({ columns, origin }) => ({ subject: `unique (${columns.join(', ')})`, origin })),
    ...indexes.map(({ columns, unique, origin }) => ({
      subject: `${unique ? 'unique index' : 'index'} (${columns.join(', ')})`,
      origin,
    })),
    ...foreignKeys.map(({ columns, references, origin }) => ({
      subject: `foreign key (${columns.join(', ')}) to ${references.table}(${references.columns.join(', ')})`,
      origin,
    })),
  ];
}
