import { quoteName } from '../../artifacts/sql-names.ts';
import type { ColumnFacts } from '../../model/database-statistics.ts';
import type { Elements } from './gin-size.ts';
import { knownValues } from './known-values.ts';
import type { Session } from './session.ts';

/** What one operator class makes of the documents of a column, as far as statistics hold documents. */
export async function jsonbElements(
  session: Session,
  facts: ColumnFacts,
  operatorClass: string,
  tuples: number,
): Promise<readonly Elements[] | undefined> {
  const known = await knownValues(session, facts, 'jsonb', `${quoteName(facts.name)}::text as document`);
  if (known === undefined || known.length < enough) return undefined;
  const elementsOf = operatorClass === 'jsonb_path_ops' ? pathsOf : keysOf;
  const counted = new Map<string, { readonly place: string; part: number; count: number }>();
  for (const { row, part, isBound } of known)
    for (const { key, place } of elementsOf(JSON.parse(row['document'] ?? 'null'))) {
      const each = counted.get(key) ?? { place, part: 0, count: 0 };
      counted.set(key, each);
      each.part += part;
      // A common value is no chance find.
      each.count += isBound ? 1 : oftenFound;
    }
  const frequent = [...counted.values()].filter(({ count }) => count >= oftenFound);
  const rare = [...counted.values()].filter(({ count }) => count < oftenFound);
  const places = [...new Set(rare.map(({ place }) => place))];
  return [
    ...frequent.map(({ part }) => ({ frequency: part, count: 1 })),
    ...places.map((place) => {
      const here = rare.filter((each) => each.place === place);
      const once = here.filter(({ count }) => count === 1).length;
      // At least as many as Chao's estimator says of what a sample shows once and twice (1984).
      const all = Math.min(tuples, here.length + (once * once) / (2 * Math.max(1, here.length - once)));
      return { frequency: here.reduce((sum, { part }) => sum + part, 0) / all, count: all };
    }),
  ];
}

/** Documents that are a sample. */
const enough = 10;
/** Times from which an element of the sample is taken to be as frequent as it is there. */
const oftenFound = 3;

interface Element {
  readonly key: string;
  /** Where in the documents, so that like is counted with like. */
  readonly place: string;
}

/** Keys, and scalars by themselves, each once (jsonb_ops: gin_extract_jsonb in jsonb_gin.c). */
function keysOf(value: unknown, path = ''): readonly Element[] {
  if (Array.isArray(value)) return distinct(value.flatMap((each) => keysOf(each, `${path}[]`)));
  if (typeof value !== 'object' || value === null)
    return [{ key: `${typeof value} ${String(value)}`, place: path }];
  return distinct(
    Object.entries(value).flatMap(([key, each]) => [
      { key: `key ${key}`, place: `${path}.` },
      ...keysOf(each, `${path}.${key}`),
    ]),
  );
}

/** Scalars with the path to each (jsonb_path_ops: gin_extract_jsonb_path). */
function pathsOf(value: unknown, path = ''): readonly Element[] {
  if (Array.isArray(value)) return distinct(value.flatMap((each) => pathsOf(each, path)));
  if (typeof value === 'object' && value !== null)
    return distinct(Object.entries(value).flatMap(([key, each]) => pathsOf(each, `${path}.${key}`)));
  return [{ key: `${path} ${typeof value} ${String(value)}`, place: path }];
}

const distinct = (elements: readonly Element[]): readonly Element[] => [
  ...new Map(elements.map((element) => [element.key, element])).values(),
];
