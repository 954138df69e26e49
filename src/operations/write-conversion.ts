import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { checksumsText } from '../migration/conversion/package.ts';
import type { ConversionPlan } from '../migration/conversion/plan.ts';
import { conversionScripts, scriptText } from '../migration/conversion/scripts.ts';

/** Writes the scripts that were executed, the rows, and the checksums as MySQL computes them. */
export function writeConversion(directory: string, plan: ConversionPlan, loads: Iterable<string>): void {
  const { landing, find, forwards, verify, rollBack, finish } = conversionScripts(plan);
  mkdirSync(directory, { recursive: true });
  for (const script of [landing, find, ...forwards, verify, rollBack, finish])
    writeFileSync(join(directory, script.file), scriptText(script));
  const file = openSync(join(directory, '02-load.sql'), 'w');
  try {
    writeSync(file, '-- 02-load.sql: the rows of the dump; rows that wait already are passed over.\n\n');
    for (const sql of loads) writeSync(file, `${sql};\n\n`);
  } finally {
    closeSync(file);
  }
  writeFileSync(join(directory, 'checksums.mysql.sql'), checksumsText(plan, 'checksums.mysql.sql'));
}
