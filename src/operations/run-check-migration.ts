import type { Outcome, Verdict } from '../findings/claim.ts';
import type { Checked } from '../provers/migration/check-text.ts';
import { defaultVersion, readVersion } from '../provers/migration/lint/version.ts';
import type { LintSettings } from '../provers/migration/lint/rule.ts';
import { migrationRules } from '../provers/migration/rules.ts';
import { checkAnswer } from './check-result.ts';
import type { CheckMigrationInput } from './check-migration.ts';
import type { Given } from './given-sizes.ts';
import { UserError } from './operation.ts';
import type { Answer, Tools } from './operation.ts';
import { readSqlFile, readSqlFiles } from './sql-files.ts';
import type { NamedText } from './text-file.ts';

/** Migrations in the order in which they are to be run, and how they are meant. */
export interface Migrations {
  readonly files: readonly NamedText[];
  readonly schema: NamedText | undefined;
  readonly settings: LintSettings;
  readonly sizes: Given['sizes'];
}

/** What was found out about them: one answer for each file, in their order. */
export interface CheckedMigrations {
  readonly checked: readonly Checked[];
  /** What is missing in the schema of the first. */
  readonly notes: readonly string[];
  /** For people: what was observed. */
  readonly details: () => string;
}

export async function runCheckMigration(input: CheckMigrationInput, tools: Tools): Promise<Answer> {
  const files = readSqlFiles(input.file, tools);
  const schema = input.schema === undefined ? undefined : readSqlFile(input.schema, tools);
  const given = await givenSizesOf(input, tools);
  const migrations = { files, schema, settings: settingsOf(input), sizes: given.sizes };
  // The engine is loaded where something is run.
  const { checked, notes, details } = input.static
    ? await (await import('./check-migration-texts.ts')).checkMigrationTexts(migrations)
    : await (await import('./run-migrations.ts')).runMigrations(migrations, tools);
  const [first] = checked;
  if (first === undefined) throw new UserError('there is nothing to check', 'Name an SQL file.', input.file);
  const inputs = new Map([
    ...[...files, ...(schema === undefined ? [] : [schema])].map(({ file, text }) => [file, text] as const),
    ...given.texts,
  ]);
  return checkAnswer(
    {
      claim: { ...first.claim, subject: input.file, inputs: [...inputs.keys()] },
      outcome: checked.length === 1 ? first.outcome : together(first.outcome, checked, notes),
      findings: checked.flatMap(({ findings }) => findings),
      rules: migrationRules,
      inputs,
      seed: 0,
      command: commandOf(input),
      details,
    },
    input,
    tools,
  );
}

const givenSizesOf = async (input: CheckMigrationInput, { cwd }: Tools): Promise<Given> =>
  input.stats === undefined && input.rows === undefined
    ? { sizes: [], texts: new Map() }
    : (await import('./given-sizes.ts')).givenSizes(input, cwd);

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
function together(first: Outcome, checked: readonly Checked[], notes: readonly string[]): Outcome {
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
