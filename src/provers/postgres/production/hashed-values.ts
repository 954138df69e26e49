import { createHash } from 'node:crypto';
import type { ColumnFacts, DatabaseStatistics } from '../../../model/database-statistics.ts';
import { arrayText } from '../restore.ts';

/** The hash that stands for a common value, of its text as PostgreSQL prints it: 64 bits of SHA-256, as hex. */
export const hashOfValue = (value: string): string =>
  createHash('sha256').update(`plumbline:${value}`).digest('hex').slice(0, 16);

/** Types whose values may be any text: a hash itself can stand for a value. */
const textual = /^(text|character varying|character|citext|name)\b/;

/**
 * Puts values back in place of hashes: those of the dictionary (literals of the queries, true and false), the hash
 * itself for text, an unlikely number for numbers. What finds no value is left out and counted.
 */
export function withDictionary(
  statistics: DatabaseStatistics,
  literals: readonly string[],
): Pick<DatabaseStatistics, 'relations' | 'extended' | 'gaps'> {
  const { relations, extended, gaps } = statistics;
  if (statistics.values !== 'hash') return { relations, extended, gaps };
  const words = [...new Set([...literals, 't', 'f', ...enumLabels(statistics.schema)])];
  const dictionary = new Map(words.map((word) => [hashOfValue(word), word]));
  let lost = 0;
  const column = (facts: ColumnFacts): ColumnFacts => {
    const { commonHashes, ...rest } = facts;
    if (commonHashes === undefined) return facts;
    const { commonFrequencies = [] } = facts;
    const found = commonHashes.flatMap((hash, at) => {
      const value = dictionary.get(hash) ?? standIn(facts.type, hash);
      const frequency = commonFrequencies[at];
      return value === undefined || frequency === undefined ? [] : [{ value, frequency }];
    });
    lost += commonHashes.length - found.length;
    if (found.length === 0) return rest;
    return {
      ...rest,
      commonValues: arrayText(found.map(({ value }) => value)),
      commonFrequencies: found.map(({ frequency }) => frequency),
    };
  };
  const read = relations.map((relation) => ({ ...relation, columns: relation.columns.map(column) }));
  const told =
    lost === 0
      ? []
      : [`${lost} common values are hashes that no literal of the queries explains: they were left out`];
  return { relations: read, extended, gaps: [...gaps, ...told] };
}

function standIn(type: string, hash: string): string | undefined {
  if (textual.test(type)) return hash;
  if (/^(bigint|numeric|double precision)/.test(type))
    return String(-(2 ** 46) - Number.parseInt(hash.slice(0, 11), 16));
  if (type === 'integer') return String(-(2 ** 30) - Number.parseInt(hash.slice(0, 7), 16));
  if (type === 'uuid')
    return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(12, 15)}-8${hash.slice(0, 3)}-${hash.slice(3, 15)}`;
  return undefined;
}

/** Labels of the enum types of a schema. */
const enumLabels = (schema: readonly string[]): readonly string[] =>
  schema
    .filter((sql) => /^create type .* as enum/i.test(sql))
    .flatMap((sql) =>
      [...sql.matchAll(/'((?:[^']|'')*)'/g)].map(([, label = '']) => label.replaceAll("''", "'")),
    );
