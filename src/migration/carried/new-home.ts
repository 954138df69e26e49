import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { MigrationRecord } from '../../model/migration-record.ts';
import { tableId } from '../steps/inventory.ts';
import { ownerOf } from '../parity/counterparts.ts';
import { placeOf } from '../parity/places.ts';
import { namesSearch } from '../parity/words.ts';

/** Rows that have another key in the target than they had. */
export interface KeyMap {
  /** Variable with the new key. */
  readonly name: string;
  /** Variable with the old one. */
  readonly old: string;
  /** PostgreSQL: a line of an nginx map for each row. */
  readonly statement: string;
}

export interface Home {
  readonly path: string;
  /** Parameter of the old address, and the name of its value in the pattern. */
  readonly uses: readonly { readonly from: string; readonly as: string }[];
  readonly keys: readonly KeyMap[];
}

const literal = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/** The address of the target that answers an old one, as far as the parameters of the old one say it. */
export function homeOf(
  endpoint: Endpoint,
  names: readonly string[],
  target: Backend,
  migration: MigrationRecord,
): Home | undefined {
  const wanted = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const uses: Home['uses'][number][] = [];
  const keys: KeyMap[] = [];
  let path = endpoint.path;
  for (const name of wanted) {
    const from =
      names.find((each) => each === name) ?? (wanted.length === 1 && names.includes('id') ? 'id' : undefined);
    if (from === undefined) return undefined;
    const key = keyMapOf(ownerOf(name, endpoint, target), target, migration);
    uses.push({ from, as: key?.old ?? from });
    if (key !== undefined) keys.push(key);
    path = path.replace(`{${name}}`, `$${key?.name ?? from}`);
  }
  if (wanted.length > 0) return { path, uses, keys };
  const queried = queryOf(endpoint, names);
  return queried === undefined ? undefined : { path: `${path}${queried.text}`, uses: queried.uses, keys };
}

/** What stands behind `?`; undefined where the new address asks for what the old one does not say. */
function queryOf(
  { parameters }: Endpoint,
  names: readonly string[],
): { readonly text: string; readonly uses: Home['uses'] } | undefined {
  const asked = parameters.filter((each) => each.in === 'query');
  const sourceOf = (name: string): string | undefined =>
    names.find((each) => each === name) ?? (name === 'q' ? names.find(namesSearch) : undefined);
  const known = asked.filter(({ name }) => sourceOf(name) !== undefined);
  const required = asked.filter((each) => each.required);
  if (required.some((each) => !known.includes(each))) return undefined;
  // Several go along as they are, under the names that they have.
  if (known.length > 1 && known.some(({ name }) => sourceOf(name) !== name)) return undefined;
  const [only] = known;
  if (only === undefined) return { text: '', uses: [] };
  const from = sourceOf(only.name) ?? only.name;
  // One value can be named wherever it stands; of several the query goes along as it is.
  if (known.length > 1 || !only.required) return { text: '$is_args$args', uses: [] };
  return { text: `?${only.name}=$${from}`, uses: [{ from, as: from }] };
}

/** Where the ledger keeps the old key of a table beside the new one. */
function keyMapOf(
  owner: string | undefined,
  { data }: Backend,
  { legacy, plan }: MigrationRecord,
): KeyMap | undefined {
  const table = data.tables.find((each) => tableId(each) === owner);
  const key = table?.primaryKey?.columns.length === 1 ? table.primaryKey.columns[0] : undefined;
  if (owner === undefined || table === undefined || key === undefined) return undefined;
  const source = legacy.data.tables.find((each) =>
    placeOf(plan.ledger.tables[tableId(each)]).includes(owner),
  );
  const oldKey = source?.primaryKey?.columns.length === 1 ? source.primaryKey.columns[0] : undefined;
  if (source === undefined || oldKey === undefined) return undefined;
  const kept = placeOf(plan.ledger.columns[`${tableId(source)}.${oldKey}`]).find((to) =>
    to.startsWith(`${owner}.`),
  );
  const column = kept?.slice(owner.length + 1);
  if (column === undefined || column === key) return undefined;
  return {
    name: `${table.name}_key`,
    old: `${table.name}_old`,
    statement: `select ${column} || ' ' || ${key} || ';' from ${owner} where ${column} is not null`,
  };
}

/** What asks for the old address: its values may stand anywhere in the query. */
export function patternOf(path: string, uses: Home['uses']): string {
  const inPath = literal(path).replaceAll(/\\\{(\w+)\\\}/g, (_, name: string) => {
    const use = uses.find(({ from }) => from === name);
    return use === undefined ? '[^/?]+' : `(?<${use.as}>[^/?]+)`;
  });
  const use = uses.find(({ from }) => !path.includes(`{${from}}`));
  return use === undefined
    ? `^${inPath}(?:\\?.*)?$`
    : `^${inPath}\\?(?:.*&)?${literal(use.from)}=(?<${use.as}>[^&#]+)`;
}
