import { folderOf } from '../../file-paths.ts';
import type { Repository, TextFile } from '../../gather.ts';
import { folderOfImport, modulesOf } from '../../go/program/modules.ts';
import { lineCounter } from '../../lines.ts';
import type { ImportsOf, Use } from '../unit.ts';

const imports = /^import[ \t]*(?:\(([^)]{0,20000})\)|(?:[\w.]+[ \t]+)?"[^"\n]+")/gm;

/** `import` of Go: packages are folders of the module that go.mod names. */
export function goImports(files: readonly TextFile[], repository: Repository): ImportsOf {
  const modules = modulesOf(repository);
  const folders = new Set(files.map(({ path }) => folderOf(path)));
  return ({ text }) => {
    const uses: Use[] = [];
    const libraries = new Set<string>();
    const lineOf = lineCounter(text);
    for (const match of text.matchAll(imports))
      for (const name of match[0].matchAll(/^(?!\s*\/\/).*?"([^"\n]+)"/gm)) {
        const written = name[1] ?? '';
        const path = folderOfImport(modules, folders, written);
        if (path === undefined) libraries.add(written);
        else uses.push({ path, line: lineOf(match.index + name.index) });
      }
    return { uses, libraries: [...libraries] };
  };
}
