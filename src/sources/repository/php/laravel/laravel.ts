import type { Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { bodyOfClosure, methodBody, placeOf } from '../body.ts';
import type { PhpBody } from '../body.ts';
import { callableName } from '../calls.ts';
import { bodyGuards } from '../body-guards.ts';
import { handlerAccess } from '../link-secrets.ts';
import type { Machine } from '../machine.ts';
import { unknownParents } from '../packages.ts';
import { readParameters, unique } from '../parameters.ts';
import { originAt, textOf } from '../value.ts';
import type { PhpValue } from '../value.ts';
import type { PhpCodebase } from '../codebase.ts';
import { startApplications } from './application.ts';
import type { Application } from './application.ts';
import { secretBindings } from './bindings.ts';
import { laravelDialect } from './dialect.ts';
import { globalMiddleware } from './global-middleware.ts';
import { judgeMiddleware } from './middleware.ts';
import type { Registration } from './registry.ts';
import { formGuards } from './form-guards.ts';
import { validatedParameters } from './validation.ts';

/** Routes of Laravel and Lumen: applications are started as far as their code tells, and what they register is read. */
export function laravelRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  return startApplications(codebase).flatMap((application) =>
    application.registry.registrations.map((registration) => routeOf(codebase, application, registration)),
  );
}

function routeOf(codebase: PhpCodebase, application: Application, registration: Registration): DeclaredRoute {
  const { group, site, path } = registration;
  const body = handlerOf(application.machine, registration);
  const declared = body?.class;
  const method = body?.method?.name;
  const own = declared === undefined || method === undefined ? [] : application.checks.of(declared, method);
  const asked = { name: registration.name, path: path.text };
  const guards = [
    ...globalMiddleware(application.table, codebase, asked),
    ...judgeMiddleware(
      codebase,
      application.table,
      [...group.middleware, ...registration.middleware, ...own],
      [...group.without, ...registration.without],
      asked,
    ),
    ...(declared === undefined ? [] : unknownParents(codebase, declared)),
    ...(body === undefined
      ? []
      : [
          ...formGuards(application.machine, body),
          ...secretBindings(codebase, body, registration),
          ...bodyGuards(codebase, body),
        ]),
  ];
  const origin = originAt(site.scope.file, site.node);
  return {
    technology: application.technology,
    methods: registration.methods,
    path,
    ...handlerAccess(codebase, body, laravelDialect, path.text, guards),
    ...(body === undefined ? {} : { handler: placeOf(body) }),
    ...(registration.builtIn === true && body === undefined ? { handlerLooksAtCredentials: 'no' } : {}),
    parameters:
      body === undefined
        ? []
        : parametersOf(application.machine, body, registration.methods[0] ?? 'GET', path.text),
    application: application.origin,
    origin,
  };
}

function handlerOf(machine: Machine, { action, group, controllerMethod }: Registration): PhpBody | undefined {
  const closure = bodyOfClosure(action);
  if (closure !== undefined) return closure;
  const owner = group.controller;
  if (controllerMethod !== undefined) return find(machine, group.namespace, textOf(action), controllerMethod);
  const written = textOf(action);
  if (owner !== undefined && written !== undefined && /^\w+$/.test(written))
    return find(machine, group.namespace, ownerName(owner), written);
  const named = callableName(action) ?? callableName(owner);
  return named === undefined ? undefined : find(machine, group.namespace, named[0], named[1]);
}

const ownerName = (value: PhpValue): string | undefined =>
  value.kind === 'object' ? value.className : textOf(value);

function find(
  machine: Machine,
  namespace: string,
  owner: string | undefined,
  method: string,
): PhpBody | undefined {
  if (owner === undefined) return undefined;
  const plain = owner.replace(/^\\/, '');
  const names = [
    ...(namespace === '' ? [] : [`${namespace}\\${plain}`]),
    plain,
    `App\\Http\\Controllers\\${plain}`,
  ];
  return names.flatMap((name) => methodBody(machine.codebase, name, method) ?? [])[0];
}

function parametersOf(machine: Machine, body: PhpBody, method: string, path: string): readonly Parameter[] {
  const inPath = body.parameters.flatMap(({ name, type, node }): readonly Parameter[] =>
    path.includes(`{${name}}`) && type !== undefined && /^(int|string|float|bool)$/.test(type)
      ? [
          {
            name,
            in: 'path',
            type: type === 'int' ? 'integer' : type,
            required: true,
            origin: originAt(body.file, node),
          },
        ]
      : [],
  );
  return unique([
    ...inPath,
    ...validatedParameters(machine, body, method),
    ...readParameters(machine.codebase, body, laravelDialect, method),
  ]);
}
