import type { Placement } from '../../model/migration.ts';
import type { Groundwork } from './draft.ts';

const isPlain = (name: string): boolean => /^[a-z_][a-z0-9_]*$/.test(name);

const inLegacy = (name: string): string => (isPlain(name) ? name : `\`${name.replaceAll('`', '``')}\``);

const inTarget = (name: string): string => (isPlain(name) ? name : `"${name.replaceAll('"', '""')}"`);

const tableInTarget = (name: string): string => {
  const at = name.indexOf('.');
  return at < 0 ? inTarget(name) : `${inTarget(name.slice(0, at))}.${inTarget(name.slice(at + 1))}`;
};

/** Columns of one place of a table in the target, with what they were called. */
function carried(ground: Groundwork, table: string, place: string): readonly (readonly [string, string])[] {
  const columns = ground.legacy.tables[table]?.columns ?? [];
  return columns.flatMap((column) => {
    const to: Placement | undefined = ground.ledger.columns[`${table}.${column}`];
    if (to?.kind !== 'moves') return [];
    return to.to
      .filter((each) => each.startsWith(`${place}.`) && !each.slice(place.length + 1).includes('.'))
      .map((each) => [column, each.slice(place.length + 1)] as const);
  });
}

/**
 * One query for each side that gives the same rows where both hold the same: the key, and a digest of the other
 * columns as text under the mapping of types. Two sorted lists are then compared line by line.
 */
export function rowDigests(ground: Groundwork, table: string): string {
  const place = ground.ledger.tables[table];
  const places = place?.kind === 'moves' ? place.to : [];
  const key = ground.legacy.tables[table]?.key ?? [];
  return places
    .map((target) => {
      const pairs = carried(ground, table, target);
      const keys = pairs.filter(([from]) => key.includes(from));
      const sorted = keys.length > 0 ? keys : pairs;
      const legacy = digest(
        inLegacy(table),
        sorted.map(([from]) => inLegacy(from)),
        pairs.map(([from]) => `coalesce(concat(${inLegacy(from)}), '<null>')`),
      );
      const modern = digest(
        tableInTarget(target),
        sorted.map(([, to]) => inTarget(to)),
        pairs.map(([, to]) => `coalesce(${inTarget(to)}::text, '<null>')`),
      );
      return `legacy: ${legacy}\ntarget: ${modern}`;
    })
    .join('\n');
}

function digest(table: string, order: readonly string[], columns: readonly string[]): string {
  if (columns.length === 0) return `select count(*) from ${table}`;
  return `select ${order.join(', ')}, md5(concat_ws('|', ${columns.join(', ')})) from ${table} order by ${order.join(', ')}`;
}

/** As `rowDigests`, before the cut-over, with the number of rows. */
export function rowCounts(ground: Groundwork, table: string): string {
  const place = ground.ledger.tables[table];
  const places = place?.kind === 'moves' ? place.to : [];
  const counts = places.map(
    (target) =>
      `legacy: select count(*) from ${inLegacy(table)}\ntarget: select count(*) from ${tableInTarget(target)}`,
  );
  return [...counts, rowDigests(ground, table)].join('\n');
}
