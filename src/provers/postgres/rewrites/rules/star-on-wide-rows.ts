import { wholeOf } from '../clauses.ts';
import type { RewriteRule } from '../rule.ts';
import { six } from '../../../settle.ts';

/** Bytes from which a row counts as wide: a page of 8 kB holds fewer than eight of them. */
const wide = 1000;

export const starOnWideRows: RewriteRule = {
  id: 'star-on-wide-rows',
  summary: 'SELECT * fetches wide columns, whether they are used or not.',
  severity: 'advice',
  why: 'Each column is read, sent and decoded; values over 2 kB lie in a TOAST table and cost reads of their own, and no index can answer alone.',
  standards: ['CWE-1049'],
  find: (subject) => {
    const block = wholeOf(subject);
    if (block === undefined) return [];
    const stars = block.targets.map((part) => subject.text(part)).filter((text) => /^(\w+\.)?\*$/.test(text));
    return stars.flatMap((star) => {
      const sources = subject.sources(block).filter(({ alias }) => star === '*' || star === `${alias}.*`);
      return sources.flatMap(({ table }) => {
        const told = table === undefined ? undefined : subject.told(table);
        const widths = [...(told?.columns.values() ?? [])].map(({ name, averageWidth, nullFraction }) => ({
          name,
          bytes: averageWidth * (1 - nullFraction),
        }));
        const bytes = Math.round(widths.reduce((sum, each) => sum + each.bytes, 0));
        if (table === undefined || bytes < wide) return [];
        const widest = widths
          .toSorted((a, b) => b.bytes - a.bytes)
          .slice(0, 3)
          .map((each) => `${each.name} ${Math.round(each.bytes)}`);
        const rows = subject.planned.plan.rows;
        return [
          {
            at: block.targets[0]?.from ?? block.from,
            subject: table.name,
            what: `${star} fetches ${bytes} bytes a row of ${table.name} by its statistics (${widest.join(', ')}), ${six(bytes * rows)} for ${rows} rows.`,
            next: 'Name the columns that are used, and leave out the wide ones in lists.',
            offer: { kind: 'none' as const },
          },
        ];
      });
    });
  },
};
