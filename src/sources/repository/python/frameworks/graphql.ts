import type { DeclaredRoute } from '../../http/declared.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { keepsOut } from '../../http/access.ts';
import type { CallEvent, Machine } from '../evaluator/machine.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { ResultValue, Value } from '../evaluator/value.ts';
import { argument, isNone, itemsOf } from '../evaluator/value.ts';
import { classSigns, judgeCheck, judgeWrappers, nameOf, originAt } from '../reading/judge.ts';
import { decoration } from '../reading/registrations.ts';
import { routeOf } from '../reading/routes.ts';
import { textOf } from '../reading/texts.ts';
import { permissionGuards } from './drf-permissions.ts';
import type { GraphqlField } from './graphql-fields.ts';
import { typeFields } from './graphql-fields.ts';

type Root = 'Query' | 'Mutation' | 'Subscription';

interface Served {
  readonly path: DeclaredRoute['path'];
  readonly guards: readonly JudgedGuard[];
  /** Everything that stands before the fields is understood. */
  readonly isRead: boolean;
}

/** Fields of the root types of Graphene, Strawberry and Ariadne, behind each address that serves their schema. */
export function graphqlRoutes(machine: Machine, others: readonly DeclaredRoute[]): readonly DeclaredRoute[] {
  const schemas = machine.events.filter(({ result }) => isSchema.test(libraryPath(result) ?? ''));
  return schemas.flatMap(({ result }) => {
    const fields = fieldsOf(machine, result);
    if (fields.length === 0) return [];
    const served = addresses(machine, result, others, schemas.length === 1);
    return served.flatMap((at) => fields.map(([root, field]) => fieldRoute(machine, at, root, field)));
  });
}

const isSchema =
  /^(graphene|strawberry)(\.\w+)*\.(Schema|build_schema)\(\)$|^strawberry_django\.(\w+\.)*Schema\(\)$|^ariadne\.(\w+\.)*make_executable_schema\(\)$/;

function fieldsOf(
  machine: Machine,
  { callee, args }: ResultValue,
): readonly (readonly [Root, GraphqlField])[] {
  if (libraryPath(callee)?.startsWith('ariadne.') === true)
    return machine.events.flatMap((event) => ariadneField(event, args.positional));
  const roots = [
    ['Query', argument(args, 0, 'query')],
    ['Mutation', argument(args, 1, 'mutation')],
    ['Subscription', argument(args, 2, 'subscription')],
  ] as const;
  return roots.flatMap(([root, type]) => typeFields(machine, type).map((field) => [root, field] as const));
}

/** `@query.field('boats')` on an object that the schema is made with. */
function ariadneField(event: CallEvent, given: readonly Value[]): readonly (readonly [Root, GraphqlField])[] {
  const applied = decoration(event);
  if (applied?.name !== 'field' || applied.target.kind !== 'function') return [];
  const { object, args, target } = applied;
  const word = /^ariadne\.(\w+\.)*(Query|Mutation|Subscription)Type\(\)$/.exec(
    libraryPath(object) ?? '',
  )?.[2];
  const name = textOf(args.positional[0]);
  const isGiven = given.some((each) => itemsOf(each).includes(object));
  if (name === undefined || !isGiven || (word !== 'Query' && word !== 'Mutation' && word !== 'Subscription'))
    return [];
  return [[word, { name, resolver: target, permissions: [], args: [], signsIn: false, place: target }]];
}

function fieldRoute(
  machine: Machine,
  { path, guards, isRead }: Served,
  root: Root,
  field: GraphqlField,
): DeclaredRoute {
  const { resolver, place, permissions } = field;
  const asked = permissionGuards({ machine }, permissions, { method: 'POST', ofObject: false }, place);
  const own = resolver === undefined ? [] : judgeWrappers(machine, resolver.wrappers);
  const origin = originAt(place);
  const made = routeOf(machine, {
    technology: 'graphql',
    protocol: 'graphql',
    methods: ['POST'],
    path: { ...path, text: `${path.text}#${root}.${field.name}` },
    handler: resolver,
    harmless: field.signsIn,
    ...(callers.test(resolver?.node.text ?? '') ? { looks: 'perhaps' as const } : {}),
    guards: [...guards, ...asked, ...own],
    parameters: field.args.map((name) => ({ name, in: 'body', required: false, origin })),
    place,
  });
  return isRead || made.guards.some(keepsOut) || made.handlerLooksAtCredentials === 'unseen'
    ? made
    : { ...made, handlerLooksAtCredentials: 'perhaps' };
}

/** Who calls stands in the context of a field. */
const callers = /\bcontext\b.*(user|viewer|auth|token|account|identity|member|session)/i;

/** Where a schema is served: routes that other readers found, else what it is mounted with, else the usual address. */
function addresses(
  machine: Machine,
  schema: Value,
  routes: readonly DeclaredRoute[],
  isOnly: boolean,
): readonly Served[] {
  const placed = machine.events.flatMap((event): readonly Served[] => {
    const view = viewIn([...event.args.positional, ...event.args.keywords.values()], schema, isOnly, 0);
    if (view === undefined || view === schema) return [];
    const isRead = readsNothing(machine, view);
    const at = originAt(event.place);
    const route = routes.find(({ origin }) => origin.file === at.file && origin.line === at.line);
    if (route !== undefined) return [{ path: route.path, guards: route.guards, isRead }];
    return mounted(machine, event, view, isRead);
  });
  if (placed.length === 0) return [{ path: { text: '/graphql', resolved: true }, guards: [], isRead: false }];
  return placed.filter(({ path }, at) => placed.findIndex((each) => each.path.text === path.text) === at);
}

const library =
  /^(flask_graphql|graphql_server|graphene_django|graphene_file_upload|strawberry|strawberry_django|ariadne|ariadne_django|starlette_graphene3?|aiohttp_graphql|sanic_graphql)\./;

/** The view, router or application of a library that was made with the schema, within what a call is given. */
function viewIn(given: readonly Value[], schema: Value, isOnly: boolean, depth: number): Value | undefined {
  for (const each of given) {
    if (each === schema) return each;
    if (depth > 3 || (each.kind !== 'result' && each.kind !== 'instance')) continue;
    const { positional, keywords } = each.kind === 'result' ? each.args : each.made;
    const inner = viewIn([...positional, ...keywords.values()], schema, isOnly, depth + 1);
    if (inner === schema && library.test(libraryPath(each) ?? '')) return each;
    if (inner !== undefined && inner !== schema) return inner;
    // Graphene's view of Django takes the schema from the settings.
    const bare =
      keywords.get('schema') === undefined &&
      /^graphene_django\..*View\.as_view\(\)$/.test(libraryPath(each) ?? '');
    if (isOnly && bare) return each;
  }
  return undefined;
}

/** A view or context of the target's own may look at who calls before any field is asked. */
function readsNothing(machine: Machine, view: Value): boolean {
  const args = view.kind === 'result' ? view.args : view.kind === 'instance' ? view.made : undefined;
  const suspects = [
    'context_getter',
    'get_context',
    'context_value',
    'dependencies',
    'extensions',
    'middleware',
  ];
  const given = suspects.flatMap((name) => itemsOf(args?.keywords.get(name)));
  const of =
    view.kind === 'instance'
      ? view.of
      : view.kind === 'result' && view.callee.kind === 'member'
        ? view.callee.object
        : view;
  if (of.kind === 'class') {
    const names = [...of.attributes.keys()].filter((name) => name !== '__init__');
    const { readsCredential, rejectsForbidden, rejectsUnknown } = classSigns(machine, of, names);
    if (readsCredential || rejectsForbidden || rejectsUnknown) return false;
  }
  return given.every((value) => {
    if (value.kind !== 'function' && value.kind !== 'class' && value.kind !== 'instance')
      return isNone(value);
    const told = judgeCheck(machine, {
      value,
      name: nameOf(value),
      place: value.kind === 'instance' ? value.place : value,
    });
    return told.resolved && told.guard.kind === 'other';
  });
}

const plain = /^(fastapi|starlette)\.(\w+\.)*(FastAPI|Starlette)\(\)$/;

/** `app.mount('/graphql', GraphQL(schema))`, `app.include_router(GraphQLRouter(schema), prefix='/graphql')`. */
function mounted(machine: Machine, event: CallEvent, view: Value, isRead: boolean): readonly Served[] {
  const { callee, args } = event;
  if (callee.kind !== 'member' || !/^(mount|include_router|add_route|add_websocket_route)$/.test(callee.name))
    return [];
  const own = view.kind === 'result' || view.kind === 'instance' ? view : undefined;
  const inside =
    own === undefined
      ? undefined
      : textOf((own.kind === 'result' ? own.args : own.made).keywords.get('path'));
  const text = `${textOf(argument(args, callee.name === 'include_router' ? -1 : 0, 'prefix', 'path')) ?? ''}${inside ?? ''}`;
  const isApplication = plain.test(libraryPath(callee.object) ?? '');
  const isAlone = isApplication && isUnchecked(machine, callee.object, args);
  const at = text.replace(/\/$/, '');
  const path = isApplication
    ? { text: at, resolved: true }
    : { text: at, resolved: false, why: 'where its router is put was not followed' };
  return [{ path, guards: [], isRead: isRead && isAlone }];
}

/** Nothing stands before what an application answers, other than what lets a page of another address call. */
function isUnchecked(machine: Machine, app: Value, args: CallEvent['args']): boolean {
  const own = app.kind === 'result' ? app.args.keywords : new Map<string, Value>();
  if (['dependencies', 'middleware'].some((name) => own.has(name) || args.keywords.has(name))) return false;
  return machine.events.every(({ callee, args: given }) => {
    const isOf = callee.kind === 'member' && callee.object === app;
    if (!isOf || !/^(add_middleware|middleware)$/.test(callee.name)) return true;
    return /cors|gzip/i.test(libraryPath(given.positional[0]) ?? '');
  });
}
