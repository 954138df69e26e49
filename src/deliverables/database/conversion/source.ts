import type { LegacyData } from '../../../model/legacy-data.ts';
import { codeCell, list, names, paragraph, section, table, unknown } from '../../blocks.ts';
import { originWords } from '../../../model/quantity.ts';
import type { Section } from '../../deliverable.ts';

/** What the conversion was generated from, and what was not read of it. */
export function source({ from, files, tables, timeZone, localZone, left }: LegacyData): Section | undefined {
  const rows = tables.reduce((sum, { profile }) => sum + profile.rows, 0);
  return section(
    { id: 'conversion-source', title: 'What is converted' },
    paragraph(
      from === 'dump'
        ? `${tables.length} tables of ${names(files)}, with ${rows} rows. Of the rows only this is kept: how many there are, and which columns hold zero dates, NULL, times beyond a day, or numbers beside 0 and 1 in a tinyint(1).`
        : `${tables.length} tables as they were recovered from the code. No dump lies in the repository, so nothing is known of rows.`,
    ),
    paragraph(
      'No row of the legacy database is in this package. Rows are loaded where both databases are: either `plumbline check conversion <dump.sql> --out <directory>` writes them as 02-load.sql, or each query of 02-export.mysql.sql is piped into the COPY that stands above it.',
    ),
    table(
      ['what', 'taken', 'because'],
      [
        [
          'zone of timestamp values',
          codeCell(timeZone ?? '+00:00'),
          timeZone === undefined ? 'nothing tells it: UTC is assumed' : 'the dump says so',
        ],
        [
          'zone of datetime values',
          codeCell(localZone?.name ?? 'UTC'),
          localZone === undefined
            ? 'assumed: datetime has no zone. Ask which clock the old server showed before the rows move'
            : originWords(localZone.origin),
        ],
      ],
    ),
    left.length === 0 ? undefined : list([...left]),
    left.length === 0 ? undefined : unknown(`${left.length} parts were not read as they are.`),
  );
}
