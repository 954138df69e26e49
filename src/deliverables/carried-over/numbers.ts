import { fractionsQuery, minorUnits } from '../../migration/carried/amounts.ts';
import { code, codeCell, table } from '../blocks.ts';
import type { Cell } from '../deliverable.ts';
import { columnsWhere, factTable } from './carried.ts';
import type { ConcernFact } from '../../model/legacy-concerns.ts';
import type { Carried, Concern, PlacedColumn } from './carried.ts';

const isMoney = (name: string): boolean =>
  /price|total|amount|(^|_)(sum|tax|cost|costs|fee|fees|discount|balance|vat|net|gross|subtotal|salary|shipping)(_|$)/i.test(
    name,
  );
const isFloat = (type: string): boolean => /^(float|double|real)/i.test(type);

const afterwards: readonly string[] = [
  'Amounts are whole minor units with their currency; an interface carries 1250 and never "12,50". They are formatted where they are shown.',
  'Tax and discount are computed on whole minor units, and rounded once for each line of an order, halves away from zero, as the legacy system does.',
  'Text is UTF-8 everywhere.',
];

const canGoWrong: readonly string[] = [
  '`round()` of PHP, and of PostgreSQL for `numeric`, rounds halves away from zero. Of `double precision` PostgreSQL makes 2.5 to 2, and `Math.round` of JavaScript makes -2.5 to -2.',
  'A sum of rounded lines is not the rounded sum. Which of both was shown decides.',
  'The locale of the server changes what `setlocale` and `(float)` make of a comma: the same code gave other numbers on another server.',
  'Currencies without decimals, or with three.',
];

const verified: readonly string[] = [
  'Sum of each column in minor units on both sides, by month: equal to the cent.',
  'Every order of the last year: lines, shipping and discount add up to its total under the new rule, or it is on the list of exceptions.',
  'The same hundred pages in both systems: every number that is shown is the same (parity tests, value comparison).',
];

/** Amounts, their decimals, and the letters and commas of what people read. */
export function numbers(carried: Carried): Concern {
  const formats = carried.facts('number-format', 'number-parsed', 'rounding', 'rate', 'locale');
  const charsets = carried.facts('charset', 'charset-repaired');
  const amounts = columnsWhere(
    carried,
    ({ name, type }) =>
      isMoney(name) && /^(float|double|real|decimal|numeric|varchar|char|money)/i.test(type),
  );
  const floats = amounts.filter(({ column }) => isFloat(column.type));
  const rows = amounts.map(({ id, column, to }): readonly Cell[] => [
    codeCell(id),
    codeCell(column.type),
    codeCell(minorUnits(column.name, isFloat(column.type))),
    to,
  ]);
  const commas = formats.filter(({ value = '' }) => value.includes('point ","'));
  const first = floats[0] ?? amounts[0];
  const isFound = formats.length > 0 || charsets.length > 0 || amounts.length > 0;
  return {
    id: 'number-formats',
    title: 'Numbers, amounts and character sets',
    soughtFor:
      'number formats, parsing with a comma, rounding, rates, locales, character sets and columns with amounts',
    today: isFound
      ? [
          ...factTable(formats),
          ...factTable(charsets),
          table(['column', 'type', 'as minor units (PostgreSQL)', 'afterwards'], rows.slice(0, 60)),
        ]
      : [],
    afterwards,
    onTheWay: wayOf(floats, commas, charsets),
    shown:
      first === undefined
        ? []
        : [
            code(
              'sql',
              `-- Rows of which minor units lose something; once for each column, here ${first.id}.\n${fractionsQuery(first.table.name, first.column.name, isFloat(first.column.type))};`,
            ),
          ],
    canGoWrong,
    verified,
  };
}

function wayOf(
  floats: readonly PlacedColumn[],
  commas: readonly ConcernFact[],
  charsets: readonly ConcernFact[],
): readonly string[] {
  return [
    'Convert at the back-fill with the expression of the column; look at the rows with more than two decimals before, they are what rounding changes.',
    ...(floats.length > 0
      ? [
          `${floats.map(({ id }) => id).join(', ')} ${floats.length === 1 ? 'is' : 'are'} floating point: what was shown with two decimals is what people paid, so that is what is kept.`,
        ]
      : []),
    ...(commas.length > 0
      ? [
          'Forms of the legacy system take a comma; whatever sends to the target sends a number. The adapter in between parses by the format above, and refuses what fits both ways (1.234).',
        ]
      : []),
    ...(charsets.some(({ subject }) => !/utf-?8/i.test(subject))
      ? [
          'Pages, connection and columns have character sets of their own (above): text is repaired at the back-fill as the conversion of the database says, and the gateway sends each page with the charset that its system uses.',
        ]
      : []),
    'Totals are recomputed by the target for the orders of the last year and compared with what is stored: what differs shows a rule that was not seen.',
  ];
}
