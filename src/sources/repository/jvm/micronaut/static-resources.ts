import type { DeclaredRoute } from '../../http/declared.ts';
import { bracePath, joinAll } from '../http-paths.ts';
import { moduleOf } from '../properties.ts';
import { pathOf } from '../values.ts';
import type { World } from '../world.ts';
import { micronautGuards } from './access.ts';

const settings = /^micronaut\.router\.staticresources\.([^.]+)\./;

/** Patterns below which the settings of a module let files be served. */
export function staticResources(
  world: World,
  modules: ReadonlyMap<string, string>,
  outerOf: (near: string) => ReturnType<typeof pathOf>,
): readonly DeclaredRoute[] {
  const namesOf = (near: string): readonly string[] => world.properties.keys(settings, near);
  return [...modules].flatMap(([module, near]) => {
    // Settings of the module around it are also found for a module inside.
    const around = [...modules].flatMap(([other, source]) =>
      other !== module && module.startsWith(other) ? namesOf(source) : [],
    );
    const own = namesOf(near).filter((name) => !around.includes(name));
    return own.flatMap((name): readonly DeclaredRoute[] => {
      const get = (key: string): string | undefined =>
        world.properties.get(`micronaut.router.static-resources.${name}.${key}`, near);
      const mapping = get('mapping');
      const file = world.properties.fileOf(near);
      // Without a pattern of its own a folder is served at the root, behind every route.
      if (mapping === undefined || file === undefined || get('enabled') === 'false' || mapping === '/**')
        return [];
      const path = bracePath(joinAll(outerOf(near), pathOf({ text: mapping })));
      return [
        {
          technology: 'micronaut',
          methods: ['GET'],
          path,
          guards: micronautGuards(world, { near, own: [], annotations: [], path, methods: ['GET'] }),
          handlerLooksAtCredentials: 'no',
          parameters: [],
          application: moduleOf(near),
          origin: { kind: 'read', file, line: 1 },
        },
      ];
    });
  });
}
