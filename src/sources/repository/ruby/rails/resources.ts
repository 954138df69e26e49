import type { Method } from '../../../../model/api.ts';
import { joinPaths, rootPath } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { plural, singular } from '../inflections.ts';
import type { Call } from '../syntax.ts';
import { option, pairsIn, statementsOf } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';
import { guardOfConstraint } from './constraints.ts';
import { runConcerns } from './dsl.ts';
import type { Draw, Place, Resource } from './place.ts';
import { isFormatted, joinModule, railsPath, scopeOf, withFormat } from './place.ts';

type DrawStatements = (draw: Draw, nodes: readonly SyntaxNode[], place: Place) => void;

const many: readonly (readonly [
  action: string,
  methods: readonly Method[],
  on: 'collection' | 'member' | 'new' | 'edit',
])[] = [
  ['index', ['GET'], 'collection'],
  ['create', ['POST'], 'collection'],
  ['new', ['GET'], 'new'],
  ['edit', ['GET'], 'edit'],
  ['show', ['GET'], 'member'],
  ['update', ['PATCH', 'PUT'], 'member'],
  ['destroy', ['DELETE'], 'member'],
];

/** `resources :posts, only: […] do … end`, `resource :profile`. */
export function resourceCall(draw: Draw, call: Call, place: Place, drawStatements: DrawStatements): void {
  const scope = scopeOf(draw, place);
  for (const arg of call.args) {
    const name = textOf(arg, scope);
    const isMany = call.name === 'resources';
    const module = option(call, 'module');
    const owner = module === undefined ? place.module : joinModule(place.module, textOf(module, scope).text);
    const resource = resourceOf(draw, call, { ...place, module: owner }, name, isMany);
    const guard = guardOfConstraint(draw, call, place);
    const guards = guard === undefined ? place.guards : [...place.guards, guard];
    for (const action of actionsOf(draw, call, place, isMany))
      addAction(draw, call, { ...place, guards }, resource, action);
    const inside: Place = {
      ...withoutLimits(place),
      module: owner,
      prefix: resource.nested,
      level: isMany ? 'resources' : 'resource',
      resource,
      shallow: shallowIn(call, place),
      formatted: isFormatted(call, place),
      guards,
    };
    runConcerns(draw, listOf(option(call, 'concerns'), scope), inside);
    drawStatements(draw, statementsOf(call.block), inside);
  }
}

const withoutLimits = (place: Place): Place => {
  const { action: _action, ...rest } = place;
  return rest;
};

function shallowIn(call: Call, place: Place): boolean {
  const said = option(call, 'shallow');
  return said === undefined ? place.shallow : said.type === 'true';
}

function resourceOf(draw: Draw, call: Call, place: Place, name: RoutePath, isMany: boolean): Resource {
  const scope = scopeOf(draw, place);
  const [path, param, controller, alias, names] = ['path', 'param', 'controller', 'as', 'path_names'].map(
    (key) => option(call, key),
  );
  const own = path === undefined ? name : textOf(path, scope);
  const key = param === undefined ? 'id' : textOf(param, scope).text;
  const one = singular((alias === undefined ? name.text : textOf(alias, scope).text).replaceAll('/', '_'));
  const collection = joinPaths(place.prefix, own);
  const isNested = place.resource !== undefined && place.level !== 'none';
  const shallowed = isMany && isNested && shallowIn(call, place) ? joinPaths(place.scopes, own) : collection;
  const below = (text: string): RoutePath => joinPaths(shallowed, { text, resolved: true });
  const fresh = pairsIn(names).find((pair) => pair.name === 'new')?.value;
  const given =
    controller === undefined ? (isMany ? name.text : plural(name.text)) : textOf(controller, scope).text;
  return {
    collection,
    member: isMany ? below(`:${key}`) : collection,
    nested: isMany ? below(`:${one}_${key}`) : collection,
    fresh: joinPaths(collection, {
      text: fresh === undefined ? 'new' : textOf(fresh, scope).text,
      resolved: true,
    }),
    controller: joinModule(place.module, given),
  };
}

function actionsOf(draw: Draw, call: Call, place: Place, isMany: boolean): readonly (typeof many)[number][] {
  const scope = scopeOf(draw, place);
  const [only, except] = [option(call, 'only'), option(call, 'except')];
  const wanted = only === undefined ? place.only : listOf(only, scope);
  const unwanted =
    except === undefined ? (only === undefined ? place.except : undefined) : listOf(except, scope);
  return many.filter(
    ([action]) =>
      (isMany || action !== 'index') &&
      (wanted === undefined || wanted.includes(action)) &&
      !(unwanted ?? []).includes(action),
  );
}

function addAction(
  draw: Draw,
  call: Call,
  place: Place,
  resource: Resource,
  [action, methods, on]: (typeof many)[number],
): void {
  const names = pairsIn(option(call, 'path_names'));
  const word = names.find(({ name }) => name === 'edit')?.value;
  const edit: RoutePath = {
    text: word === undefined ? 'edit' : textOf(word, scopeOf(draw, place)).text,
    resolved: true,
  };
  const at = {
    collection: resource.collection,
    member: resource.member,
    new: resource.fresh,
    edit: joinPaths(resource.member, edit),
  };
  draw.routes.push({
    methods,
    path: withFormat(call, place, railsPath(joinPaths(at[on], rootPath))),
    controller: resource.controller,
    action,
    answers: 'controller',
    guards: place.guards,
    file: place.file,
    node: call.node,
  });
}
