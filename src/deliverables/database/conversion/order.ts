import { tableKey } from '../../../artifacts/sql-names.ts';
import { conversionFolder, scriptsOf } from '../../../migration/conversion/package.ts';
import type { ConversionPlan } from '../../../migration/conversion/plan.ts';
import { batchRows } from '../../../migration/conversion/scripts.ts';
import { scriptsInOrder } from '../../../migration/into-target/package.ts';
import type { IntoTarget } from '../../../migration/into-target/package.ts';
import { count, codeCell, judgement, link, paragraph, section, table } from '../../blocks.ts';
import type { Cell, Section } from '../../deliverable.ts';

/** The scripts in the order of their numbers. */
export function scriptOrder(plan: ConversionPlan, into: IntoTarget): Section | undefined {
  const scripts = [...scriptsOf(plan), ...(into.kind === 'known' ? scriptsInOrder(into.scripts) : [])];
  const load = {
    file: '02-export.mysql.sql',
    about: 'the rows as COPY reads them, one query a table; runs on the server that is left',
    statements: plan.tables,
  };
  const sums = {
    file: '07-verify.mysql.sql',
    about: 'the counts and checksums of 07-verify.sql as MySQL or MariaDB computes them',
    statements: plan.tables,
  };
  return section(
    { id: 'conversion-scripts', title: 'Scripts, in this order' },
    paragraph(
      'Each script may be run again from its beginning after it was interrupted anywhere; statements are committed one by one (psql without --single-transaction), so 90 and 99 and those of 80 to 98 are not run on the way forwards: 01 to 08, then 10 to 60, with 07, 61 and 62 between.',
    ),
    table(
      ['script', 'what it does', 'statements'],
      [...scripts, load, sums]
        .toSorted((a, b) => (a.file < b.file ? -1 : 1))
        .map(({ file, about, statements }): readonly Cell[] => [
          link(file, `${conversionFolder}/${file}`),
          about,
          count(statements.length, 'statements of the script'),
        ]),
    ),
  );
}

/** How much there is to do, in rows and batches: how long that takes is measured on the servers themselves. */
export function batches(plan: ConversionPlan, into: IntoTarget): Section | undefined {
  const rows = plan.tables.filter((table_) => table_.rows > 0);
  return section(
    { id: 'conversion-batches', title: 'Rows and batches' },
    paragraph(
      `The back-fill goes through ranges of ${batchRows} rows and commits each. Batches of a table that wait are counted when the script runs, so that a production database with more rows needs no other script.`,
    ),
    table(
      ['table', 'rows in the dump', 'batches', 'and again into'],
      rows.map((one): readonly Cell[] => [
        codeCell(one.name),
        count(one.rows, 'rows of the dump'),
        count(Math.ceil(one.rows / batchRows), 'rows / batch size'),
        into.kind === 'none'
          ? '–'
          : into.mapping.pairs
              .filter(({ source }) => source.name === one.name)
              .map(({ target }) => tableKey(target))
              .join(', ') || '–',
      ]),
    ),
    judgement(
      'No duration is given: it depends on disks and the network between both servers. Time one batch of the largest table on the target, and multiply.',
    ),
  );
}
