import type { ConversionPlan } from '../../../migration/conversion/plan.ts';
import { findStatements } from '../../../migration/conversion/quarantine.ts';
import type { LegacyData } from '../../../model/legacy-data.ts';
import { code, codeCell, names, paragraph, section, table } from '../../blocks.ts';
import type { Cell, Section } from '../../deliverable.ts';

const faults: readonly (readonly [fault: string, looks: string, becomes: string])[] = [
  [
    'zero-date',
    '0000-00-00, or a month or day 00',
    'NULL where the column may be empty, else the row is kept apart',
  ],
  ['no-date', '2021-02-30', 'as a zero date'],
  [
    'bad-utf-8',
    'bytes that are no UTF-8, as latin1 in a utf8 column',
    'read as Windows-1252, the bytes are noted',
  ],
  ['nul-character', 'a text with the character 0', 'left out, noted'],
  ['encoded-twice', 'Ã© where é was meant', 'taken over as it is, told'],
  ['no-label', "'' or another label than the enum has", 'the default, NULL, or the row is kept apart'],
  ['out-of-range', 'a number beyond its type, 2 in a switch, JSON that is none', 'the row is kept apart'],
  ['too-long', 'longer than its column', 'the row is kept apart'],
  ['null', 'NULL where none may be', 'the row is kept apart'],
  [
    'orphan',
    'it names a row that is missing',
    'NULL where the column may be empty, else the row is kept apart',
  ],
  [
    'duplicate',
    'a key that another row has, also by case and accents as MySQL compares',
    'the first row keeps the key',
  ],
  [
    'no-value',
    'what the type or the labels of the target do not know',
    'NULL where the column may be empty, else the row is kept apart',
  ],
  [
    'changed',
    'digits that minor units do not hold, a local time that the clock left out',
    'the nearest value, noted',
  ],
  [
    'no-source',
    'the target demands a value that nothing carries',
    'the row is kept apart until a value is stated',
  ],
  ['check', 'a check of the target does not hold', 'the row is kept apart'],
];

/** How dirty rows look, the queries that find them, and what of them the dump already tells. */
export function dirtyRows({ tables, from }: LegacyData, plan: ConversionPlan): Section | undefined {
  const [first] = findStatements(plan);
  return section(
    { id: 'conversion-dirty', title: 'Dirty rows' },
    paragraph(
      '03-find-dirty-rows.sql counts them before anything is changed, 04 and 13 note each of them in quarantine.rows with its repair; who owns the data looks through that list before the cut-over.',
    ),
    table(['fault', 'looks like', 'becomes'], faults),
    table(
      ['seen in the dump', 'zero dates in', 'beside 0 and 1 in', 'times beyond a day in'],
      from === 'code'
        ? []
        : tables.flatMap(({ legacy, profile }): readonly (readonly Cell[])[] =>
            profile.zeroDates.length + profile.beyondSwitch.length + profile.longTimes.length === 0
              ? []
              : [
                  [
                    codeCell(legacy.table.name),
                    names(profile.zeroDates),
                    names(profile.beyondSwitch),
                    names(profile.longTimes),
                  ],
                ],
          ),
    ),
    first === undefined ? undefined : code('sql', `${first};`),
    code(
      'sql',
      'select table_name, fault, column_name, action, repair, count(*) from quarantine.rows group by 1, 2, 3, 4, 5 order by 1, 2, 3;',
    ),
  );
}
