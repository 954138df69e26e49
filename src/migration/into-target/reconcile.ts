import { qualifiedName, quoteName, quoteText, tableKey } from '../../artifacts/sql-names.ts';
import { mysqlPrinted, printed, tick } from '../conversion/checksum.ts';
import type { ConvertedColumn } from '../conversion/column.ts';
import type { Pair } from './mapping.ts';
import { keysTable, targetId } from './names.ts';

interface Compared {
  readonly source: ConvertedColumn;
  readonly back: string;
}

/** Columns that can be computed back, so that both sides can say the same of them. */
export const comparedColumns = (pair: Pair): readonly Compared[] =>
  pair.columns.flatMap(({ sources, back }) => {
    const source = pair.source.columns.find(({ name }) => name === sources[0]);
    return back === undefined || source === undefined ? [] : [{ source, back }];
  });

/** How the legacy key of a row is told on the side of the target; nothing where it cannot be. */
function keysOf(pair: Pair): readonly Compared[] {
  const keys = pair.legacyKey.flatMap((name) => {
    const source = pair.source.columns.find((one) => one.name === name);
    if (source === undefined) return [];
    const back = pair.keyed
      ? `k.${quoteName(name)}`
      : pair.columns.find(({ sources }) => sources[0] === name)?.back;
    return back === undefined ? [] : [{ source, back }];
  });
  return keys.length === pair.legacyKey.length ? keys : [];
}

export const isReconciled = (pair: Pair): boolean =>
  keysOf(pair).length > 0 && comparedColumns(pair).length > 0;

const digestOf = (values: readonly string[]): string => `md5(concat_ws('|', ${values.join(', ')}))`;

/** For each row of the target its legacy key and a digest of what it holds, computed back to the legacy values. */
export const reconcileTarget = (pairs: readonly Pair[]): readonly string[] =>
  pairs.filter(isReconciled).map((pair) => {
    const keys = keysOf(pair).map(({ source, back }) => printed(source, back));
    const key = `concat_ws('|', ${keys.join(', ')})`;
    const values = comparedColumns(pair).map(({ source, back }) => `coalesce(${printed(source, back)}, '~')`);
    const from = pair.keyed
      ? `${qualifiedName(pair.target)} as t join ${keysTable(pair)} as k on k.${targetId} = t.${quoteName(pair.target.primaryKey?.columns[0] ?? 'id')}`
      : `${qualifiedName(pair.target)} as t`;
    return `select ${quoteText(pair.quarantine)} as pair, ${key} as legacy_key, ${digestOf(values)} as digest from ${from} order by ${key} collate "C"`;
  });

/** The same of the legacy side, where its own server computes it. */
export const reconcileLegacy = (pairs: readonly Pair[]): readonly string[] => [
  "set time_zone = '+00:00'",
  ...pairs.filter(isReconciled).map((pair) => {
    const key = keysOf(pair).map(({ source }) => mysqlPrinted(source, tick(source.name)));
    const values = comparedColumns(pair).map(
      ({ source }) => `ifnull(${mysqlPrinted(source, tick(source.name))}, '~')`,
    );
    return `select '${pair.quarantine.replaceAll("'", "''")}' as pair, concat_ws('|', ${key.join(', ')}) as legacy_key, ${digestOf(values)} as digest from ${tick(pair.source.name)} order by binary legacy_key`;
  }),
];

export const unreconciled = (pairs: readonly Pair[]): readonly string[] =>
  pairs
    .filter((pair) => !isReconciled(pair))
    .map(({ source, target }) => `${source.name} > ${tableKey(target)}`);
