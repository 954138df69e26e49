import { carryOn } from '../provers/migration/carry-on.ts';
import type { CarriedOn } from '../provers/migration/carry-on.ts';
import { checkMigration } from '../provers/migration/check.ts';
import type { Seen } from '../provers/migration/check.ts';
import type { Checked } from '../provers/migration/check-text.ts';
import { observationsText } from '../provers/migration/observations-text.ts';
import { rewritesText } from '../provers/migration/rewrite/advise.ts';
import type { Tools } from './operation.ts';
import type { CheckedMigrations, Migrations } from './run-check-migration.ts';

/** Runs each migration on the schema as those before it left it. */
export async function runMigrations(migrations: Migrations, tools: Tools): Promise<CheckedMigrations> {
  const { files, schema } = migrations;
  if (files.length === 1) return runOn(migrations, tools, undefined);
  const carried = await carryOn([...(schema === undefined ? [] : [schema]), ...files]);
  try {
    const notes = schema === undefined ? [] : await carried.add(schema);
    return { ...(await runOn(migrations, tools, carried)), notes };
  } finally {
    await carried.close();
  }
}

/** `carried` gives what each file meets; undefined where there is one file. */
async function runOn(
  { files, schema, settings, sizes }: Migrations,
  tools: Tools,
  carried: CarriedOn | undefined,
): Promise<CheckedMigrations> {
  const checked: Checked[] = [];
  const observed: (() => string)[] = [];
  for (const [at, { file, text }] of files.entries()) {
    tools.progress(`${at + 1}/${files.length} ${file}`);
    const start = await carried?.start();
    const { claim, outcome, findings, seen } = await checkMigration({
      file,
      text,
      settings,
      sizes,
      onlyText: false,
      ...(schema !== undefined && { schema }),
      ...(start !== undefined && { start }),
    });
    // What a file leaves undone is told where it is checked itself.
    if (at + 1 < files.length) await carried?.add({ file, text });
    checked.push({ claim, outcome, findings });
    if (seen !== undefined) observed.push(() => seenText(seen));
  }
  return { checked, notes: [], details: () => observed.map((words) => words()).join('\n\n') };
}

const seenText = ({ script, trace, durations, rewrites }: Seen): string =>
  [observationsText(script, trace, durations), rewritesText(script, rewrites, trace.sizes)]
    .filter((part) => part !== '')
    .join('\n\n');
