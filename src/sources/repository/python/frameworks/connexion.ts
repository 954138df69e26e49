import { posix } from 'node:path';
import type { WrittenOperation } from '../../documents/operations.ts';
import { writtenOperations } from '../../documents/operations.ts';
import type { Repository } from '../../gather.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { joinPaths } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { importedValue } from '../evaluator/modules.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { Machine } from '../evaluator/machine.ts';
import type { Arguments, Place, Value } from '../evaluator/value.ts';
import { argument, isNone } from '../evaluator/value.ts';
import { originAt } from '../reading/judge.ts';
import { routeOf } from '../reading/routes.ts';
import { routePath, textOf } from '../reading/texts.ts';
import { flaskViews } from './flask-views.ts';
import type { FlaskWorld } from './flask.ts';
import { madeWith } from './flask.ts';

/**
 * Connexion: `app.add_api('openapi.yaml')` makes an endpoint of each operation of the document. Its `operationId` names
 * the function, its `security` keeps out whoever shows nothing: a scheme without a function lets nobody in.
 */
export function describedRoutes(
  { machine, around: { repository, gaps } }: FlaskWorld,
  app: Value,
  args: Arguments,
  place: Place,
): readonly DeclaredRoute[] {
  if (libraryPath(app)?.startsWith('connexion.') !== true) return [];
  const file = documentOf(repository, app, args, place);
  const operations = file === undefined ? undefined : writtenOperations(repository, file);
  if (operations === undefined) {
    const subject = textOf(argument(args, 0, 'specification')) ?? 'a document of operations';
    gaps.push({ kind: 'read-document', subject, why: 'it was not found', origin: originAt(place) });
    return [];
  }
  const told = argument(args, 1, 'base_path');
  const resolver = args.keywords.get('resolver') ?? madeWith(app)?.keywords.get('resolver');
  return operations.flatMap((operation) => {
    const prefix = told === undefined || isNone(told) ? plainPath(operation.base) : routePath(told);
    const at = { file: operation.file, line: operation.line };
    return operationRoutes(machine, operation, joinPaths(prefix, plainPath(operation.path)), {
      place,
      handler: handlerOf(machine, place, nameOf(operation, resolver)),
    }).map((route) => ({ ...route, origin: { kind: 'read', ...at } }) as const);
  });
}

const plainPath = (text: string): RoutePath => ({ text: text.replace(/\/$/, ''), resolved: true });

function operationRoutes(
  machine: Machine,
  operation: WrittenOperation,
  path: RoutePath,
  { place, handler }: { readonly place: Place; readonly handler: Value | undefined },
): readonly DeclaredRoute[] {
  const before = operation.secured ? [securityOf(machine, operation, place)] : [];
  const origin = { kind: 'read', file: operation.file, line: operation.line } as const;
  return flaskViews(machine, handler, [operation.method]).map((view) => {
    const read = view.parameters(path.text);
    const told = operation.parameters.map((each) => ({ ...each, origin }));
    const known = new Set(told.map(({ name }) => name));
    return routeOf(machine, {
      technology: 'connexion',
      path,
      place,
      ...view,
      guards: [...before, ...view.guards],
      parameters: [...told, ...read.filter(({ name }) => !known.has(name))],
    });
  });
}

/** The check that runs before the handler: the function the document names, or the place of the operation. */
function securityOf(
  machine: Machine,
  { requires, checks, file, line }: WrittenOperation,
  place: Place,
): JudgedGuard {
  const [scheme = 'security', ...scopes] = requires;
  const check = handlerOf(machine, place, checks[0]);
  return {
    guard: {
      name: check?.kind === 'function' ? check.name : scheme,
      kind: 'authentication',
      requires: scopes,
      origin: check?.kind === 'function' ? originAt(check) : { kind: 'read', file, line },
    },
    resolved: true,
    conditional: false,
    passes: false,
  };
}

/** Where the document is: below the folder that the application is told, which is relative to its own file. */
function documentOf(repository: Repository, app: Value, args: Arguments, place: Place): string | undefined {
  const name = textOf(argument(args, 0, 'specification'));
  if (name === undefined) return undefined;
  const folder = textOf(argument(madeWith(app) ?? args, -1, 'specification_dir')) ?? '';
  const made = app.kind === 'result' || app.kind === 'instance' ? app.place : place;
  const roots = [made, place].map(({ module }) => posix.dirname(module.path));
  const wanted = [...roots, ''].flatMap((root) => [posix.join(root, folder, name), posix.join(root, name)]);
  const exact = wanted.map((path) => path.replace(/^\/+/, '')).find((path) => repository.files.has(path));
  if (exact !== undefined) return exact;
  const ending = [...repository.files.keys()].filter((path) =>
    `/${path}`.endsWith(`/${posix.basename(name)}`),
  );
  return ending.length === 1 ? ending[0] : undefined;
}

/** The dotted name of the function of an operation. */
function nameOf(
  { operationId, controller, method, path }: WrittenOperation,
  resolver: Value | undefined,
): string | undefined {
  if (operationId !== undefined)
    return controller === undefined ? operationId : `${controller}.${operationId}`;
  if (libraryPath(resolver)?.endsWith('.RestyResolver()') !== true) return undefined;
  const above =
    controller ?? textOf(argument(madeWith(resolver ?? { kind: 'unknown', why: '' }) ?? noneGiven, 0));
  const parts = path.split('/').filter((part) => part !== '');
  const resource = parts
    .filter((part) => !part.startsWith('{'))
    .join('.')
    .replaceAll('-', '_');
  const isCollection = method === 'GET' && parts.at(-1)?.startsWith('{') !== true;
  return above === undefined
    ? undefined
    : `${above}.${resource}.${isCollection ? 'search' : method.toLowerCase()}`;
}

const noneGiven: Arguments = { positional: [], keywords: new Map(), open: false };

function handlerOf(machine: Machine, { module }: Place, name: string | undefined): Value | undefined {
  if (name === undefined) return undefined;
  // From beside the module, as the function may stand in it.
  const target = machine.packages.dotted(posix.join(posix.dirname(module.path), name), name);
  return target.kind === 'module' ? importedValue(machine, target) : undefined;
}
