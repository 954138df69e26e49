import type { DeclaredRoute } from '../../http/declared.ts';
import { attribute, expand, isFrom } from '../annotations.ts';
import { everyClass } from '../classes.ts';
import { bracePath } from '../http-paths.ts';
import { scopeOf } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { pathOf, textOf } from '../values.ts';
import { filterChains } from '../spring/filter-chains.ts';
import { webXmls } from '../web-xml.ts';
import type { World } from '../world.ts';
import { constraintsOf } from './constraints.ts';
import { filterGuards } from './web-filters.ts';

const packages = ['jakarta.websocket', 'javax.websocket'];

/** Classes that take sockets at the path of their `@ServerEndpoint`; a configurator may refuse the handshake. */
export function serverEndpoints(world: World): readonly DeclaredRoute[] {
  const files = world.filesWith(/@ServerEndpoint\b/);
  if (files.length === 0) return [];
  const descriptors = webXmls(world);
  const filters = filterGuards(world, descriptors);
  return files
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of): readonly DeclaredRoute[] => {
      const found = expand(world, of.annotations, scopeOf(of)).find(
        (each) => each.name === 'ServerEndpoint' && isFrom(each, packages),
      );
      if (found === undefined) return [];
      const path = bracePath(pathOf(textOf(world, attribute(found, 'value'), found.scope)));
      return [
        {
          technology: 'servlet',
          methods: ['GET'],
          path,
          guards: [
            ...filters(path.text),
            ...filterChains(world)({ near: of.file.path, methods: ['GET'], path }),
            ...constraintsOf(descriptors, ['GET'], path.text),
          ],
          handler: { file: of.file.path, line: of.line, name: of.name },
          handlerLooksAtCredentials: 'perhaps',
          parameters: [],
          protocol: 'ws',
          application: moduleOf(of.file.path),
          origin: { kind: 'read', file: of.file.path, line: found.line },
        },
      ];
    });
}
