import { moduleOf } from '../properties.ts';
import type { WebXml } from '../web-xml.ts';
import type { World } from '../world.ts';

const filters = /security|shiro|auth|login|DelegatingFilterProxy|pac4j|keycloak/i;
const libraries = /\borg\.(springframework\.security|apache\.shiro|pac4j|keycloak)\b/;

/** Whether a library of checks may stand before what the module answers: then nothing of it is known to be open. */
export function outerChecks(world: World, descriptors: readonly WebXml[]): (file: string) => boolean {
  const modules = new Set([
    ...world.paths.filter((path) => libraries.test(world.text(path))).map(moduleOf),
    ...descriptors
      .filter((each) => [...each.filters.values()].some((type) => filters.test(type)))
      .map(({ path }) => moduleOf(path)),
  ]);
  return (file) => modules.has(moduleOf(file));
}
