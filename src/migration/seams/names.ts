import { compareText } from '../../model/text.ts';
import type { Coupling } from '../coupling/coupling.ts';
import { kindWeights } from './graph.ts';

/** Words that say nothing of what a table is about. */
const empty = new Set(
  'tbl table tab tables data info infos has to of the and or in for map mapping rel relation relations link links ref main base list lists item detail details meta metas type types status value values history log logs api index admin new edit delete update create get set view php public rest home'.split(
    ' ',
  ),
);

/** `wp_postMeta` -> wp, post, meta. */
const wordsOf = (name: string): readonly string[] =>
  name
    .split('.')
    .slice(-1)
    .join('')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !/^\d+$/.test(word));

/** The singular, as far as the end of an English word tells. */
export const singular = (word: string): string => {
  if (/(ss|us|is)$/.test(word) || word.length < 4) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(ses|xes|ches|shes|zes)$/.test(word))
    return /(ases|uses|oses|nses|rses)$/.test(word) ? word.slice(0, -1) : word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
};

interface Vocabulary {
  /** Words of each table, singular, without what all tables begin with. */
  readonly ofTable: ReadonlyMap<string, readonly string[]>;
  /** How the schema writes a word where it stands alone. */
  readonly written: ReadonlyMap<string, string>;
}

function vocabularyOf({ tables, entries }: Coupling): Vocabulary {
  const words = tables.map((table) => [table, wordsOf(table)] as const);
  const said = new Set([
    ...entries.flatMap(({ id }) => wordsOf(id).map(singular)),
    ...words.flatMap(([, all]) => (all.length === 1 ? all : all.slice(1)).map(singular)),
  ]);
  const firsts = new Map<string, number>();
  for (const [, [first = '', ...rest]] of words)
    if (rest.length > 0) firsts.set(first, (firsts.get(first) ?? 0) + 1);
  // What many tables begin with, and what is said nowhere else, names a module or an installation, nothing else.
  const prefixes = new Set(
    [...firsts]
      .filter(
        ([first, count]) =>
          (count >= 4 && !said.has(singular(first))) || (tables.length >= 4 && count >= 0.8 * tables.length),
      )
      .map(([first]) => first),
  );
  const bare = words.map(
    ([table, all]) => [table, prefixes.has(all[0] ?? '') && all.length > 1 ? all.slice(1) : all] as const,
  );
  return {
    ofTable: new Map(bare.map(([table, all]) => [table, [...new Set(all.map(singular))]])),
    written: new Map(
      bare.flatMap(([, all]) => (all.length === 1 ? [[singular(all[0] ?? ''), all[0] ?? ''] as const] : [])),
    ),
  };
}

/**
 * A name for each cut in words of its tables and of the paths behind which they are used: the word that tells it best
 * from the others, and a second one where the first and what is tied to it are less than half of its tables. No two names are the same.
 */
export function namesOf(
  coupling: Coupling,
  cuts: readonly { readonly tables: readonly string[]; readonly entries: readonly string[] }[],
): readonly string[] {
  const vocabulary = vocabularyOf(coupling);
  const spread = new Map<string, number>();
  for (const { tables } of cuts)
    for (const word of new Set(tables.flatMap((table) => vocabulary.ofTable.get(table) ?? [])))
      spread.set(word, (spread.get(word) ?? 0) + 1);
  const centre = centreOf(coupling, cuts);
  const taken = new Set<string>();
  return cuts.map((one) => {
    const words = bestWords(one, vocabulary, spread, centre).map(
      (word) => vocabulary.written.get(word) ?? word,
    );
    const wishes = [shown(words.slice(0, 1)), ...words.slice(1).map((word) => shown([words[0] ?? '', word]))];
    const two = coversHalf(one.tables, words[0], vocabulary, centre)
      ? wishes
      : [...wishes.slice(1), ...wishes.slice(0, 1)];
    const name = two.find((each) => !taken.has(each)) ?? numbered(two[0] ?? 'Tables', taken);
    taken.add(name);
    return name;
  });
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  for (let next = 2; ; next += 1) if (!taken.has(`${name} ${next}`)) return `${name} ${next}`;
}

const shown = (words: readonly string[]): string => {
  const text = words.join(' and ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
};

/** What each table is tied by inside of its cut, and which tables keys and joint writes tie it to. */
interface Centre {
  readonly strengths: ReadonlyMap<string, number>;
  /** Keys of its cut that refer to a table. */
  readonly keys: ReadonlyMap<string, number>;
  readonly near: ReadonlyMap<string, ReadonlySet<string>>;
}

function centreOf({ ties }: Coupling, cuts: readonly { readonly tables: readonly string[] }[]): Centre {
  const cutOf = new Map(cuts.flatMap(({ tables }, at) => tables.map((table) => [table, at] as const)));
  const strengths = new Map<string, number>();
  const keys = new Map<string, number>();
  const near = new Map<string, Set<string>>();
  for (const { kind, a, b, affinity, by } of ties) {
    if (cutOf.get(a) !== cutOf.get(b)) continue;
    if (kind === 'foreign-key')
      for (const key of by) {
        const named = key.startsWith(`${a}(`) ? b : a;
        keys.set(named, (keys.get(named) ?? 0) + 1);
      }
    for (const [table, other] of [
      [a, b],
      [b, a],
    ] as const) {
      strengths.set(table, (strengths.get(table) ?? 0) + affinity * kindWeights[kind]);
      if (kind === 'used-together') continue;
      const known = near.get(table) ?? new Set();
      near.set(table, known.add(other));
    }
  }
  return { strengths, keys, near };
}

function bestWords(
  { tables, entries }: { readonly tables: readonly string[]; readonly entries: readonly string[] },
  { ofTable }: Vocabulary,
  spread: ReadonlyMap<string, number>,
  { strengths, keys }: Centre,
): readonly string[] {
  const inPaths = new Map<string, number>();
  for (const entry of entries)
    for (const word of new Set(wordsOf(entry).map(singular))) inPaths.set(word, (inPaths.get(word) ?? 0) + 1);
  const strongest = Math.max(1, ...tables.map((table) => strengths.get(table) ?? 0));
  const weightOf = (table: string): number =>
    0.5 + (strengths.get(table) ?? 0) / strongest + (keys.get(table) ?? 0) / tables.length;
  const scores = new Map<string, number>();
  for (const table of tables) {
    const words = ofTable.get(table) ?? [];
    for (const [at, word] of words.entries()) {
      if (empty.has(word) && words.length > 1) continue;
      // What a table is named first it is mostly about; a table named by one word alone stands for it.
      const place = words.length === 1 ? 1.5 : at === 0 ? 1 : 0.7;
      scores.set(word, (scores.get(word) ?? 0) + place * weightOf(table));
    }
  }
  const score = (word: string): number =>
    ((scores.get(word) ?? 0) * (1 + (inPaths.get(word) ?? 0) / Math.max(entries.length, 1))) /
    Math.sqrt(spread.get(word) ?? 1);
  const best = [...scores.keys()].toSorted((a, b) => score(b) - score(a) || compareText(a, b));
  return complement(best, tables, ofTable);
}

/** After the best word those that name tables which it does not. */
function complement(
  words: readonly string[],
  tables: readonly string[],
  ofTable: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const [first] = words;
  if (first === undefined) return [];
  const rest = tables.filter((table) => !(ofTable.get(table) ?? []).includes(first));
  const more = new Set(rest.flatMap((table) => ofTable.get(table) ?? []));
  const others = words.slice(1);
  return [first, ...others.filter((word) => more.has(word)), ...others.filter((word) => !more.has(word))];
}

/** Whether at least half of the tables have the word in their name or are tied to one that has. */
function coversHalf(
  tables: readonly string[],
  written: string | undefined,
  { ofTable }: Vocabulary,
  { near }: Centre,
): boolean {
  if (written === undefined) return false;
  const has = (table: string): boolean => (ofTable.get(table) ?? []).includes(singular(written));
  const covered = tables.filter((table) => has(table) || [...(near.get(table) ?? [])].some(has));
  return 2 * covered.length >= tables.length;
}
