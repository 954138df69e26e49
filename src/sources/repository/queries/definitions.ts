import type { QueryDraft } from './draft.ts';

const defines =
  /^\s*(create|alter|drop|grant|revoke|set|pragma|rename|lock|unlock|show|use|analyze|optimize|vacuum|comment|reindex)\b/i;

/**
 * Statements that work with rows. A file that mostly makes tables is a migration, whatever folder it is in: what it
 * fills serves nobody.
 */
export function withoutDefinitions(drafts: readonly QueryDraft[]): readonly QueryDraft[] {
  const counts = new Map<string, { made: number; all: number }>();
  for (const { sql, origin } of drafts) {
    const count = counts.get(origin.file) ?? { made: 0, all: 0 };
    count.all += 1;
    if (defines.test(sql)) count.made += 1;
    counts.set(origin.file, count);
  }
  return drafts.filter(({ sql, origin: { file } }) => {
    const { made, all } = counts.get(file) ?? { made: 0, all: 0 };
    return !defines.test(sql) && made * 2 <= all;
  });
}

/** Scripts and commands run once, by hand: that they call a function in a loop says nothing of those that serve. */
export const isByHand = (file: string): boolean =>
  /(^|\/)(scripts?|bin|db|seeds?|seeders?|fixtures|management\/commands|Console\/Commands|Command|commands?|lib\/tasks|cli)\/|\.rake$/.test(
    file,
  );

/** A statement for many rows at once: that its function is called in a loop may be meant, a portion each time. */
export const isForMany = ({ sql, orm }: Pick<QueryDraft, 'sql' | 'orm'>): boolean =>
  /\bin \(…\)/.test(sql) ||
  /\.(insert|insertOrIgnore|upsert|bulk_create|bulk_update|insert_all!?|upsert_all|import!?|saveMany|createMany)$|->(insert|insertOrIgnore|upsert)$/.test(
    orm ?? '',
  );
