import { tableKey } from '../../../artifacts/sql-names.ts';
import type { IntoTarget } from '../../../migration/into-target/package.ts';
import { fillsTable, labelsTable } from '../../../migration/into-target/names.ts';
import { codeCell, list, paragraph, section, table, unknown, warning } from '../../blocks.ts';
import type { Cell, Section } from '../../deliverable.ts';

/** Where each value goes, and what is there where nothing is carried. */
export function targetColumns(into: IntoTarget): Section | undefined {
  if (into.kind === 'none')
    return section(
      { id: 'conversion-target', title: 'Into the designed tables' },
      unknown(`No script leads there because ${into.because}.`),
    );
  const { pairs, labels, localZone } = into.mapping;
  return section(
    { id: 'conversion-target', title: 'Into the designed tables' },
    paragraph(
      `Rows get the keys of the target by tables \`mapping."… keys"\`: a uuid is made from the legacy table and key, so that it is the same one each time and rows keep their order; references are rewritten through them. Local times are taken for ${localZone}. A row that a NOT NULL, a check, a key or a reference of the target refuses is kept apart in quarantine.rows with its reason; a value that is changed is noted there with what it was.`,
    ),
    table(
      ['column of the target', 'legacy column', 'how'],
      pairs.flatMap(({ source, target, columns, deferred }) =>
        columns.map((column): readonly Cell[] => [
          codeCell(`${tableKey(target)}.${column.name}`),
          column.sources.length === 0
            ? '–'
            : codeCell(column.sources.map((name) => `${source.name}.${name}`).join(', ')),
          [
            ...(column.words.length === 0 ? ['as it is'] : column.words),
            ...(deferred.includes(column.name) ? ['set once all rows are there'] : []),
          ].join('; '),
        ]),
      ),
    ),
    table(
      [`label of ${labelsTable}`, 'legacy value', 'means'],
      labels.map(({ column, legacy, target }): readonly Cell[] => [
        codeCell(column),
        codeCell(legacy),
        codeCell(target),
      ]),
    ),
  );
}

/** What a person decides before the rows move, and what stays behind. */
export function whatIsLeft(into: IntoTarget): Section | undefined {
  if (into.kind === 'none') return undefined;
  const { left, unstated } = into.mapping;
  return section(
    { id: 'conversion-decisions', title: 'What a person decides, and what is not carried' },
    unstated.length === 0
      ? undefined
      : warning(
          `${fillsTable} waits for ${unstated.length} values: rows without one in these columns are kept apart until it is stated, for example \`update ${fillsTable} set value = '…' where target_column = '${unstated[0] ?? ''}'\`.`,
        ),
    unstated.length === 0 ? undefined : list(unstated.map((column) => `\`${column}\``)),
    table(
      ['legacy column or table', 'not carried because'],
      left.map(({ column, because }): readonly Cell[] => [codeCell(column), because]),
    ),
  );
}
