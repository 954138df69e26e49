import type { World } from './world.ts';

const buildFile = /(^|\/)(pom\.xml|build\.gradle(\.kts)?|libs\.versions\.toml|build\.sbt|ivy\.xml)$/;

/** Whether a build file of the module of a source, or above it, names a package. */
export const dependsOn = (world: World, near: string, pattern: RegExp): boolean =>
  buildNaming(world, near, pattern) !== undefined;

/** The build file that names the package. */
export function buildNaming(world: World, near: string, pattern: RegExp): string | undefined {
  for (const { path, text } of world.repository.files.values()) {
    if (!buildFile.test(path)) continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1).replace(/gradle\/$/, '');
    if (near.startsWith(folder) && (pattern.test(text) || pattern.test(text.replaceAll('.', '-'))))
      return path;
  }
  return undefined;
}

/** Whether the build of a module uses another module of the target, itself or by way of others. */
export function usesModule(world: World, module: string, other: string): boolean {
  const builds = [...world.repository.files.values()].filter(({ path }) =>
    /(^|\/)(pom\.xml|build\.gradle(\.kts)?)$/.test(path),
  );
  const byFolder = new Map(builds.map(({ path, text }) => [path.slice(0, path.lastIndexOf('/') + 1), text]));
  const nameOf = (folder: string): string => folder.split('/').at(-2) ?? '';
  // A module without a build of its own is built with everything around it.
  if (!byFolder.has(module) || !byFolder.has(other) || nameOf(other) === '') return true;
  const seen = new Set<string>();
  const queue = [module];
  while (queue.length > 0) {
    const folder = queue.shift() ?? '';
    if (seen.has(folder)) continue;
    seen.add(folder);
    const text = byFolder.get(folder) ?? '';
    for (const next of byFolder.keys()) {
      const name = nameOf(next);
      if (name === '' || seen.has(next) || !text.includes(name)) continue;
      if (next === other) return true;
      queue.push(next);
    }
  }
  return false;
}
