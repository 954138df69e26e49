import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripTypes } from './strip-types.ts';

/** The folder of a package that holds its tests. */
const folder = '7-testing';

/** What the tests import; they are run with what this program has of it, so that nothing has to be installed. */
const imported = ['fast-check', 'ajv'];

/** The tests of a package as Node runs them, in a folder of their own. */
export interface Workspace {
  readonly directory: string;
  /** Names of test files without their ending, in order. */
  readonly suites: readonly string[];
  readonly file: (suite: string) => string;
  readonly close: () => void;
}

/**
 * Types are stripped from the tests, whatever Node can do by itself: the same bytes run everywhere. Documents stay where they
 * are, behind a link.
 * @param harness module that stands between the tests and what they test, TypeScript or JavaScript
 */
export function openWorkspace(
  packageDirectory: string,
  harness: URL,
): Workspace & { readonly harness: string } {
  const directory = mkdtempSync(join(tmpdir(), 'plumbline-suite-'));
  try {
    writeFileSync(join(directory, 'package.json'), '{ "type": "module" }\n');
    linkModules(directory);
    for (const entry of readdirSync(packageDirectory, { withFileTypes: true }))
      if (entry.isDirectory() && entry.name !== folder && /^\d-/.test(entry.name))
        symlinkSync(resolve(packageDirectory, entry.name), join(directory, entry.name), 'junction');
    const suites = writeTests(join(packageDirectory, folder), join(directory, folder));
    const path = join(directory, 'connected.js');
    writeFileSync(path, javaScript(fileURLToPath(harness)));
    return {
      directory,
      suites,
      harness: path,
      file: (suite) => join(directory, folder, `${suite}.test.js`),
      close: () => rmSync(directory, { recursive: true, force: true }),
    };
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

function writeTests(from: string, to: string): readonly string[] {
  mkdirSync(to);
  const suites: string[] = [];
  for (const name of readdirSync(from).toSorted()) {
    if (/\.(json|sql)$/.test(name)) writeFileSync(join(to, name), readFileSync(join(from, name)));
    if (!name.endsWith('.ts')) continue;
    writeFileSync(join(to, name.replace(/\.ts$/, '.js')), javaScript(join(from, name)));
    if (name.endsWith('.test.ts')) suites.push(name.replace(/\.test\.ts$/, ''));
  }
  return suites;
}

function javaScript(path: string): string {
  const text = readFileSync(path, 'utf8');
  return path.endsWith('.ts') ? stripTypes(path, text).replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'") : text;
}

function linkModules(directory: string): void {
  const modules = join(directory, 'node_modules');
  mkdirSync(modules);
  for (const name of imported) symlinkSync(placeOf(name), join(modules, name), 'junction');
}

/** The folder in which a dependency of ours lies, wherever the package manager has put it. */
function placeOf(name: string): string {
  const { resolve: find } = createRequire(import.meta.url);
  let place = dirname(find(name));
  while (!place.endsWith(join('node_modules', name))) {
    const above = dirname(place);
    if (above === place) throw new Error(`${name} is not installed beside this program`);
    place = above;
  }
  return place;
}
