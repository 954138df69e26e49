import type { GoFile } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';

const chains = /^(gopkg\.in\/macaron|github\.com\/(flamego|go-macaron))/;

/** A function that runs as one of a list until one of them answers: its context is that of such a framework. */
export function runsInTurn(program: GoProgram, file: GoFile, given: string): boolean {
  const isChain = (path: string): boolean => chains.test(path);
  return [...given.matchAll(/\*?(?:(\w+)\.)?(\w*Context)\b/g)].some(([, alias]) => {
    const from = alias === undefined ? undefined : file.imports.get(alias);
    if (alias !== undefined && from === undefined) return false;
    if (from !== undefined && from.folder === undefined) return isChain(from.path);
    return program
      .importsOf(from?.folder ?? file.package.folder)
      .some(({ path, folder }) => folder === undefined && isChain(path));
  });
}
