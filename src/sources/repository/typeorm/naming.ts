import type { Repository } from '../gather.ts';

/** How TypeORM calls what its user did not name. */
export interface Naming {
  readonly table: (className: string) => string;
  readonly column: (property: string, custom: string | undefined, prefixes: readonly string[]) => string;
  readonly joinColumn: (relation: string, referenced: string) => string;
  readonly joinTable: (first: string, second: string, property: string) => string;
  readonly joinTableColumn: (table: string, property: string, column: string) => string;
}

export const snake = (text: string): string =>
  text
    .replaceAll(/([A-Z])([A-Z])([a-z])/g, '$1_$2$3')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();

const camel = (text: string): string =>
  text.replaceAll(/^([A-Z])|[\s_-](\w)/g, (_, first: string | undefined, second: string | undefined) =>
    second === undefined ? (first ?? '').toLowerCase() : second.toUpperCase(),
  );

const title = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const standard: Naming = {
  table: snake,
  column: (property, custom, prefixes) => {
    const name = custom ?? property;
    return prefixes.length === 0 ? name : camel(prefixes.join('_')) + title(name);
  },
  joinColumn: (relation, referenced) => camel(`${relation}_${referenced}`),
  joinTable: (first, second, property) => snake(`${first}_${property.replaceAll('.', '_')}_${second}`),
  joinTableColumn: (table, property, column) => camel(`${table}_${column === '' ? property : column}`),
};

const snakes: Naming = {
  table: snake,
  column: (property, custom, prefixes) => snake([...prefixes, ''].join('_')) + (custom ?? snake(property)),
  joinColumn: (relation, referenced) => snake(`${relation}_${referenced}`),
  joinTable: standard.joinTable,
  joinTableColumn: (table, property, column) => snake(`${table}_${column === '' ? property : column}`),
};

/** The strategy of the data source: the default one, or that of snake case, which is told by its name. */
export function namingOf(repository: Repository): Naming {
  for (const { path, text } of repository.files.values())
    if (
      /\.[cm]?[jt]s$/.test(path) &&
      /namingStrategy\b/.test(text) &&
      /\bSnake\w*Naming\w*|snake/i.test(text)
    )
      return snakes;
  return standard;
}
