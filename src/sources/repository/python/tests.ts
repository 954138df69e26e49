import type { TextFile } from '../gather.ts';

const testName = /(^|\/)(test_[^/]*|[^/]*_tests?|tests|conftest|noxfile)\.py$/;
const testFolder = /(^|\/)(tests?|testing|unit_?tests?|e2e|benchmarks?|testsuite)\//;
const installed = /(^|\/)(site-packages|node_modules|\.venv|venv)\//;

export const isInstalledModule = (path: string): boolean => installed.test(path);

/** Tests by the names every test runner looks for. A package named `test` that other code imports is none. */
export function withoutTests(files: readonly TextFile[]): readonly TextFile[] {
  const own = files.filter((file) => !isTest(file.path) && !installs(file));
  const doubtful = new Set(files.flatMap(({ path }) => packageNamedTest(path) ?? []));
  const imported = new Set([...doubtful].filter((folder) => isImported(folder, own)));
  if (imported.size === 0) return own;
  return files.filter(
    (file) => (!isTest(file.path) && !installs(file)) || imported.has(packageNamedTest(file.path) ?? ''),
  );
}

const isTest = (path: string): boolean => testName.test(path) || testFolder.test(path);

/** A `setup.py` that packs a distribution; one inside a package may be about anything. */
const installs = ({ path, text }: TextFile): boolean =>
  /(^|\/)setup\.py$/.test(path) && /\b(setuptools|distutils|skbuild)\b|^setup\(/m.test(text);

/** `shop/test` for what lies in it and is not said to be a test by anything else. */
function packageNamedTest(path: string): string | undefined {
  const [, folder, rest] = /^(.+?\/(?:test|testing|benchmarks?))\/(.*)$/.exec(path) ?? [];
  return folder === undefined || isTest(rest ?? '') || testFolder.test(folder) ? undefined : folder;
}

function isImported(folder: string, files: readonly TextFile[]): boolean {
  const [above = '', last = ''] = folder.split('/').slice(-2);
  const absolute = new RegExp(`^[ \\t]*(from|import)[ \\t]+([\\w.]+\\.)?${above}\\.${last}\\b`, 'm');
  return files.some(({ text }) => text.includes(`.${last}`) && absolute.test(text));
}
