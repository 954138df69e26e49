import type { RoutePath } from '../../http/paths.ts';
import type { AskedPath } from '../anonymous/path-questions.ts';
import type { World } from '../world.ts';

const contextPaths = [
  ['server.servlet.context-path', 'server.context-path', 'spring.webflux.base-path'],
  ['spring.mvc.servlet.path', 'server.servlet-path', 'server.servlet.path'],
];

/** Context and servlet path of an application. */
export function outerPath(world: World, near: string): RoutePath {
  const parts = contextPaths.map(
    (keys) =>
      keys.flatMap((key) => world.properties.get(key, near) ?? [])[0] ??
      keys.flatMap((key) => world.properties.ofProfiles(key, near) ?? [])[0] ??
      '',
  );
  const filled = parts.map((part) => world.properties.fill(part, near));
  const text = filled.map((part) => part ?? '{unresolved}').join('/');
  if (filled.includes(undefined))
    return { text, resolved: false, why: `the context path ${parts.join('')} has no value` };
  return { text, resolved: true };
}

/** The path that a check before a handler sees, where it is known. */
export function askedPath(world: World, near: string, path: RoutePath): AskedPath | undefined {
  if (!path.resolved) return undefined;
  const outer = outerPath(world, near);
  const text = `/${path.text}`.replaceAll(/\/{2,}/g, '/');
  return { text, isWhole: outer.resolved && outer.text.replaceAll('/', '') === '' };
}
