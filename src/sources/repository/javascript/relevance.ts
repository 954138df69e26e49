import type { Codebase } from './codebase.ts';

/** Files that import one of the packages themselves, tests left out. */
export const importersOf = (codebase: Codebase, packages: readonly string[]): readonly string[] =>
  [...codebase.files.values()]
    .filter(
      ({ test, imports }) =>
        !test &&
        imports.some(({ resolved }) => resolved.kind === 'library' && packages.includes(resolved.name)),
    )
    .map(({ path }) => path);

/**
 * Files that import one of the packages, and those that import such files, transitively. Tests are left out, as is
 * everything that only borrows types.
 */
export function serverFiles(codebase: Codebase, packages: readonly string[]): readonly string[] {
  const importers = new Map<string, string[]>();
  const reached = new Set<string>();
  for (const file of codebase.files.values()) {
    if (file.test) continue;
    for (const { resolved, typeOnly } of file.imports) {
      if (resolved.kind === 'library' && packages.includes(resolved.name)) reached.add(file.path);
      if (resolved.kind === 'file' && !typeOnly)
        importers.set(resolved.path, [...(importers.get(resolved.path) ?? []), file.path]);
    }
  }
  const queue = [...reached];
  for (let next = queue.pop(); next !== undefined; next = queue.pop())
    for (const importer of importers.get(next) ?? []) {
      if (reached.has(importer)) continue;
      reached.add(importer);
      queue.push(importer);
    }
  return [...codebase.files.keys()].filter((path) => reached.has(path));
}
