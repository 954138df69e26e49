import type { Repository } from '../gather.ts';
import { parseYaml } from '../yaml.ts';
import type { YamlView } from '../yaml.ts';
import { configNames } from './config-names.ts';

/** Settings in `application.yml`, `application.properties` and their kin, by module. */
export interface Properties {
  /** A value for the module of a source; keys are compared as Spring compares them: without dashes and case. */
  readonly get: (key: string, near: string) => string | undefined;
  /** What the profile that is active by default gives for a key, or all profiles that speak of it alike. */
  readonly ofProfiles: (key: string, near: string) => string | undefined;
  /** `${name:default}` filled in; undefined where a name has no value. */
  readonly fill: (text: string, near: string) => string | undefined;
  /** What the pattern's group is in the keys of a module. */
  readonly keys: (pattern: RegExp, near: string) => readonly string[];
  /** The file with the settings of a module. */
  readonly fileOf: (near: string) => string | undefined;
}

const settings = /(?:^|\/)([\w-]+?)(?:-default)?\.(?:ya?ml|properties|conf)$/;
const usual = /^(application|bootstrap|microprofile-config)$/;
const profiled = /(?:^|\/)application-([\w-]+)\.(?:ya?ml|properties)$/;
const tests = /(^|\/)src\/(test|integrationTest|it)\//;

interface Module {
  readonly path: string;
  readonly root: string;
  readonly values: ReadonlyMap<string, string>;
}

export function propertiesOf(repository: Repository): Properties {
  const modules: Module[] = [];
  const named = new Set(configNames(repository).map(({ file, name }) => `${moduleOf(file)} ${name}`));
  for (const { path, text } of repository.files.values()) {
    const name = settings.exec(path)?.[1];
    if (name === undefined || tests.test(path)) continue;
    if (!usual.test(name) && !named.has(`${moduleOf(path)} ${name}`)) continue;
    const values = path.endsWith('.properties') ? readProperties(text) : readYaml(text);
    modules.push({ path, root: moduleOf(path), values });
  }
  const ofModule = (near: string): readonly Module[] => {
    const mine = moduleOf(near);
    return modules
      .filter(({ root }) => root === mine || mine.startsWith(root))
      .toSorted((a, b) => b.root.length - a.root.length);
  };
  const get = (key: string, near: string): string | undefined => {
    const wanted = canonical(key);
    return ofModule(near).flatMap(({ values }) => values.get(wanted) ?? [])[0];
  };
  const profiles = profilesIn(repository);
  return {
    get,
    ofProfiles: (key, near) => {
      const active =
        filled(get('spring.profiles.active', near) ?? '', (each) => get(each, near), 0)?.split(',') ?? [];
      const mine = profiles().filter(({ root }) => root === moduleOf(near));
      const told = (of: readonly Profile[]): readonly string[] =>
        of.flatMap(({ values }) => values.get(canonical(key)) ?? []);
      const [chosen] = told(mine.filter(({ name }) => active.includes(name)).toReversed());
      if (chosen !== undefined) return chosen;
      const all = told(mine);
      return all.length > 1 && new Set(all).size === 1 ? all[0] : undefined;
    },
    fill: (text, near) => filled(text, (key) => get(key, near), 0),
    keys: (pattern, near) => [
      ...new Set(
        ofModule(near).flatMap(({ values }) =>
          [...values.keys()].flatMap((key) => pattern.exec(key)?.[1] ?? []),
        ),
      ),
    ],
    fileOf: (near) => ofModule(near)[0]?.path,
  };
}

interface Profile {
  readonly name: string;
  readonly root: string;
  readonly values: ReadonlyMap<string, string>;
}

/** Settings of profiles, read once they are asked for. */
function profilesIn(repository: Repository): () => readonly Profile[] {
  let found: readonly Profile[] | undefined;
  return () =>
    (found ??= [...repository.files.values()].flatMap(({ path, text }) => {
      const name = tests.test(path) ? undefined : profiled.exec(path)?.[1];
      if (name === undefined || name === 'default') return [];
      const values = path.endsWith('.properties') ? readProperties(text) : readYaml(text);
      return [{ name, root: moduleOf(path), values }];
    }));
}

/** The folder above `src/main`, or the folder of the file. */
export function moduleOf(path: string): string {
  const at = /(^|\/)src\/(main|commonMain|jvmMain)\//.exec(path);
  if (at !== null) return path.slice(0, at.index + (at[1]?.length ?? 0));
  const source = /(^|\/)(src|resources|app|conf|config)\//.exec(path);
  if (source !== null) return path.slice(0, source.index + (source[1]?.length ?? 0));
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function filled(text: string, get: (key: string) => string | undefined, depth: number): string | undefined {
  if (!text.includes('${')) return text;
  if (depth > 5) return undefined;
  let missing = false;
  const next = text.replaceAll(
    /\$\{([^${}:]{1,200})(?::([^${}]{0,500}))?\}/g,
    (_, key: string, other?: string) => {
      const value = get(key.trim()) ?? other;
      missing ||= value === undefined;
      return value ?? '';
    },
  );
  return missing || next === text ? undefined : filled(next, get, depth + 1);
}

const canonical = (key: string): string => key.toLowerCase().replaceAll(/[-_]/g, '');

function readProperties(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.replaceAll(/\\\r?\n\s*/g, '').split(/\r?\n/)) {
    const match = /^\s*([^#!=:\s][^=:\s]*)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (match?.[1] !== undefined) values.set(canonical(match[1]), match[2] ?? '');
  }
  return values;
}

/** Of several documents those of a profile are left out: what holds without one counts. */
function readYaml(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const document of parseYaml(text).documents) {
    const profile = document.at('spring').at('config').at('activate').at('on-profile');
    if (profile.exists || document.at('spring').at('profiles').text() !== undefined) continue;
    flatten(document, '', values, 0);
  }
  return values;
}

function flatten(view: YamlView, prefix: string, values: Map<string, string>, depth: number): void {
  if (depth > 12) return;
  const text = view.text();
  if (text !== undefined) values.set(canonical(prefix), text);
  for (const [key, value] of view.entries())
    flatten(value, prefix === '' ? key : `${prefix}.${key}`, values, depth + 1);
  const items = view.items().flatMap((item) => item.text() ?? []);
  if (items.length > 0) values.set(canonical(prefix), items.join(','));
}
