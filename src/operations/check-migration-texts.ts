import { checkText } from '../provers/migration/check-text.ts';
import { loadGrammar } from '../provers/migration/script/script.ts';
import type { CheckedMigrations, Migrations } from './run-check-migration.ts';

/** Judges each migration by its text alone. */
export async function checkMigrationTexts({
  files,
  schema,
  settings,
}: Migrations): Promise<CheckedMigrations> {
  await loadGrammar();
  return {
    checked: files.map(({ file, text }) => checkText({ file, text, schema: schema?.file, settings })),
    notes: [],
    details: () => '',
  };
}
