import type { ConversionPlan } from '../../../migration/conversion/plan.ts';
import { codeCell, paragraph, section, table } from '../../blocks.ts';
import type { Cell, Section } from '../../deliverable.ts';

/** Each column of MySQL as PostgreSQL has it, and where it means something else. */
export const typeMapping = ({ tables }: ConversionPlan): Section | undefined =>
  section(
    { id: 'conversion-types', title: 'Types and what means something else' },
    paragraph(
      'First each table is converted in its own shape, into the schema `converted`: what was refused there can be told from what the design refuses.',
    ),
    table(
      ['column', 'MySQL', 'PostgreSQL', 'what differs'],
      tables.flatMap((one) =>
        one.columns.map((column): readonly Cell[] => [
          codeCell(`${one.name}.${column.name}`),
          codeCell(column.legacyType),
          codeCell(`${column.type}${column.nullable ? '' : ' not null'}`),
          column.differences.length === 0 ? '–' : column.differences.join('; '),
        ]),
      ),
    ),
    table(
      ['table', 'what differs of its keys'],
      tables.flatMap((one): readonly (readonly Cell[])[] => {
        const own = one.differences.filter(
          (words) => !one.columns.some(({ name }) => words.startsWith(`${name}: `)),
        );
        return own.length === 0 ? [] : [[codeCell(one.name), own.join('; ')]];
      }),
    ),
  );
