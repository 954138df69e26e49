import { createHash } from 'node:crypto';

/** Names that TypeORM's default naming strategy makes: a word, and a hash of the table and its columns. */
export const hashedName = (
  word: 'PK' | 'FK' | 'IDX' | 'UQ' | 'REL' | 'CHK',
  table: string,
  columns: readonly string[],
  where = '',
): string => {
  const key = `${table.replaceAll('.', '_')}_${columns.toSorted().join('_')}${where === '' ? '' : `_${where}`}`;
  const length = word === 'IDX' || word === 'CHK' || word === 'REL' ? 26 : 27;
  return `${word}_${createHash('sha1').update(key).digest('hex').slice(0, length)}`;
};
