import type { CallExpression, Node } from 'oxc-parser';
import type { DocumentAccess } from '../../../../model/document-access.ts';
import type { ParsedFile } from '../../javascript/parse.ts';
import { originOf } from '../../javascript/parse.ts';
import { plainKey } from '../../javascript/syntax.ts';
import type { ModelName } from '../../models/names.ts';
import type { Origin } from '../../../../model/origin.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A search for one document by values that stand in the function around it. */
export interface LookedFor {
  readonly model: ModelName;
  readonly paths: readonly string[];
  readonly at: number;
  /** Where the function around it ends. */
  readonly until: number;
  readonly origin: Origin;
}

/** A search by equality as a whole. One with an order looks for the last document, not for one that is taken. */
export function lookedFor(
  { call: name, filter = [] }: DocumentAccess,
  model: ModelName,
  call: CallExpression,
  spans: readonly Span[],
  file: ParsedFile,
): LookedFor | undefined {
  const isSearch = /^(findOne|exists|countDocuments)$/.test(name);
  if (!isSearch || filter.length === 0 || filter.some(({ by }) => by !== 'equal')) return undefined;
  if (/\.sort\(/.test(file.text.slice(call.start, call.end))) return undefined;
  const within = spans.findLast(({ start, end }) => start <= call.start && call.end <= end);
  if (within === undefined) return undefined;
  const paths = filter.map(({ path }) => path);
  return { model, paths, at: call.end, until: within.end, origin: originOf(file, call) };
}

/** The last search of the same function for such a document; what is stored must not lack the paths looked for. */
export function storedAfter(
  looked: readonly LookedFor[],
  model: ModelName,
  { start, end }: Span,
  stored: Node | undefined,
): DocumentAccess['after'] {
  const found = looked.findLast(
    (one) =>
      one.model.table === model.table && one.at <= start && end <= one.until && sets(stored, one.paths),
  );
  return found === undefined ? undefined : { paths: found.paths, origin: found.origin };
}

/** A value whose properties are not all seen may set any path. */
function sets(stored: Node | undefined, paths: readonly string[]): boolean {
  if (stored?.type !== 'ObjectExpression') return true;
  if (stored.properties.some(({ type }) => type !== 'Property')) return true;
  const keys = new Set(
    stored.properties.map((property) =>
      property.type === 'Property' ? plainKey(property.key, property.computed) : undefined,
    ),
  );
  return paths.every((path) => keys.has(path));
}
