import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { MigrationRecord } from '../../model/migration-record.ts';
import { tableId } from '../steps/inventory.ts';
import { ownerOf } from '../parity/counterparts.ts';
import { placeOf } from '../parity/places.ts';

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
  const query = endpoint.parameters.filter((each) => each.in === 'query' && names.includes(each.name));
  const [only] = query;
  if (wanted.length > 0 || only === undefined) return { path, uses, keys };
  // One value can be named wherever it stands; of several the query goes along as it is.
  if (query.length > 1) return { path: `${path}$is_args$args`, uses, keys };
  return only.required
    ? { path: `${path}?${only.name}=$${only.name}`, uses: [{ from: only.name, as: only.name }], keys }
    : { path: `${path}$is_args$args`, uses, keys };
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
