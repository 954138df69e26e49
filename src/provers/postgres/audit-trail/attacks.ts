import { quoteName } from '../../../artifacts/sql-names.ts';
import type { ChainedTrail } from '../../../artifacts/audit-trail.ts';

/** The chain that is attacked; another one is left beside it. */
export const attacked = 7;
export const beside = 8;
/** Entries of the attacked chain when the anchors are taken, and those that come after. */
export const anchored = 12;
export const later = 4;

/** Something that somebody who passes every grant does to the trail. */
export interface Attack {
  readonly words: string;
  readonly statements: readonly string[];
  /** What stands behind the newest anchor is bound by nothing: no check can show it. */
  readonly isBehindAnchor: boolean;
}

/** Names as they stand in SQL. */
export interface TrailNames {
  readonly table: string;
  /** The table of anchors, if the schema has one. */
  readonly anchors: string | null;
  /** The function that computes the hash of an entry. */
  readonly hash: string;
  /** An assignment that moves one field. */
  readonly change: string;
}

/** Ways to make the trail tell something else, from one changed field to a chain that is computed anew. */
export function attacksOn(names: TrailNames): readonly Attack[] {
  const { table, change } = names;
  const at = (condition: string): string => `chain = ${attacked} and sequence ${condition}`;
  const attack = (words: string, statements: readonly string[], isBehindAnchor = false): Attack => ({
    words,
    statements,
    isBehindAnchor,
  });
  const cut = (words: string, condition: string): Attack =>
    attack(words, [`delete from ${table} where ${condition}`]);
  const end = `(select max(sequence) + 1 from ${table} where chain = ${beside})`;
  return [
    attack('an entry is changed', [`update ${table} set ${change} where ${at('= 5')}`]),
    attack('an entry is changed and its hash computed anew', [
      `update ${table} set ${change} where ${at('= 5')}`,
      rehash(names, 5),
    ]),
    cut('an entry is removed', at('= 5')),
    cut('the oldest entries are removed', at('<= 3')),
    cut('the oldest entries are removed up to an anchor, as if their time were over', at(`<= ${anchored}`)),
    cut('the newest entries are removed, anchored ones too', at(`>= ${anchored - 2}`)),
    cut('a whole chain is removed', `chain = ${beside}`),
    attack('two entries change places', [
      `update ${table} set sequence = 1000000 where ${at('= 5')}`,
      `update ${table} set sequence = 5 where ${at('= 6')}`,
      `update ${table} set sequence = 6 where ${at('= 1000000')}`,
    ]),
    attack('an entry is moved to another chain', [
      `update ${table} set chain = ${beside}, sequence = ${end} where ${at('= 5')}`,
    ]),
    attack('the chain is written anew from an entry on', rewritten(names, 5)),
    ...(names.anchors === null
      ? []
      : [
          attack(
            'the chain and its anchors in the database are written anew',
            withAnchors(names, names.anchors),
          ),
        ]),
    attack('entries behind the newest anchor are written anew', rewritten(names, anchored + 1), true),
    { ...cut('entries behind the newest anchor are removed', at(`> ${anchored}`)), isBehindAnchor: true },
  ];
}

const rehash = ({ table, hash }: TrailNames, sequence: number): string =>
  `update ${table} as entry set hash = ${hash}(entry) where entry.chain = ${attacked} and entry.sequence = ${sequence}`;

/** Every hash from an entry on, each over the one before it: no link is broken afterwards. */
function rewritten(names: TrailNames, from: number): readonly string[] {
  const { table, change } = names;
  const at = (sequence: number): string => `chain = ${attacked} and sequence = ${sequence}`;
  const after = Array.from({ length: anchored + later - from }, (_, offset) => from + 1 + offset);
  return [
    `update ${table} set ${change} where ${at(from)}`,
    rehash(names, from),
    ...after.flatMap((sequence) => [
      `update ${table} set previous_hash = (select hash from ${table} where ${at(sequence - 1)}) where ${at(sequence)}`,
      rehash(names, sequence),
    ]),
  ];
}

const withAnchors = (names: TrailNames, anchors: string): readonly string[] => [
  ...rewritten(names, 5),
  `update ${anchors} as kept set hash = entry.hash from ${names.table} as entry where entry.chain = kept.chain and entry.sequence = kept.sequence`,
];

/** A field whose value can be moved without breaking a rule of the table: a time, by an hour. */
export function changeOf({ entries }: ChainedTrail): string | undefined {
  const time = entries.columns.find(({ type }) => type.startsWith('timestamp'));
  if (time === undefined) return undefined;
  const name = quoteName(time.name);
  return `${name} = ${name} - interval '1 hour'`;
}
