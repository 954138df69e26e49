import { folderOf } from '../../file-paths.ts';
import { parseYaml } from '../../yaml.ts';
import type { YamlView } from '../../yaml.ts';
import type { PhpCodebase } from '../codebase.ts';
import { normalized } from '../includes.ts';
import { bundlePath } from './bundles.ts';

/** Parameters of the container by their names, `env(NAME)` being what a variable is where nobody sets it. */
export type ContainerParameters = ReadonlyMap<string, string>;

const settled = /(^|\/)config\/((services|parameters|config)|packages\/[\w.-]+)\.ya?ml$/;
const deepest = 8;

/** What files of configuration and those they import say; what an importing file says itself stands. */
export function containerParameters(codebase: PhpCodebase, folder: string): ContainerParameters {
  const { files } = codebase.repository;
  const inside = (path: string): boolean => folder === '' || path.startsWith(`${folder}/`);
  const written = new Map<string, string>();
  const read = new Set<string>();
  const load = (path: string): void => {
    const text = files.get(path)?.text;
    if (text === undefined || read.has(path)) return;
    read.add(path);
    if (!/^(parameters|imports):/m.test(text)) return;
    const [document] = parseYaml(text).documents;
    for (const item of document?.at('imports').items() ?? []) {
      const imported = importedFile(codebase, path, item);
      if (imported !== undefined) load(imported);
    }
    for (const [name, view] of document?.at('parameters').entries() ?? []) {
      const value = view.text();
      if (value === undefined) written.delete(name);
      else written.set(name, value);
    }
  };
  // The application's own services are loaded behind its packages.
  const roots = [...files.keys()].filter((path) => settled.test(path) && inside(path));
  for (const path of roots.filter((each) => each.includes('/packages/'))) load(path);
  for (const path of roots) load(path);
  const known = new Map<string, string>();
  for (const [name, value] of written) {
    const filled = filledWith(written, value, deepest);
    if (filled !== undefined) known.set(name, filled);
  }
  return known;
}

/** `%name%` or `%env(…)%`, by what stands between the signs; a variable is asked for by its last word. */
export const parameterNamed = (parameters: ContainerParameters, name: string): string | undefined =>
  parameters.get(name.replace(/^env\((?:\w+:)*(\w+)\)$/, 'env($1)'));

/** The references to parameters in a text. */
export const references = /%((?:env\([\w:.]+\))|[\w.]+)%/g;

function filledWith(written: ContainerParameters, value: string, depth: number): string | undefined {
  if (!value.includes('%')) return value;
  if (depth === 0) return undefined;
  let isKnown = true;
  const filled = value.replaceAll(references, (_, name: string) => {
    const found = parameterNamed(written, name);
    const inner = found === undefined ? undefined : filledWith(written, found, depth - 1);
    isKnown &&= inner !== undefined;
    return inner ?? '';
  });
  return isKnown && !filled.includes('%') ? filled : undefined;
}

function importedFile(codebase: PhpCodebase, from: string, item: YamlView): string | undefined {
  const resource = item.at('resource').text() ?? item.text();
  if (resource === undefined || !/\.ya?ml$/.test(resource) || resource.includes('*')) return undefined;
  if (!resource.startsWith('@')) return normalized(`${folderOf(from)}/${resource}`);
  const path = bundlePath(codebase, resource);
  return path === undefined ? undefined : normalized(path);
}
