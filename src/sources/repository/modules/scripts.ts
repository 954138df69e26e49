import type { CodeFile, Codebase } from '../javascript/codebase.ts';
import type { CodeUnit } from './unit.ts';

/** Files of JavaScript and TypeScript: what they import for more than its types. */
export const scriptUnits = (codebase: Codebase, files: readonly CodeFile[]): readonly CodeUnit[] =>
  files.map(({ path, lines, imports }) => ({
    path,
    lines,
    uses: imports.flatMap(({ resolved, line, typeOnly }) =>
      resolved.kind === 'file' && !typeOnly
        ? [{ path: resolved.path, line, isGone: () => holdsOnlyTypes(codebase, resolved.path) }]
        : [],
    ),
    libraries: imports.flatMap(({ resolved }) => (resolved.kind === 'library' ? [resolved.name] : [])),
  }));

/** Imports of such a file are gone when the code runs, whether or not they say `type`. */
function holdsOnlyTypes(codebase: Codebase, path: string, depth = 0): boolean {
  if (!/\.[cm]?tsx?$/.test(path) || depth > 3) return false;
  const statements = codebase.tree(path)?.program.body ?? [];
  const imported = codebase.files.get(path)?.imports ?? [];
  const isPassedOn = (specifier: string): boolean => {
    const resolved = imported.find((one) => one.specifier === specifier)?.resolved;
    return resolved?.kind === 'file' && holdsOnlyTypes(codebase, resolved.path, depth + 1);
  };
  return (
    statements.some(({ type }) => type !== 'ImportDeclaration') &&
    statements.every((one) => {
      if (one.type === 'TSInterfaceDeclaration' || one.type === 'TSTypeAliasDeclaration') return true;
      if (one.type === 'ImportDeclaration') return one.specifiers.length > 0;
      if (one.type === 'ExportAllDeclaration')
        return one.exportKind === 'type' || isPassedOn(one.source.value);
      if (one.type !== 'ExportNamedDeclaration') return false;
      if (one.exportKind === 'type') return true;
      return one.source !== null && isPassedOn(one.source.value);
    })
  );
}
