import { hasContent } from './content.ts';
import type { Basis, Block, Cell, Document, Section } from './deliverable.ts';
import type { Diagram } from './diagram.ts';
import { originWords } from '../model/quantity.ts';
import type { Origin, Quantity } from '../model/origin.ts';

type Maybe<T> = T | undefined;

export const present = <T>(...values: readonly Maybe<T>[]): readonly T[] =>
  values.filter((value) => value !== undefined);

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const code = (language: string, text: string): Block => ({ kind: 'code', language, text });
export const figure = (diagram: Diagram): Block => ({ kind: 'diagram', diagram });

export const list = (items: readonly string[]): Block => ({ kind: 'list', ordered: false, items });
export const steps = (items: readonly string[]): Block => ({ kind: 'list', ordered: true, items });

/** A table, or nothing when there is no row: a heading over nothing tells nothing. */
export const table = (columns: readonly string[], rows: readonly (readonly Cell[])[]): Maybe<Block> =>
  rows.length === 0 ? undefined : { kind: 'table', columns, rows };

export const judgement = (text: string): Block => ({ kind: 'note', tone: 'judgement', text });
export const warning = (text: string): Block => ({ kind: 'note', tone: 'warning', text });
export const unknown = (text: string): Block => ({ kind: 'note', tone: 'unknown', text });

export const link = (text: string, to: string): Cell => ({ kind: 'link', text, to });
export const codeCell = (text: string): Cell => ({ kind: 'code', text });

/** A quantity, or the words that say it is not known. */
export const cell = (quantity: Maybe<Quantity>): Cell => quantity ?? 'not known';

/** A list of names, or a dash. */
export const names = (items: readonly string[]): string => (items.length === 0 ? '–' : items.join(', '));

/** Titles and sentences, which may hold commas themselves, or a dash. */
export const titles = (items: readonly string[]): string => (items.length === 0 ? '–' : items.join('; '));

/** Where a value that is no number came from. */
export const source = (origin: Origin): string => originWords(origin);

/** A number counted in the model itself. */
export const count = (value: number, what: string): Quantity => ({
  value,
  unit: 'count',
  origin: { kind: 'derived', rule: 'count', from: [what] },
});

/** Claims of one prover whose id starts with `prefix`, if any was settled. */
export function claimsOf(basis: Basis, ...prefixes: readonly string[]): Maybe<Block> {
  const ids = basis.outcomes
    .map(({ claim }) => claim)
    .filter((claim) => prefixes.some((prefix) => claim.startsWith(prefix)));
  return ids.length === 0 ? undefined : { kind: 'claims', ids };
}

export interface Heading {
  readonly id: string;
  readonly title: string;
  readonly items?: readonly string[];
  readonly answers?: readonly string[];
}

/** A section, or nothing when its blocks hold nothing: what is not known claims no item. */
export function section(heading: Heading, ...blocks: readonly Maybe<Block>[]): Maybe<Section> {
  const kept = present(...blocks);
  if (!kept.some(hasContent)) return undefined;
  const { id, title, items = [], answers = [] } = heading;
  return { id, title, items, ...(answers.length > 0 ? { answers } : {}), blocks: kept };
}

/** A document, or nothing when none of its sections has content. */
export function document(
  path: string,
  title: string,
  sections: readonly Maybe<Section>[],
): readonly Document[] {
  const kept = present(...sections);
  return kept.length === 0 ? [] : [{ path, title, sections: kept }];
}

/** An anchor from a name: lower case, words joined by hyphens. */
export const anchor = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
