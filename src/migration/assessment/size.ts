import type { Backend } from '../../model/backend.ts';
import { compareText } from '../../model/text.ts';
import { known, none, unknown } from './told.ts';
import type { Told } from './told.ts';

export interface LanguageSize {
  readonly language: string;
  readonly files: number;
  readonly lines: number;
  /** Of these lines in files that only hold a list: texts, settings. */
  readonly data: number;
}

export interface Size {
  /** Everything that was read, configuration and schema included. */
  readonly files: number;
  readonly lines: number;
  readonly bytes: number;
  /** The system's own code. */
  readonly languages: readonly LanguageSize[];
  /** Libraries that were copied in. */
  readonly copied: readonly { readonly folder: string; readonly files: number; readonly lines: number }[];
}

export function sizeOf({ coverage, legacy }: Backend): Told<Size> {
  if (coverage.files === 0) return unknown('no file was read');
  const languages = new Map<string, LanguageSize>();
  for (const { language, lines, data } of legacy?.files ?? []) {
    const before = languages.get(language) ?? { language, files: 0, lines: 0, data: 0 };
    languages.set(language, {
      language,
      files: before.files + 1,
      lines: before.lines + lines,
      data: before.data + (data === true ? lines : 0),
    });
  }
  const copied = legacy?.foreignFolders ?? [];
  return known(
    {
      ...coverage,
      languages: [...languages.values()].toSorted(
        (a, b) => b.lines - a.lines || compareText(a.language, b.language),
      ),
      copied: copied.map(({ folder, files, lines }) => ({ folder, files, lines })),
    },
    copied.map(({ origin }) => origin),
  );
}

export interface ModuleFigures {
  readonly module: string;
  readonly files: number;
  readonly lines: number;
  readonly uses: readonly string[];
  readonly usedBy: number;
}

/** Folders of code, largest first, with what they lean on. */
export function modulesOf({ architecture, coverage }: Backend): Told<readonly ModuleFigures[]> {
  const { modules } = architecture;
  if (modules.length === 0)
    return coverage.files === 0
      ? unknown('no file was read')
      : none(`no folder of code was told apart in ${coverage.files} files`);
  const usedBy = new Map<string, number>();
  for (const { dependsOn } of modules)
    for (const { module } of dependsOn) usedBy.set(module, (usedBy.get(module) ?? 0) + 1);
  return known(
    modules
      .map(({ id, files, lines, dependsOn }) => ({
        module: id,
        files,
        lines,
        uses: dependsOn.map(({ module }) => module),
        usedBy: usedBy.get(id) ?? 0,
      }))
      .toSorted((a, b) => b.lines - a.lines || compareText(a.module, b.module)),
    modules.map(({ origin }) => origin),
  );
}
