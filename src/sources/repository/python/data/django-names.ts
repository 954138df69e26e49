import { createHash } from 'node:crypto';

/** Names that Django's schema editor gives to indexes and constraints: cut to 63 characters, told apart by a digest. */
export function djangoName(table: string, columns: readonly string[], suffix: string): string {
  const digest = createHash('md5')
    .update([table, ...columns].join(''))
    .digest('hex')
    .slice(0, 8);
  const ending = `${digest}${suffix}`;
  const name = `${table}_${columns.join('_')}_${ending}`;
  if (name.length <= 63) return name;
  const cut = ending.length > 21 ? ending.slice(0, 21) : ending;
  const each = Math.floor((63 - cut.length) / 2) - 1;
  return `${table.slice(0, each)}_${columns.join('_').slice(0, each)}_${cut}`;
}
