import type { Gap } from '../../../model/origin.ts';
import { preference } from '../dialects/dialect.ts';
import { compareText } from '../../order.ts';
import type { Replayed, SchemaSet } from './sets.ts';
import { joined, replay, skipped } from './sets.ts';

/**
 * The sets that tell the schema, each replayed: one language where the same tables are told in several, migrations
 * before dumps, sets of one database together.
 */
export function chosenSets(sets: readonly SchemaSet[], gaps: Gap[]): readonly Replayed[] {
  const readable = sets.filter((set) => {
    if (set.dialect !== 'other') return true;
    gaps.push(skipped(set, `${set.steps.length} files in a language of SQL that is not read`));
    return false;
  });
  const oneLanguage = withoutTranslations(readable.map(replay), gaps);
  const histories = oneLanguage.filter(({ set }) => set.kind === 'migrations');
  const dumps = oneLanguage.filter(({ set }) => set.kind === 'dump');
  return withDumps(fullerFirst(together(histories)), dumps, gaps);
}

/** Share of the smaller side's tables that the other one has as well. */
function overlap(a: Replayed, b: Replayed): number {
  const [few, many] = a.created.size < b.created.size ? [a, b] : [b, a];
  const names = new Set([...many.created].map(plain));
  const met = [...few.created].filter((name) => names.has(plain(name))).length;
  return few.created.size === 0 ? 0 : met / few.created.size;
}

const plain = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

function withoutTranslations(all: readonly Replayed[], gaps: Gap[]): readonly Replayed[] {
  const rank = ({ set }: Replayed): number => preference.findIndex((dialect) => dialect === set.dialect);
  const kept: Replayed[] = [];
  for (const one of all.toSorted((a, b) => rank(a) - rank(b) || compareText(a.set.path, b.set.path))) {
    const first = kept.find(
      (other) =>
        other.set.dialect !== one.set.dialect &&
        (overlap(other, one) >= 0.6 || isSibling(other.set.path, one.set.path)),
    );
    if (first === undefined) kept.push(one);
    else gaps.push(skipped(one.set, `the same tables for ${one.set.dialect}; ${first.set.path} is read`));
  }
  return kept.toSorted((a, b) => compareText(a.set.path, b.set.path));
}

/**
 * Of two histories that tell the same tables, such as the old one beside the one that took its place, the one that
 * tells more comes first: what both tell is taken from it.
 */
function fullerFirst(histories: readonly Replayed[]): readonly Replayed[] {
  const result = [...histories];
  for (let at = 0; at < result.length; at += 1)
    for (let other = at + 1; other < result.length; other += 1) {
      const [first, second] = [result[at], result[other]];
      if (first === undefined || second === undefined) continue;
      const same = overlap(first, second) >= 0.6 && haveSameColumns(first, second);
      if (!same || fullness(second) <= fullness(first)) continue;
      result[at] = second;
      result[other] = first;
    }
  return result;
}

/** Tables of one name in two services may be quite different ones. */
function haveSameColumns(a: Replayed, b: Replayed): boolean {
  const names = (one: Replayed): readonly string[] =>
    [...one.draft.tables].flatMap(([name, { columns }]) =>
      columns.map((column) => `${plain(name)}.${column.name.toLowerCase()}`),
    );
  const [first, second] = [names(a), new Set(names(b))];
  const met = first.filter((name) => second.has(name)).length;
  return met * 2 >= Math.min(first.length, second.size);
}

const fullness = (one: Replayed): number => one.created.size * 10_000 + columnsOf(one);

/** Folders or files that differ in one word, the name of the language. */
const isSibling = (a: string, b: string): boolean => {
  const [x, y] = [a.split('/'), b.split('/')];
  const dialect = /postgres|pgsql|^pg$|mysql|maria|sqlite|mssql|sqlserver/i;
  const differing = x.map((part, index) => [part, y[index] ?? ''] as const).filter(([p, q]) => p !== q);
  return (
    x.length === y.length &&
    differing.length === 1 &&
    differing.every(([p, q]) => dialect.test(p) && dialect.test(q))
  );
};

/** Joins sets where one changes tables that another creates: they are run on one database. */
function together(histories: readonly Replayed[]): readonly Replayed[] {
  const result = [...histories];
  for (let turns = 0; turns < histories.length; turns += 1) {
    const needing = result.find(({ unknown }) => unknown.size > 0 && provider(result, unknown) !== undefined);
    const from = needing === undefined ? undefined : provider(result, needing.unknown);
    if (needing === undefined || from === undefined || from === needing) break;
    const whole = replay(joined(from.set.path, [from.set, needing.set]));
    result.splice(result.indexOf(from), 1, whole);
    result.splice(result.indexOf(needing), 1);
  }
  return result;
}

const provider = (all: readonly Replayed[], unknown: ReadonlySet<string>): Replayed | undefined =>
  all.find(({ created }) => [...unknown].some((name) => created.has(name)));

/** A dump counts where no migrations tell its tables; it is the beginning of those that presuppose it. */
function withDumps(
  histories: readonly Replayed[],
  dumps: readonly Replayed[],
  gaps: Gap[],
): readonly Replayed[] {
  const result = [...histories];
  for (const dump of dumps.toSorted((a, b) => b.created.size - a.created.size)) {
    if (dump.created.size === 0) continue;
    const at = result.findIndex(
      (other) => overlap(other, dump) > 0 || [...other.unknown].some((name) => dump.created.has(name)),
    );
    const history = result[at];
    if (history === undefined) result.push(dump);
    else if (history.set.kind === 'dump' || !presupposes(history, dump))
      gaps.push(
        skipped(
          dump.set,
          history.set.kind === 'dump'
            ? `${history.set.path} tells these tables`
            : 'migrations tell the schema; this file is not used',
        ),
      );
    else result.splice(at, 1, withBase(history, dump, gaps));
  }
  return result;
}

const presupposes = (history: Replayed, dump: Replayed): boolean =>
  [...history.unknown].some((name) => dump.created.has(name));

const columnsOf = ({ draft }: Replayed): number =>
  [...draft.tables.values()].reduce((sum, { columns }) => sum + columns.length, 0);

/** Whether the dump is what the migrations begin with, or what they have led to and therefore would make twice. */
function withBase(history: Replayed, dump: Replayed, gaps: Gap[]): Replayed {
  const both = replay(joined(history.set.path, [dump.set, history.set]));
  const twice = both.draft.gaps.filter(({ why }) => why.includes('twice')).length;
  const added = columnsOf(both) - columnsOf(dump);
  if (added > 0 && twice * 3 <= added) return both;
  gaps.push(skipped(history.set, `${dump.set.path} holds the schema these migrations have led to`));
  return dump;
}
