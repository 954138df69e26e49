import type { JudgedGuard } from '../../http/routing.ts';
import type { World } from '../world.ts';
import type { Asked } from './context.ts';
import { springSecurity } from './security/security.ts';
import { shiroGuards } from './shiro.ts';

type GuardsFor = (asked: Asked) => readonly JudgedGuard[];

const known = new WeakMap<World, GuardsFor>();

/** Chains of filters stand before all that a container serves: servlets, pages and sockets as well as controllers. */
export function filterChains(world: World): GuardsFor {
  const found = known.get(world);
  if (found !== undefined) return found;
  const security = springSecurity(world);
  const shiro = shiroGuards(world);
  const made: GuardsFor = (asked) => [...security.guardsFor(asked), ...shiro(asked)];
  known.set(world, made);
  return made;
}
