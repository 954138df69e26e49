import type { Method } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Annotated } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import type { HandlerMethod } from '../handlers.ts';
import { argumentGuards } from './arguments.ts';
import { aspectGuards } from './aspects.ts';
import { outerPath } from './context-path.ts';
import { interceptorGuards } from './interceptors.ts';
import { packageGuards } from './brought.ts';
import { saFilterGuards } from './sa-token-guards.ts';
import { shiroGuards } from './shiro.ts';
import { springSecurity } from './security/security.ts';
import { servletFilterGuards } from './servlet-filters.ts';
import type { World } from '../world.ts';

export interface Asked {
  readonly near: string;
  readonly methods: readonly Method[];
  /** Without the context path. */
  readonly path: RoutePath;
  /** Paths of handlers without variables, without the context path. */
  readonly literals?: ReadonlySet<string>;
  /** Absent: the handler is no method of a controller. */
  readonly handled?: {
    readonly of: ClassDeclaration;
    readonly own: readonly Annotated[];
    readonly handler: HandlerMethod;
  };
}

/** What holds for every handler of an application. */
export interface SpringContext {
  /** Prefix that the configuration gives the mappings of a controller. */
  readonly innerOf: (of: ClassDeclaration, own: readonly Annotated[]) => RoutePath;
  /** Context and servlet path. */
  readonly outerOf: (near: string) => RoutePath;
  readonly guardsFor: (asked: Asked) => readonly JudgedGuard[];
}

export function springContext(world: World): SpringContext {
  const security = springSecurity(world);
  const intercepted = interceptorGuards(world);
  const shiro = shiroGuards(world);
  const saToken = saFilterGuards(world);
  const filtered = servletFilterGuards(world, security.isActive);
  const advised = aspectGuards(world);
  const filled = argumentGuards(world);
  const brought = packageGuards(world, security.isActive);
  return {
    innerOf: () => rootPath,
    outerOf: (near) => outerPath(world, near),
    guardsFor: (asked) => [
      ...filtered(asked),
      ...security.guardsFor(asked),
      ...shiro(asked),
      ...saToken(asked),
      ...intercepted(asked),
      ...advised(asked),
      ...filled(asked),
      ...brought(asked),
    ],
  };
}
