import { folderOf, joinPath } from '../file-paths.ts';
import { parseJson } from '../json.ts';
import type { Repository } from '../gather.ts';
import { packageName } from './specifiers.ts';

/** Where an import leads: a file of the target, or a package that is not part of it. */
export type Resolved =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'library'; readonly name: string }
  | { readonly kind: 'missing' };

interface PathMapping {
  /** Folder of the tsconfig; mappings hold for files below it. */
  readonly folder: string;
  readonly base: string;
  readonly paths: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
}

interface WorkspacePackage {
  readonly name: string;
  readonly folder: string;
  readonly main: readonly string[];
  readonly imports: ReadonlyMap<string, string>;
}

export interface Resolver {
  readonly resolve: (specifier: string, from: string) => Resolved;
  readonly packages: readonly WorkspacePackage[];
}

const endings = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];
const indexes = [
  '/index.ts',
  '/index.tsx',
  '/index.mts',
  '/index.js',
  '/index.jsx',
  '/index.mjs',
  '/index.cjs',
  '/index.json',
];

/** Resolves imports inside the target by its own rules: TypeScript paths, workspaces, `.js` written for `.ts`. */
export function createResolver(repository: Repository): Resolver {
  const exists = (path: string): boolean => repository.files.has(path);
  const mappings = readMappings(repository);
  const packages = readPackages(repository);
  const byName = new Map(packages.map((each) => [each.name, each]));
  const cache = new Map<string, Map<string, Resolved>>();
  const find = (specifier: string, from: string): Resolved => {
    if (specifier.startsWith('.')) return fileAt(joinPath(folderOf(from), specifier), exists);
    if (specifier.startsWith('/')) return fileAt(joinPath('', specifier.slice(1)), exists);
    for (const mapping of mappings) {
      if (mapping.folder !== '' && !from.startsWith(`${mapping.folder}/`)) continue;
      const mapped = throughMapping(mapping, specifier, exists);
      if (mapped !== undefined) return mapped;
    }
    const own = packages.findLast((each) => each.folder === '' || from.startsWith(`${each.folder}/`));
    const inner = own === undefined ? undefined : ownImport(own, specifier);
    if (own !== undefined && inner !== undefined) return fileAt(joinPath(own.folder, inner), exists);
    const name = packageName(specifier);
    const workspace = byName.get(name);
    if (workspace !== undefined) {
      const found = insidePackage(workspace, specifier.slice(name.length), exists);
      if (found !== undefined) return found;
    }
    const aliased = /^[@~]\//.test(specifier) ? underRoot(own, specifier.slice(2), exists) : undefined;
    return aliased ?? { kind: 'library', name: name.replace(/^node:/, '') };
  };
  return {
    packages,
    resolve: (specifier, from) => {
      let known = cache.get(from);
      if (known === undefined) cache.set(from, (known = new Map<string, Resolved>()));
      const before = known.get(specifier);
      if (before !== undefined) return before;
      const found = find(specifier, from);
      known.set(specifier, found);
      return found;
    },
  };
}

/** `@/x` and `~/x` without a mapping: by convention from the root of the package, or its sources. */
function underRoot(
  own: WorkspacePackage | undefined,
  path: string,
  exists: (path: string) => boolean,
): Resolved | undefined {
  for (const folder of [`${own?.folder ?? ''}`, `${own?.folder ?? ''}/src`, '', 'src']) {
    const found = fileAt(joinPath(folder, path), exists);
    if (found.kind === 'file') return found;
  }
  return undefined;
}

/** `imports` of a package: `#config` as it stands, `#models/*` with what the star stands for. */
function ownImport({ imports }: WorkspacePackage, specifier: string): string | undefined {
  if (!specifier.startsWith('#')) return undefined;
  const exact = imports.get(specifier);
  if (exact !== undefined) return exact;
  for (const [pattern, target] of imports) {
    const [head = '', tail = ''] = pattern.split('*');
    if (!pattern.includes('*') || !specifier.startsWith(head) || !specifier.endsWith(tail)) continue;
    const middle = specifier.slice(head.length, specifier.length - tail.length);
    return target.replace('*', () => middle);
  }
  return undefined;
}

function fileAt(path: string, exists: (path: string) => boolean): Resolved {
  const written = path.replace(/\.([cm]?)js(x?)$/, '.$1ts$2');
  const candidates = [
    ...endings.map((ending) => path + ending),
    ...(written === path ? [] : [written, `${written}x`]),
    ...indexes.map((index) => (path === '' ? index.slice(1) : path + index)),
  ];
  const found = candidates.find(exists);
  return found === undefined ? { kind: 'missing' } : { kind: 'file', path: found };
}

function throughMapping(
  mapping: PathMapping,
  specifier: string,
  exists: (path: string) => boolean,
): Resolved | undefined {
  for (const { pattern, targets } of mapping.paths) {
    const [head = '', tail] = pattern.split('*');
    const fits =
      tail === undefined ? specifier === pattern : specifier.startsWith(head) && specifier.endsWith(tail);
    if (!fits) continue;
    const middle = tail === undefined ? '' : specifier.slice(head.length, specifier.length - tail.length);
    for (const target of targets) {
      const found = fileAt(
        joinPath(
          mapping.base,
          target.replace('*', () => middle),
        ),
        exists,
      );
      if (found.kind === 'file') return found;
    }
  }
  const based = fileAt(joinPath(mapping.base, specifier), exists);
  return based.kind === 'file' ? based : undefined;
}

function insidePackage(
  target: WorkspacePackage,
  rest: string,
  exists: (path: string) => boolean,
): Resolved | undefined {
  const places =
    rest === ''
      ? [...target.main, 'src/index', 'index', 'lib/index', 'src']
      : [`.${rest}`, `src${rest}`, `lib${rest}`, `source${rest}`];
  for (const place of places) {
    const found = fileAt(joinPath(target.folder, place), exists);
    if (found.kind === 'file') return found;
  }
  return undefined;
}

/** `compilerOptions.paths` and `baseUrl`, innermost folder first. `extends` is followed inside the target only. */
function readMappings(repository: Repository): readonly PathMapping[] {
  const mappings: PathMapping[] = [];
  for (const [path] of repository.files) {
    if (!/(^|\/)(tsconfig|jsconfig)([.-][\w.-]+)?\.json$/.test(path)) continue;
    const mapping = readMapping(repository, path, 0);
    if (mapping !== undefined) mappings.push({ ...mapping, folder: folderOf(path) });
  }
  return mappings.toSorted((a, b) => b.folder.length - a.folder.length);
}

function readMapping(repository: Repository, path: string, depth: number): PathMapping | undefined {
  const config = parseJson(repository.files.get(path)?.text ?? '');
  const options = config.at('compilerOptions');
  const folder = folderOf(path);
  const baseUrl = options.at('baseUrl').text();
  const paths = options.at('paths').entries();
  if (paths.length === 0 && baseUrl === undefined) {
    const parent = config.at('extends').text();
    if (parent?.startsWith('.') !== true || depth > 5) return undefined;
    const file = joinPath(folder, parent.endsWith('.json') ? parent : `${parent}.json`);
    return readMapping(repository, file, depth + 1);
  }
  return {
    folder,
    base: joinPath(folder, baseUrl ?? '.'),
    paths: paths.map(([pattern, targets]) => ({
      pattern,
      targets: targets.items().flatMap((target) => target.text() ?? []),
    })),
  };
}

function readPackages(repository: Repository): readonly WorkspacePackage[] {
  const found: WorkspacePackage[] = [];
  for (const [path, { text }] of repository.files) {
    if (!/(^|\/)package\.json$/.test(path)) continue;
    const json = parseJson(text);
    const name = json.at('name').text();
    const folder = folderOf(path);
    const main = ['source', 'module', 'main', 'types']
      .flatMap((field) => json.at(field).text() ?? [])
      .flatMap((file) => [
        file.replace(/^\.?\/?(dist|build|lib|out)\//, 'src/').replace(/\.d\.ts$/, '.ts'),
        file,
      ]);
    const imports = json
      .at('imports')
      .entries()
      .flatMap(([key, value]): (readonly [string, string])[] => {
        const target = value.text() ?? value.at('default').text();
        return target === undefined ? [] : [[key, target]];
      });
    found.push({ name: name ?? folder, folder, main, imports: new Map(imports) });
  }
  return found.toSorted((a, b) => a.folder.length - b.folder.length);
}
