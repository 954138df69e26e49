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
