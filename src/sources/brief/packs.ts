import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { limits } from './load.ts';
import type { BriefProblem } from './problem.ts';
import { packLibrary } from './pack/pack.ts';
import type { PackLibrary } from './pack/pack.ts';

/** The packs that come with the product: data beside the design code, in source and in build alike. */
const builtInFolder = fileURLToPath(new URL('../../design/packs/', import.meta.url));

/**
 * All packs: the built-in ones, then those of the folders given, in the order of folder and file name. A pack with
 * the id of an earlier one replaces it. A folder or file that cannot be read is told in `problems`, never thrown.
 */
export function loadPacks(folders: readonly string[] = []): PackLibrary {
  const problems: BriefProblem[] = [];
  const texts = [builtInFolder, ...folders].flatMap((folder) =>
    packTexts(folder, folder !== builtInFolder, problems),
  );
  const library = packLibrary(texts);
  return { packs: library.packs, problems: [...problems, ...library.problems] };
}

function packTexts(
  folder: string,
  own: boolean,
  problems: BriefProblem[],
): readonly { readonly file: string; readonly text: string }[] {
  const names = readable(folder, problems, () => readdirSync(folder))
    ?.filter((name) => /\.ya?ml$/.test(name))
    .sort();
  return (names ?? []).flatMap((name) => {
    const path = join(folder, name);
    const file = own ? path : `packs/${name}`;
    const size = readable(file, problems, () => statSync(path).size) ?? 0;
    if (size > limits.bytes) problems.push(tooLarge(file, size));
    const text = size > limits.bytes ? undefined : readable(file, problems, () => readFileSync(path, 'utf8'));
    return text === undefined ? [] : [{ file, text }];
  });
}

const tooLarge = (file: string, size: number): BriefProblem => ({
  file,
  line: 1,
  column: 1,
  what: 'The pack is too large.',
  why: `It has ${size} bytes; the limit is ${limits.bytes}.`,
  next: 'Split it into several packs that require each other.',
});

function readable<T>(file: string, problems: BriefProblem[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    problems.push({
      file,
      line: 1,
      column: 1,
      what: 'Packs cannot be read here.',
      why,
      next: 'Name a folder of *.yaml packs that can be read.',
    });
    return undefined;
  }
}
