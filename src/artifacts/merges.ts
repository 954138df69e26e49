import type { Json } from '../model/origin.ts';
import { jsonText } from './emitted.ts';

export const mergesPath = '6-integration/merges.json';

/** What each kind of data would ask for if it were written at two places at once. */
export const mergesJson = (
  data: readonly {
    readonly kind: string;
    readonly data: readonly string[];
    readonly merge?: string;
    readonly keeps: string;
    readonly loses: string;
  }[],
): string =>
  jsonText(
    data.map(({ merge, ...rest }): Json => ({
      ...rest,
      data: [...rest.data],
      merge: merge ?? null,
    })),
  );
