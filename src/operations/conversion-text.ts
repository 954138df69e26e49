import type { ConversionPlan } from '../migration/conversion/plan.ts';
import type { CheckedConversion } from '../provers/conversion/check.ts';

/** One line a table, then what was rehearsed and what was written. */
export function conversionText(
  plan: ConversionPlan,
  { tables, outcome }: CheckedConversion,
  out: string | undefined,
): string {
  const head = ['table', 'rows in', 'converted', 'repaired', 'quarantined', 'checksum'];
  const lines = tables.map((one) => [
    one.table,
    String(one.waiting),
    String(one.converted),
    String(one.repaired),
    String(one.quarantined),
    one.agrees ? one.checksumConverted : `${one.checksumWaiting} but ${one.checksumConverted}`,
  ]);
  const widths = head.map((word, at) => Math.max(word.length, ...lines.map((line) => line[at]?.length ?? 0)));
  const printed = [head, ...lines].map((line) =>
    line
      .map((cell, at) =>
        at === 0 || at === 5 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const { rehearsal } = outcome.measurements;
  const rehearsed = isRehearsal(rehearsal)
    ? [
        `rehearsed on ${rehearsal.rows} generated rows, ${rehearsal.planted} of them faulty: broken off at ${rehearsal.crashes} places and begun again, taken back and gone again`,
      ]
    : [];
  return [
    tables.length === 0 ? `${plan.tables.length} tables, none carried` : printed.join('\n'),
    ...rehearsed,
    ...(out === undefined ? [] : [`the SQL files are in ${out}`]),
  ].join('\n\n');
}

interface Rehearsal {
  readonly rows: number;
  readonly planted: number;
  readonly crashes: number;
}

const isRehearsal = (value: unknown): value is Rehearsal =>
  typeof value === 'object' && value !== null && 'rows' in value && 'planted' in value && 'crashes' in value;
