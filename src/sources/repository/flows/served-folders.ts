import type { Machine } from './machine.ts';

const known = new WeakMap<Machine['codebase'], readonly string[]>();

/** Whether a folder lies in one that is served as it is: `express.static('public')`. */
export const isServedFolder = (machine: Machine, folder: string): boolean =>
  servedFolders(machine).some((each) => folder === each || folder.startsWith(`${each}/`));

function servedFolders({ codebase }: Machine): readonly string[] {
  const before = known.get(codebase);
  if (before !== undefined) return before;
  const found = new Set<string>();
  for (const path of codebase.files.keys())
    for (const [, inside = ''] of (codebase.repository.files.get(path)?.text ?? '').matchAll(
      /\b(?:express|serve|connect)\w*\.static\(((?:[^()]|\([^()]*\))*)\)/gi,
    )) {
      const parts = [...inside.matchAll(/['"`]([^'"`$]*)['"`]/g)].map(([, part = '']) =>
        part.replaceAll(/^(\.{0,2}\/)+|\/+$/g, ''),
      );
      const folder = parts.filter((part) => part !== '').join('/');
      if (folder !== '' && /^[\w./-]+$/.test(folder)) found.add(folder);
    }
  known.set(codebase, [...found]);
  return [...found];
}
