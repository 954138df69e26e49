import type { Told } from '../../../migration/assessment/told.ts';
import { placeOf } from '../../../migration/assessment/told.ts';
import type { Origin, Quantity } from '../../../model/origin.ts';
import { paragraph, unknown } from '../../blocks.ts';
import type { Block, Cell } from '../../deliverable.ts';

/** Where everything stands that the chapters shorten. */
export const assessmentPath = '1-architecture/assessment.json';

/** Blocks of what is known, or the sentence that says that nothing is there or that nobody could look. */
export function told<T>(
  matter: string,
  value: Told<T>,
  show: (value: T, evidence: readonly Origin[]) => readonly (Block | undefined)[],
): readonly (Block | undefined)[] {
  switch (value.kind) {
    case 'known':
      return show(value.value, value.evidence);
    case 'none':
      return [paragraph(`${matter}: not there; ${value.because}.`)];
    case 'unknown':
      return [paragraph(`${matter}: not known.`), unknown(`${matter}: ${value.because}.`)];
  }
}

/** The first places, and how many more there are. */
export function places(origins: readonly Origin[], shown = 4): string {
  const named = [...new Set(origins.map(placeOf))].filter((place) => place !== '');
  const rest = named.length - shown;
  return named.length === 0
    ? '–'
    : `${named.slice(0, shown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** A figure of the assessment: counted in files that were read. */
export const counted = (value: number, what: string): Quantity => ({
  value,
  unit: 'count',
  origin: { kind: 'derived', rule: 'count in the files that were read', from: [what] },
});

export const share = (value: number, rule: string, from: readonly string[]): Quantity => ({
  value,
  unit: 'ratio',
  origin: { kind: 'derived', rule, from },
});

/** A row of a table of two columns. */
export const line = (what: string, value: Cell): readonly Cell[] => [what, value];
