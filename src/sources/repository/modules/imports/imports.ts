import { countLines } from '../../lines.ts';
import type { Repository, TextFile } from '../../gather.ts';
import { isTestFile } from '../../javascript/tests.ts';
import { isForeign } from '../scope.ts';
import type { CodeUnit, ImportsOf } from '../unit.ts';
import { csharpImports } from './csharp.ts';
import { goImports } from './go.ts';
import { jvmImports } from './jvm.ts';
import { phpImports } from './php.ts';
import { pythonImports } from './python.ts';
import { rubyImports } from './ruby.ts';

/** Prepares to read the files of one language: names are looked up among all of them. */
type Language = (files: readonly TextFile[], repository: Repository) => ImportsOf;

const languages: readonly (readonly [ending: RegExp, language: Language])[] = [
  [/\.py$/, pythonImports],
  [/\.(java|kt)$/, jvmImports],
  [/\.go$/, goImports],
  [/(?<!\.blade)\.(php|inc)$/, phpImports],
  [/\.cs$/, csharpImports],
  [/\.rb$/, rubyImports],
];

/** Names that the test runners of these languages look for. */
const testName =
  /(^|\/)(test_[^/]*|[^/]*_tests?|conftest|noxfile)\.py$|_test\.go$|(Tests?|TestCase|Spec|IT)\.(java|kt|php|cs)$|_(spec|test)\.rb$|(^|\/)src\/(\w*[tT]est\w*)\/|[.-](Unit|Integration|Functional)?Tests?\//;

/** The backend's own files in languages other than JavaScript, with what they use of each other. */
export function languageUnits(repository: Repository): readonly CodeUnit[] {
  const own = [...repository.files.values()].filter(
    ({ path }) => !isForeign(path) && !testName.test(path) && !isTestFile(path, []),
  );
  return languages.flatMap(([ending, language]) => {
    const files = own.filter(({ path }) => ending.test(path));
    if (files.length === 0) return [];
    const importsOf = language(files, repository);
    return files.map((file) => ({ path: file.path, lines: countLines(file.text), ...importsOf(file) }));
  });
}
