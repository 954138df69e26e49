import { checkTexts } from '../provers/migration/texts/check-texts.ts';
import type { CheckedMigrations, Migrations } from './run-check-migration.ts';

/** Judges each migration by its text alone. */
export async function checkMigrationTexts({
  files,
  schema,
  settings,
}: Migrations): Promise<CheckedMigrations> {
  const checked = await checkTexts(
    files.map(({ file, text }) => ({ file, text, schema: schema?.file, settings })),
  );
  return { checked, notes: [], details: () => '' };
}
