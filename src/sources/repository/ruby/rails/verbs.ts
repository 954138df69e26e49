import type { Method } from '../../../../model/api.ts';
import { joinPaths, rootPath } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Call } from '../syntax.ts';
import { callOf, constantName, option } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';
import { guardOfConstraint } from './constraints.ts';
import type { Draw, Place, RailsRoute } from './place.ts';
import { joinModule, optionalForms, railsPath, scopeOf, withFormat } from './place.ts';
import { isMethod } from '../../http/methods.ts';

/** `get :a, :b`, `get 'x' => 'c#a'`, `match 'x', via: […]`. */
export function verbCall(draw: Draw, call: Call, place: Place): void {
  const methods = methodsOf(draw, call, place);
  const scope = scopeOf(draw, place);
  const hash = call.pairs.find(
    ({ key }) => key.type === 'string' || (key.type === 'simple_symbol' && !isOption(key.text.slice(1))),
  );
  // Beside a path every pair is an option, also one on a part of the path: `:id => /\d+/`.
  const paths = call.args.length > 0 || hash === undefined ? call.args : [hash.key];
  const at = levelOf(draw, call, place);
  for (const node of paths) {
    const written = textOf(node, scope);
    const to = hash !== undefined && node === hash.key ? hash.value : option(call, 'to');
    const own = node.type === 'simple_symbol' ? pathOfAction(draw, call, at, written) : written;
    for (const path of optionalForms(own))
      draw.routes.push({
        ...targetOf(draw, call, at, written.text, to, node),
        methods,
        path: withFormat(call, at, railsPath(joinPaths(at.prefix, path))),
        guards: guardsOf(draw, call, place),
        file: place.file,
        node: call.node,
      });
  }
}

/** `delete :destroy` inside of a resource is that resource itself; other actions are a word behind it. */
function pathOfAction(draw: Draw, call: Call, place: Place, action: RoutePath): RoutePath {
  const path = option(call, 'path');
  if (path !== undefined) return textOf(path, scopeOf(draw, place));
  const isWhole = /^(resource|member|collection|new)$/.test(place.level);
  return isWhole && /^(index|create|new|show|update|destroy)$/.test(action.text) ? rootPath : action;
}

const isOption = (name: string): boolean =>
  /^(to|via|as|controller|action|constraints|defaults|format|on|only|except|path|module|param|shallow|concerns|anchor|internal|method)$/.test(
    name,
  );

function methodsOf(draw: Draw, call: Call, place: Place): readonly Method[] {
  if (call.name !== 'match') {
    const method = call.name.toUpperCase();
    return isMethod(method) ? [method] : ['GET'];
  }
  const via = option(call, 'via');
  const texts = listOf(via, scopeOf(draw, place)).map((text) => text.toUpperCase());
  if (via === undefined && place.via !== undefined) return place.via;
  return texts.includes('ALL') || texts.length === 0 ? ['ANY'] : texts.filter(isMethod);
}

const guardsOf = (draw: Draw, call: Call, place: Place): RailsRoute['guards'] => {
  const guard = guardOfConstraint(draw, call, place);
  return guard === undefined ? place.guards : [...place.guards, guard];
};

/** `on: :member` and the like put one line elsewhere than where it stands. */
function levelOf(draw: Draw, call: Call, place: Place): Place {
  const on = option(call, 'on');
  const { resource } = place;
  if (on === undefined || resource === undefined) return place;
  const level = textOf(on, scopeOf(draw, place)).text;
  if (level === 'member') return { ...place, level: 'member', prefix: resource.member };
  if (level === 'new') return { ...place, level: 'new', prefix: resource.fresh };
  return { ...place, level: 'collection', prefix: resource.collection };
}

type Target = Pick<RailsRoute, 'controller' | 'action' | 'answers'>;

function targetOf(
  draw: Draw,
  call: Call,
  place: Place,
  path: string,
  to: SyntaxNode | undefined,
  pathNode: SyntaxNode,
): Target {
  const scope = scopeOf(draw, place);
  const [controller, action] = [option(call, 'controller'), option(call, 'action')];
  const named =
    controller === undefined
      ? (place.resource?.controller ?? place.controller)
      : textOf(controller, scope).text;
  const owner =
    named === undefined
      ? undefined
      : place.resource?.controller === named && controller === undefined
        ? named
        : joinModule(place.module, named);
  if (to !== undefined) {
    const text = to.type === 'lambda' || isApplication(to) ? undefined : textOf(to, scope);
    if (text === undefined || !text.resolved)
      return { answers: /redirect/.test(to.text.slice(0, 20)) ? 'redirect' : 'library' };
    const [left, right] = text.text.split('#');
    if (right !== undefined)
      return {
        answers: 'controller',
        controller: joinModule(place.module, left === '' || left === undefined ? (named ?? '') : left),
        action: right,
      };
    if (owner !== undefined) return { answers: 'controller', controller: owner, action: text.text };
    return { answers: 'library' };
  }
  if (action !== undefined && owner !== undefined)
    return { answers: 'controller', controller: owner, action: textOf(action, scope).text };
  const plain = path.replace(/\(.*\)$/, '').replace(/^\//, '');
  // `get 'photos/show'` is short for photos#show.
  if (
    /^[-\w]+(\/[-\w]+)+$/.test(plain) &&
    pathNode.type !== 'simple_symbol' &&
    (owner === undefined || place.resource === undefined)
  ) {
    const at = plain.lastIndexOf('/');
    if (controller === undefined)
      return {
        answers: 'controller',
        controller: joinModule(place.module, plain.slice(0, at).replaceAll('-', '_')),
        action: plain.slice(at + 1).replaceAll('-', '_'),
      };
  }
  if (owner === undefined) return { answers: 'library' };
  const last = plain.split('/').at(-1) ?? plain;
  return { answers: 'controller', controller: owner, action: (place.action ?? last).replaceAll('-', '_') };
}

const isApplication = (node: SyntaxNode): boolean =>
  (constantName(node) !== '' && constantName(node) !== node.text.toUpperCase()) ||
  /^(redirect|proc|lambda)$/.test(callOf(node)?.name ?? '');

/** `root 'home#index'`, `root to: 'home#index'`. */
export function rootCall(draw: Draw, call: Call, place: Place): void {
  const to = option(call, 'to') ?? call.args[0];
  draw.routes.push({
    ...targetOf(draw, call, place, '', to, call.node),
    methods: ['GET'],
    path: railsPath(joinPaths(place.prefix, rootPath)),
    guards: place.guards,
    file: place.file,
    node: call.node,
  });
}
