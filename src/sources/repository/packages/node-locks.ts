import { folderOf } from '../file-paths.ts';
import type { Repository, TextFile } from '../gather.ts';
import { parseJson } from '../json.ts';
import type { JsonView } from '../json.ts';
import { lineAt } from '../lines.ts';
import type { Installed } from './installed.ts';

/** Names that the package.json beside a lock asks for. */
interface Asked {
  readonly direct: ReadonlySet<string>;
  readonly development: ReadonlySet<string>;
}

const namesIn = (view: JsonView, ...keys: readonly string[]): readonly string[] =>
  keys.flatMap((key) =>
    view
      .at(key)
      .entries()
      .map(([name]) => name),
  );

function askedBeside({ files }: Repository, path: string): Asked {
  const folder = folderOf(path);
  const json = parseJson(files.get(folder === '' ? 'package.json' : `${folder}/package.json`)?.text ?? '');
  return {
    direct: new Set(namesIn(json, 'dependencies', 'optionalDependencies')),
    development: new Set(namesIn(json, 'devDependencies')),
  };
}

const pictures = /^(react-dom|react-scripts|vue|@angular\/core|svelte|preact|solid-js)$/;
const servers =
  /^(express|fastify|koa|hono|@hapi\/hapi|restify|@nestjs\/core|next|nuxt|@sveltejs\/kit|@remix-run\/node|@apollo\/server|@trpc\/server|sails|@adonisjs\/core|@feathersjs\/feathers)$/;

/** A lock of what runs in browsers only: its packages are no part of the backend. */
export function isOfBrowser(repository: Repository, path: string): boolean {
  const { direct, development } = askedBeside(repository, path);
  const names = [...direct, ...development];
  return names.some((name) => pictures.test(name)) && !names.some((name) => servers.test(name));
}

/** Every package of a `package-lock.json`, also those that stand within others. */
export function npmLock({ text }: TextFile): readonly Installed[] {
  const json = parseJson(text);
  const packages = json.at('packages').entries();
  const own = packages.filter(([path]) => !path.includes('node_modules/')).map(([, entry]) => entry);
  const direct = new Set(
    own.flatMap((entry) => namesIn(entry, 'dependencies', 'optionalDependencies', 'devDependencies')),
  );
  if (packages.length === 0) return oldNpmLock(json.at('dependencies'), text);
  return packages.flatMap(([path, entry]) => {
    const name = path.split('node_modules/').at(-1) ?? '';
    const version = entry.at('version').text();
    if (!path.includes('node_modules/') || version === undefined) return [];
    const isTop = path === `node_modules/${name}`;
    return [
      {
        ecosystem: 'npm',
        name,
        version,
        direct: isTop && direct.has(name),
        development: entry.at('dev').flag() === true,
        line: lineAt(text, Math.max(text.indexOf(`"${path}"`), 0)),
      } as const,
    ];
  });
}

/** Lock files of npm up to 6 do not say what is asked for. */
const oldNpmLock = (dependencies: JsonView, text: string): readonly Installed[] =>
  dependencies.entries().flatMap(([name, entry]) => {
    const version = entry.at('version').text();
    return version === undefined
      ? []
      : [
          {
            ecosystem: 'npm',
            name,
            version,
            development: entry.at('dev').flag() === true,
            line: lineAt(text, Math.max(text.indexOf(`"${name}": {`), 0)),
          } as const,
        ];
  });

/** Blocks `"a@^1", a@^1.2:` with a version below; classic and Berry. */
export function yarnLock(repository: Repository, { path, text }: TextFile): readonly Installed[] {
  const asked = askedBeside(repository, path);
  const found: Installed[] = [];
  let name = '';
  for (const [at, line] of text.split('\n').entries()) {
    if (/^\S.*:$/.test(line)) name = /^"?(@?[^@"]+)@/.exec(line)?.[1] ?? '';
    const version = /^ {2}version:? "?([^"\s]+)"?$/.exec(line)?.[1];
    if (version !== undefined && name !== '') found.push(nodePackage(asked, name, version, at + 1));
  }
  return found;
}

/** Keys of `packages`: `/a@1.2.3`, `/a/1.2.3`, `a@1.2.3(peer@1)`. */
export function pnpmLock(repository: Repository, { path, text }: TextFile): readonly Installed[] {
  const asked = askedBeside(repository, path);
  const found: Installed[] = [];
  let inPackages = false;
  for (const [at, line] of text.split('\n').entries()) {
    if (/^\w/.test(line)) inPackages = line.startsWith('packages:');
    const [, name, version] =
      (inPackages ? /^ {2}'?\/?((?:@[\w.-]+\/)?[\w.-]+)[@/](\d[\w.+-]*)[^:]*:/.exec(line) : null) ?? [];
    if (name !== undefined && version !== undefined) found.push(nodePackage(asked, name, version, at + 1));
  }
  return found;
}

const nodePackage = (
  { direct, development }: Asked,
  name: string,
  version: string,
  line: number,
): Installed => ({
  ecosystem: 'npm',
  name,
  version,
  direct: direct.has(name) || development.has(name),
  development: development.has(name) && !direct.has(name),
  line,
});
