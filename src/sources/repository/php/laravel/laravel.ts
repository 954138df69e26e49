import type { Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { bodyOfClosure, methodBody, placeOf } from '../body.ts';
import type { PhpBody } from '../body.ts';
import { callableName } from '../calls.ts';
import { bodyGuards } from '../body-guards.ts';
import { judged } from '../guards.ts';
import { handlerAccess } from '../link-secrets.ts';
import type { Machine } from '../machine.ts';
import { unknownParents } from '../packages.ts';
import { readParameters, unique } from '../parameters.ts';
import { originAt, textOf } from '../value.ts';
import type { PhpValue } from '../value.ts';
import type { PhpCodebase } from '../codebase.ts';
import { startApplications } from './application.ts';
import type { Application } from './application.ts';
import { binderChecks, secretBindings } from './bindings.ts';
import { laravelDialect } from './dialect.ts';
import { globalMiddleware } from './global-middleware.ts';
import { judgeMiddleware } from './middleware.ts';
import type { Registration } from './registry.ts';
import { ofAuthTrait } from './auth-traits.ts';
import { formGuards } from './form-guards.ts';
import { mayGrantNobody } from './gates.ts';
import { signings } from './own-checks.ts';
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
  const [owner, named] = namedHandler(application.machine, registration) ?? [];
  const declared = body === undefined ? codebase.class(owner) : body.class;
  const method = body === undefined ? named : body.method?.name;
  const ofTrait = body === undefined ? ofAuthTrait(codebase, declared, method) : undefined;
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
    ...binderChecks(codebase, application.registry, asked),
    ...(declared === undefined ? [] : unknownParents(codebase, declared)),
    ...(body === undefined
      ? []
      : [
          ...formGuards(application.machine, body),
          ...secretBindings(codebase, body, registration),
          ...bodyGuards(codebase, body, mayGrantNobody(codebase, body)),
        ]),
    ...(ofTrait === 'by-token'
      ? [judged('token', 'authentication', originAt(site.scope.file, site.node))]
      : []),
  ];
  const origin = originAt(site.scope.file, site.node);
  return {
    technology: application.technology,
    methods: registration.methods,
    path,
    ...handlerAccess(codebase, body, laravelDialect, path.text, guards, signings(codebase)),
    ...(body === undefined ? {} : { handler: placeOf(body) }),
    ...((registration.builtIn === true || ofTrait !== undefined) && body === undefined
      ? { handlerLooksAtCredentials: 'no' }
      : {}),
    parameters:
      body === undefined
        ? []
        : parametersOf(application.machine, body, registration.methods[0] ?? 'GET', path.text),
    application: application.origin,
    origin,
  };
}

function handlerOf(machine: Machine, registration: Registration): PhpBody | undefined {
  const closure = bodyOfClosure(registration.action);
  if (closure !== undefined) return closure;
  const [owner, method] = namedHandler(machine, registration) ?? [];
  return owner === undefined || method === undefined
    ? undefined
    : methodBody(machine.codebase, owner, method);
}

/** The class and the method that answer, by their names. */
function namedHandler(
  { codebase }: Machine,
  { action, group, controllerMethod }: Registration,
): readonly [owner: string, method: string] | undefined {
  const owner = group.controller;
  const written = textOf(action);
  const inGroup = owner !== undefined && written !== undefined && /^\w+$/.test(written);
  const [name, method] =
    controllerMethod !== undefined
      ? [written, controllerMethod]
      : inGroup
        ? [ownerName(owner), written]
        : (callableName(action) ?? callableName(owner) ?? []);
  if (name === undefined || method === undefined) return undefined;
  const plain = name.replace(/^\\/, '');
  const names = [
    ...(group.namespace === '' ? [] : [`${group.namespace}\\${plain}`]),
    plain,
    `App\\Http\\Controllers\\${plain}`,
  ];
  const found =
    names.find((each) => methodBody(codebase, each, method) !== undefined) ??
    names.find((each) => codebase.class(each) !== undefined);
  return found === undefined ? undefined : [found, method];
}

const ownerName = (value: PhpValue): string | undefined =>
  value.kind === 'object' ? value.className : textOf(value);

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
    ...readParameters(machine.codebase, body, laravelDialect, method, path),
  ]);
}
