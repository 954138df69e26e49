import type { DeclaredRoute } from '../../http/declared.ts';
import type { World } from '../world.ts';
import { springContext } from './context.ts';
import { controllerRoutes } from './controllers.ts';
import { functionalRoutes } from './functional.ts';
import { graphqlRoutes } from './graphql.ts';
import { resourceRoutes } from './resource-handlers.ts';
import { specRoutes } from './spec-first.ts';
import { socketRoutes } from './stomp.ts';

/** All that answers in an application of Spring, behind what its configuration checks. */
export function springRoutes(world: World): readonly DeclaredRoute[] {
  const context = springContext(world);
  const found = [
    ...controllerRoutes(world, context),
    ...functionalRoutes(world, context),
    ...specRoutes(world, context),
    ...graphqlRoutes(world, context),
    ...resourceRoutes(world, context),
  ];
  const literals = new Set(
    found.flatMap(({ asked: { path } }) => (path.resolved && !path.text.includes('{') ? [path.text] : [])),
  );
  const called = found.map(({ route, asked }) => ({
    ...route,
    guards: [...context.guardsFor({ ...asked, literals }), ...route.guards],
  }));
  return [...called, ...socketRoutes(world, context)];
}
