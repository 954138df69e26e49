import type { Backend } from '../model/backend.ts';
import type { LegacyCode } from '../model/legacy-code.ts';
import { seen } from './seen.ts';

/** What a migration asks of code, as the page of its reader shows it; one part for each thing that is asked. */
const shown: Readonly<Record<string, (legacy: LegacyCode) => readonly string[]>> = {
  uses: ({ files, openIncludes }) => [
    ...files.map(({ path, language, data, uses }) =>
      [
        `file ${path} ${language}`,
        ...(data === true ? ['a list'] : []),
        ...uses.map((used) => `-> ${used}`),
      ].join(' '),
    ),
    ...openIncludes.map(({ kind, written, origin }) => `include ${kind} ${written}  ${seen(origin)}`),
  ],
  globals: ({ globals }) =>
    globals.map(
      ({ name, takenBy, changedBy }) =>
        `global ${name} taken ${takenBy.map(seen).join(' ')} changed ${changedBy.map(seen).join(' ') || '-'}`,
    ),
  dead: ({ dead, searched }) => [
    ...dead.map(
      ({ kind, name, confidence, because, origin }) =>
        `${confidence} ${kind} ${name}  ${seen(origin)}\n  ${because}`,
    ),
    ...searched.dynamic.map((origin) => `dynamic ${seen(origin)}`),
  ],
  bounds: ({ bounds }) =>
    bounds.map(
      ({ technology, kind, version, places, supportEnd, origin }) =>
        `${technology} ${kind} ${version}${supportEnd === undefined ? '' : ` until ${supportEnd}`} ${places} x  ${seen(origin)}`,
    ),
  copies: ({ copied, foreignFolders }) => [
    ...copied.map(
      ({ name, version = '', supportEnd, origin }) =>
        `copy ${name} ${version}${supportEnd === undefined ? '' : ` until ${supportEnd}`}  ${seen(origin)}`,
    ),
    ...foreignFolders.map(({ folder, files, origin }) => `foreign ${folder} ${files} files  ${seen(origin)}`),
  ],
  tests: ({ tests }) => [
    ...tests.files.map(({ path, cases }) => `tests ${path} ${cases} cases`),
    ...tests.frameworks.map(({ name, origin }) => `with ${name}  ${seen(origin)}`),
    ...tests.coverage.map((origin) => `coverage ${seen(origin)}`),
  ],
};

export const legacyParts: Readonly<Record<string, (backend: Backend) => readonly string[]>> =
  Object.fromEntries(
    Object.entries(shown).map(([part, print]) => [
      part,
      ({ legacy }: Backend) => (legacy === undefined ? [] : print(legacy)),
    ]),
  );

/** Parts for which a repository has to be read as a migration reads it. */
export const needsLegacy = (parts: readonly string[]): boolean =>
  parts.some((part) => shown[part] !== undefined);
