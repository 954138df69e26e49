import { folderOf } from '../file-paths.ts';
import type { TableDefinition } from './definition.ts';
import type { Target } from './targets.ts';
import type { Setting } from './templates.ts';

/**
 * The table that the code of a file means, where exactly one of those that were read goes by what it says. Where
 * several do, the one whose definition lies nearest above the file: a repository may hold many services.
 */
export function tableFor(
  target: Target | undefined,
  tables: readonly TableDefinition[],
  settings: readonly Setting[],
  file: string,
): TableDefinition | undefined {
  if (target === undefined) return undefined;
  const only = (found: readonly TableDefinition[]): TableDefinition | undefined => nearest(found, file);
  const calledBy = (text: string): TableDefinition | undefined =>
    only(tables.filter((one) => isCalled(one, text)));
  if (target.kind === 'text') return calledBy(target.text);
  const { name, otherwise } = target;
  const values = settings.filter((setting) => setting.name === name).map(({ value }) => value);
  const told = only(
    tables.filter((one) => values.some((value) => isMeant(one, value)) || readsSetting(one, name)),
  );
  const known = told ?? (otherwise === undefined ? undefined : calledBy(otherwise));
  // One table and a setting that nothing explains: there is no other table that it could hold.
  return known ?? (tables.length === 1 && /table|dynamo/i.test(name) ? tables[0] : undefined);
}

function nearest(found: readonly TableDefinition[], file: string): TableDefinition | undefined {
  if (isOne(found)) return found[0];
  const folders = found.map(({ table }) => (table.origin.kind === 'read' ? folderOf(table.origin.file) : ''));
  const above = folders.map((folder) =>
    folder === '' || file.startsWith(`${folder}/`) ? folder.length : -1,
  );
  const longest = Math.max(...above);
  const near = found.filter((_, at) => above[at] === longest);
  return longest >= 0 && isOne(near) ? near[0] : undefined;
}

const isOne = (found: readonly TableDefinition[]): boolean =>
  new Set(found.map(({ table }) => table.name)).size === 1;

/** The same name, or the same constant parts around what is put in (`{stage}-orders`, `${self:provider.stage}-orders`). */
function isCalled({ table, written, handle }: TableDefinition, text: string): boolean {
  if (text === table.name || text === written) return true;
  if (text === handle && written === undefined) return true;
  if (written === undefined) return false;
  const [ours, theirs] = [constantParts(written), constantParts(text)];
  return ours.replaceAll(/[*\W_]/g, '').length > 2 && ours === theirs;
}

const constantParts = (text: string): string =>
  text.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}|\{[^{}]*\}/g, '*').replaceAll(/\*+/g, '*');

/** A setting that holds the table's name, or that refers to the table. */
const isMeant = ({ written, handle, table }: TableDefinition, value: string): boolean =>
  value === written ||
  value === table.name ||
  new RegExp(`^\\$\\{${escaped(handle)}(\\.\\w+)?\\}$`).test(value);

/** `TableName: ${self:provider.environment.ORDERS_TABLE}`. */
const readsSetting = ({ written = '' }: TableDefinition, name: string): boolean =>
  new RegExp(`\\b(environment\\.|env:)${escaped(name)}\\b`).test(written);

const escaped = (text: string): string => text.replaceAll(/[^\w]/g, String.raw`\$&`);
