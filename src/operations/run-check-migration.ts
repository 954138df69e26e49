import type { Outcome, Verdict } from '../findings/claim.ts';
import { checkMigration, migrationRules } from '../provers/migration/check.ts';
import { carryOn } from '../provers/migration/carry-on.ts';
import type { CarriedOn } from '../provers/migration/carry-on.ts';
import type { CheckedMigration } from '../provers/migration/check.ts';
import { defaultVersion, readVersion } from '../provers/migration/lint/version.ts';
import type { LintSettings } from '../provers/migration/lint/rule.ts';
import { observationsText } from '../provers/migration/observations-text.ts';
import { rewritesText } from '../provers/migration/rewrite/advise.ts';
import { checkAnswer } from './check-result.ts';
import type { CheckMigrationInput } from './check-migration.ts';
import { givenSizes } from './given-sizes.ts';
import { UserError } from './operation.ts';
import type { Answer, Tools } from './operation.ts';
import { readSqlFile, readSqlFiles } from './sql-files.ts';
import type { SqlText } from './sql-files.ts';

export async function runCheckMigration(input: CheckMigrationInput, tools: Tools): Promise<Answer> {
  const files = readSqlFiles(input.file, tools);
  const schema = input.schema === undefined ? undefined : readSqlFile(input.schema, tools);
  if (input.static || files.length === 1) return runOn(input, tools, files, schema, undefined);
  const carried = await carryOn([...(schema === undefined ? [] : [schema]), ...files]);
  try {
    const notes = schema === undefined ? [] : await carried.add(schema);
    return await runOn(input, tools, files, schema, { carried, notes });
  } finally {
    await carried.close();
  }
}

/** What each file meets, as those before it left it, and what is missing in the schema of the first. */
interface Before {
  readonly carried: CarriedOn;
  readonly notes: readonly string[];
}

/** `before` is undefined where there is one file, or nothing is run. */
async function runOn(
  input: CheckMigrationInput,
  tools: Tools,
  files: readonly SqlText[],
  schema: SqlText | undefined,
  before: Before | undefined,
): Promise<Answer> {
  const settings = settingsOf(input);
  const given = givenSizes(input, tools.cwd);
  const checked: Pick<CheckedMigration, 'claim' | 'outcome' | 'findings'>[] = [];
  const observed: (() => string)[] = [];
  for (const [at, { file, text }] of files.entries()) {
    tools.progress(`${at + 1}/${files.length} ${file}`);
    const start = await before?.carried.start();
    const { claim, outcome, findings, script, trace, durations, rewrites } = await checkMigration({
      file,
      text,
      settings,
      sizes: given.sizes,
      onlyText: input.static,
      ...(schema !== undefined && { schema }),
      ...(start !== undefined && { start }),
    });
    // What a file leaves undone is told where it is checked itself.
    if (at + 1 < files.length) await before?.carried.add({ file, text });
    // A script holds its syntax tree: it is kept only where there is more to tell of it.
    checked.push({ claim, outcome, findings });
    if (trace !== undefined)
      observed.push(() =>
        [observationsText(script, trace, durations), rewritesText(script, rewrites, trace.sizes)]
          .filter((part) => part !== '')
          .join('\n\n'),
      );
  }
  const [first] = checked;
  if (first === undefined) throw new UserError('there is nothing to check', 'Name an SQL file.', input.file);
  const inputs = new Map([
    ...[...files, ...(schema === undefined ? [] : [schema])].map(({ file, text }) => [file, text] as const),
    ...given.texts,
  ]);
  return checkAnswer(
    {
      claim: { ...first.claim, subject: input.file, inputs: [...inputs.keys()] },
      outcome: checked.length === 1 ? first.outcome : together(first.outcome, checked, before?.notes ?? []),
      findings: checked.flatMap(({ findings }) => findings),
      rules: migrationRules,
      inputs,
      seed: 0,
      command: commandOf(input),
      details: () => observed.map((words) => words()).join('\n\n'),
    },
    input,
    tools,
  );
}

function settingsOf({ pgVersion, assumeInTransaction, include = '' }: CheckMigrationInput): LintSettings {
  const version = pgVersion === undefined ? defaultVersion : readVersion(pgVersion);
  if (version === undefined)
    throw new UserError(
      `${pgVersion ?? ''} is no version of PostgreSQL`,
      'Write it as 14 or 14.2.',
      '--pg-version',
    );
  const ids = include
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const unknown = ids.find(
    (id) => id !== 'require-timeout-settings' && !migrationRules.some((rule) => rule.id === id),
  );
  if (unknown !== undefined)
    throw new UserError(
      `no rule is called ${unknown}`,
      `Rules that are off by themselves: require-table-schema.`,
      '--include',
    );
  return { pgVersion: version, assumeInTransaction, include: new Set(ids) };
}

/** One outcome for several files: the first that is refuted, else the first that is undecided. */
function together(
  first: Outcome,
  checked: readonly Pick<CheckedMigration, 'claim' | 'outcome'>[],
  notes: readonly string[],
): Outcome {
  const verdicts = checked.map(({ claim, outcome }) => ({ file: claim.subject, verdict: outcome.verdict }));
  const worst =
    verdicts.find(({ verdict }) => verdict.kind === 'refuted') ??
    verdicts.find(({ verdict }) => verdict.kind === 'undecided');
  return {
    ...first,
    verdict: worst === undefined ? { kind: 'proved' } : named(worst.file, worst.verdict),
    measurements: {
      files: checked.map(({ claim, outcome }) => ({ file: claim.subject, ...outcome.measurements })),
    },
    incomplete: [
      ...notes,
      ...checked.flatMap(({ claim, outcome }) =>
        outcome.incomplete.map((line) => `${claim.subject}: ${line}`),
      ),
    ],
  };
}

function named(file: string, verdict: Verdict): Verdict {
  switch (verdict.kind) {
    case 'proved':
      return verdict;
    case 'refuted':
      return { kind: 'refuted', counterexample: `${file}: ${verdict.counterexample}` };
    case 'undecided':
      return { kind: 'undecided', reason: `${file}: ${verdict.reason}` };
  }
}

const quoted = (word: string): string =>
  /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

const commandOf = (input: CheckMigrationInput): string =>
  [
    'plumbline check migration',
    quoted(input.file),
    ...(input.schema === undefined ? [] : ['--schema', quoted(input.schema)]),
    ...(input.stats === undefined ? [] : ['--stats', quoted(input.stats)]),
    ...(input.rows === undefined ? [] : ['--rows', quoted(input.rows)]),
    ...(input.pgVersion === undefined ? [] : ['--pg-version', quoted(input.pgVersion)]),
    ...(input.assumeInTransaction ? ['--assume-in-transaction'] : []),
    ...(input.include === undefined ? [] : ['--include', quoted(input.include)]),
    ...(input.static ? ['--static'] : []),
  ].join(' ');
