import type { World } from './world.ts';

interface Build {
  readonly folder: string;
  /** Names under which other builds may mean it. */
  readonly names: readonly string[];
  readonly uses: (name: string) => boolean;
}

const known = new WeakMap<World, ReadonlyMap<string, Build>>();

/** Whether the build of a module uses another module of the target, itself or by way of others. */
export function usesModule(world: World, module: string, other: string): boolean {
  const builds = known.get(world) ?? buildsIn(world);
  known.set(world, builds);
  // A module without a build of its own is built with everything around it.
  if (!builds.has(module) || !builds.has(other) || nameOf(other) === '') return true;
  const seen = new Set<string>();
  const queue = [module];
  while (queue.length > 0) {
    const folder = queue.shift() ?? '';
    if (seen.has(folder)) continue;
    seen.add(folder);
    const build = builds.get(folder);
    for (const next of builds.values()) {
      if (seen.has(next.folder) || !next.names.some((name) => build?.uses(name) === true)) continue;
      if (next.folder === other) return true;
      queue.push(next.folder);
    }
  }
  return false;
}

const nameOf = (folder: string): string => folder.split('/').at(-2) ?? '';
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

function buildsIn(world: World): ReadonlyMap<string, Build> {
  const files = [...world.repository.files.values()];
  const poms = files.filter(({ path }) => /(^|\/)pom\.xml$/.test(path));
  const byArtifact = new Map(poms.map(({ text }) => [artifactOf(text), text]));
  const builds = new Map<string, Build>();
  for (const { path, text } of poms) {
    const names = namesUsed(text, byArtifact, 0);
    const own = [artifactOf(text), nameOf(folderOf(path))].filter((name) => name !== '');
    builds.set(folderOf(path), { folder: folderOf(path), names: own, uses: (name) => names.has(name) });
  }
  for (const { path, text } of files)
    if (/(^|\/)build\.gradle(\.kts)?$/.test(path)) {
      const folder = folderOf(path);
      const own = nameOf(folder) === '' ? [] : [nameOf(folder)];
      builds.set(folder, { folder, names: own, uses: (name) => text.includes(name) });
    }
  return builds;
}

/** What only lists modules, or the versions that dependencies would have, uses none of them. */
const beside =
  /<!--[^]*?-->|<(modules|dependencyManagement|build|pluginManagement|exclusions|properties)>[^]*?<\/\1>/g;
const above = /<parent>[^]*?<\/parent>/;
const artifact = /<artifactId>\s*([\w.-]+)\s*<\/artifactId>/g;

const artifactsIn = (text: string): readonly string[] =>
  [...text.replace(above, '').replace(beside, '').matchAll(artifact)].map(([, name = '']) => name);

const artifactOf = (text: string): string =>
  artifactsIn(text.replace(/<dependencies>[^]*<\/dependencies>/, ''))[0] ?? '';

/** Artifacts that a Maven build depends on, with those of the builds that it inherits from. */
function namesUsed(
  text: string,
  byArtifact: ReadonlyMap<string, string>,
  depth: number,
): ReadonlySet<string> {
  const [, parent = ''] = /<artifactId>\s*([\w.-]+)/.exec(above.exec(text)?.[0] ?? '') ?? [];
  const inherited = depth < 8 ? byArtifact.get(parent) : undefined;
  return new Set([
    ...artifactsIn(text),
    ...(inherited === undefined ? [] : namesUsed(inherited, byArtifact, depth + 1)),
  ]);
}
