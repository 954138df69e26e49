import type { Method, Parameter } from '../../../model/api.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { RoutePath } from '../http/paths.ts';
import type { JudgedGuard } from '../http/routing.ts';
import { placeOf } from './body.ts';
import type { PhpBody } from './body.ts';
import type { PhpCodebase } from './codebase.ts';
import { bodyGuards } from './body-guards.ts';
import { handlerAccess } from './link-secrets.ts';
import { readParameters, unique } from './parameters.ts';
import type { Dialect } from './parameters.ts';
import type { ReadOrigin } from './value.ts';

export interface FoundRoute {
  readonly technology: string;
  readonly methods: readonly Method[];
  readonly path: RoutePath;
  readonly body: PhpBody | undefined;
  readonly guards: readonly JudgedGuard[];
  readonly parameters?: readonly Parameter[];
  /** The framework answers itself. */
  readonly builtIn?: boolean;
  readonly application?: string;
  readonly origin: ReadOrigin;
}

/** A route with what its handler's body shows: its own checks and what it reads of the request. */
export function toDeclared(
  codebase: PhpCodebase,
  dialect: Dialect,
  found: FoundRoute,
): readonly DeclaredRoute[] {
  const { body, technology, methods, path, origin } = found;
  const [first = 'GET'] = methods;
  const read = (method: Method): readonly Parameter[] =>
    unique([
      ...(found.parameters ?? []),
      ...(body === undefined
        ? []
        : readParameters(codebase, body, dialect, method === 'ANY' ? 'GET' : method)),
    ]).filter((each) => dialect.array !== 'input' || !path.text.includes(`{${each.name}}`));
  const common: Omit<DeclaredRoute, 'methods' | 'parameters'> = {
    technology,
    path,
    ...(body === undefined ? {} : { handler: placeOf(body) }),
    ...handlerAccess(codebase, body, dialect, path.text, [
      ...found.guards,
      ...(body === undefined ? [] : bodyGuards(codebase, body)),
    ]),
    ...(found.builtIn === true ? { handlerLooksAtCredentials: 'no' } : {}),
    ...(found.application === undefined ? {} : { application: found.application }),
    origin,
  };
  if (methods.length < 2) return [{ ...common, methods, parameters: read(first) }];
  return methods.map((method) => ({ ...common, methods: [method], parameters: read(method) }));
}
