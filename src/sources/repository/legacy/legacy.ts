import type { Backend } from '../../../model/backend.ts';
import type { DeadCode, LegacyCode, LegacyFile } from '../../../model/legacy-code.ts';
import type { Repository, TextFile } from '../gather.ts';
import type { Codebase } from '../javascript/codebase.ts';
import type { Program } from '../languages/language.ts';
import { languageUnits } from '../modules/imports/imports.ts';
import { backendFiles } from '../modules/scope.ts';
import { scriptUnits } from '../modules/scripts.ts';
import type { CodeUnit } from '../modules/unit.ts';
import type { FileSource, Listing } from '../source.ts';
import { supportRecorded } from '../stack/support.ts';
import { compareText } from '../../order.ts';
import { copiedTechnologies } from './copied.ts';
import { foreignFolders } from './foreign.ts';
import type { KnownPaths, PhpLegacy } from './php/php.ts';
import { testSigns } from './tests.ts';
import { searchedTexts } from './texts.ts';

/** What was read already when the legacy code is asked for. */
export interface LegacySources {
  readonly source: FileSource;
  readonly listed: Listing;
  readonly repository: Repository;
  readonly codebase: Codebase;
  readonly tree: Program['tree'];
  readonly backend: Backend;
}

const isPhp = (path: string): boolean => /\.(php|phtml|inc|module)$/.test(path);

/**
 * What a migration asks of the code beside what is recovered anyway: includes and shared globals, code that nothing
 * leads to, copies of libraries, versions it is bound to, tests. PHP is read for all of it, other languages for files,
 * what they import, copies and tests.
 */
export async function readLegacyCode(sources: LegacySources): Promise<LegacyCode> {
  const { source, listed, repository, codebase } = sources;
  const texts = await searchedTexts(source, listed, repository);
  const folders = foreignFolders(repository, listed);
  const isForeign = (path: string): boolean => folders.some(({ folder }) => path.startsWith(`${folder}/`));
  const paths = new Set(listed.files.map(({ path }) => path));
  const php = await phpOf(sources, texts, { isForeign, isThere: (path) => paths.has(path) });
  const units = [...scriptUnits(codebase, backendFiles(codebase).files), ...languageUnits(repository)];
  const others = units.filter(({ path }) => !isPhp(path) && !isForeign(path)).map(fileOf);
  return {
    files: [...php.files, ...others].toSorted((a, b) => compareText(a.path, b.path)),
    openIncludes: php.openIncludes,
    globals: php.globals,
    dead: [...php.dead, ...leftovers(listed)].toSorted(
      (a, b) => rank(a) - rank(b) || b.lines - a.lines || compareText(a.name, b.name),
    ),
    copied: copiedTechnologies(texts, listed),
    foreignFolders: folders,
    bounds: php.bounds,
    tests: testSigns(texts),
    supportRecorded,
    searched: { deep: php.files.length, names: texts.length, dynamic: php.dynamic.slice(0, 50) },
  };
}

const rank = ({ confidence }: DeadCode): number => (confidence === 'certain' ? 0 : 1);

const nothing: PhpLegacy = { files: [], openIncludes: [], globals: [], dead: [], bounds: [], dynamic: [] };

/** The reader of PHP is loaded only where there is PHP. */
async function phpOf(
  { repository, tree, backend }: LegacySources,
  texts: readonly TextFile[],
  known: KnownPaths,
): Promise<PhpLegacy> {
  const files = [...repository.files.values()].filter(({ path }) => isPhp(path));
  if (files.length === 0) return nothing;
  const { readPhpLegacy } = await import('./php/php.ts');
  return readPhpLegacy({ repository, files, tree, parse: () => undefined }, texts, known, backend);
}

const languages: readonly (readonly [RegExp, string])[] = [
  [/\.[cm]?tsx?$/, 'TypeScript'],
  [/\.[cm]?jsx?$/, 'JavaScript'],
  [/\.py$/, 'Python'],
  [/\.java$/, 'Java'],
  [/\.kt$/, 'Kotlin'],
  [/\.go$/, 'Go'],
  [/\.cs$/, 'C#'],
  [/\.rb$/, 'Ruby'],
];

const fileOf = ({ path, lines, uses }: CodeUnit): LegacyFile => ({
  path,
  language: languages.find(([ending]) => ending.test(path))?.[1] ?? 'other',
  lines,
  uses: [...new Set(uses.map((use) => use.path))].filter((used) => used !== path).toSorted(),
});

/** Copies that editors and people leave: a server that does not run them shows their text. */
const leftover =
  /\.(php|inc|phtml|js|sql|conf|ini|env)[.~_-]?(bak|old|orig|save|backup|copy|swp|tmp|\d{6,8})?~?$|~$/i;
const isLeftover = (path: string): boolean =>
  leftover.test(path) && !/\.(php|inc|phtml|js|sql|conf|ini|env)$/i.test(path);

const leftovers = ({ files }: Listing): readonly DeadCode[] =>
  files
    .filter(({ path }) => isLeftover(path))
    .map(({ path }): DeadCode => ({
      kind: 'leftover',
      name: path,
      lines: 0,
      confidence: 'certain',
      because:
        'its ending marks it as a copy that was left; nothing runs it, and a web server may show its text',
      origin: { kind: 'read', file: path, line: 1 },
    }));
