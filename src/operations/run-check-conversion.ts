import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConversionPlan } from '../migration/conversion/plan.ts';
import { conversionPlan } from '../migration/conversion/plan.ts';
import { defaultSchema } from '../migration/conversion/names.ts';
import { loadStatements } from '../migration/conversion/loads.ts';
import { checkConversion } from '../provers/conversion/check.ts';
import { conversionRules } from '../provers/conversion/rules.ts';
import { offsetOf } from '../sources/mysql-dump/legacy-dump.ts';
import { openDump } from '../sources/mysql-dump/dump.ts';
import type { Dump } from '../sources/mysql-dump/dump.ts';
import { fileChunks } from '../sources/mysql-dump/dump-file.ts';
import type { CheckConversionInput } from './check-conversion.ts';
import { checkAnswer } from './check-result.ts';
import { conversionText } from './conversion-text.ts';
import { UserError } from './operation.ts';
import type { Answer, Tools } from './operation.ts';
import { writeConversion } from './write-conversion.ts';

/** @throws UserError when the dump cannot be read, or the files cannot be written */
export async function runCheckConversion(input: CheckConversionInput, tools: Tools): Promise<Answer> {
  const { file } = input;
  const path = resolve(tools.cwd, file);
  const next = 'Name a dump of MySQL or MariaDB, written by mysqldump or phpMyAdmin and not compressed.';
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new UserError('there is no such file', next, file);
  if (!stat.isFile()) throw new UserError('this is not a file', next, file);
  tools.progress('reading the dump');
  const dump = openDump(() => fileChunks(path), file);
  const plan = planOf(dump, input);
  const loads = (): Iterable<string> => loadStatements(plan, dump.rows());
  if (input.out !== undefined) {
    tools.progress('writing the SQL files');
    writeConversion(resolve(tools.cwd, input.out), plan, loads());
  }
  tools.progress('running the scripts on the rows, and on generated ones');
  const checked = await checkConversion({
    file,
    plan,
    origins: new Map(dump.tables.map(({ legacy: { table } }) => [table.name, table.origin])),
    loads,
    unread: dump.unread,
    ...(dump.fault !== undefined && { fault: dump.fault }),
    assumptions: assumptionsOf(dump),
  });
  return checkAnswer(
    {
      ...checked,
      rules: conversionRules,
      // The dump may be larger than a text can be: its digest stands for it.
      inputs: new Map([[file, digestOf(path)]]),
      seed: 0,
      command: `plumbline check conversion ${file}${input.repairEncoding ? ' --repair-encoding' : ''}`,
      details: () => conversionText(plan, checked, input.out),
    },
    input,
    tools,
  );
}

const planOf = ({ tables, timeZone }: Dump, { repairEncoding }: CheckConversionInput): ConversionPlan =>
  conversionPlan(tables, { repairEncoding, timeZone: offsetOf(timeZone) ?? '+00:00', schema: defaultSchema });

function assumptionsOf({ timeZone, tables }: Dump): readonly string[] {
  const instants = tables.some(({ legacy }) =>
    legacy.table.columns.some(({ type }) => type.startsWith('timestamp')),
  );
  if (!instants || offsetOf(timeZone) !== undefined) return [];
  return [
    timeZone === undefined
      ? 'the dump does not say the time zone of its timestamps: taken for UTC'
      : `the time zone ${timeZone.slice(0, 40)} of the dump is no offset: its timestamps are taken for UTC`,
  ];
}

function digestOf(path: string): string {
  const hash = createHash('sha256');
  for (const chunk of fileChunks(path)) hash.update(chunk);
  return hash.digest('hex');
}
