import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Call } from '../syntax.ts';
import { blockParameters, callOf, statementsOf } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';
import { versionedCall } from './versions.ts';
import { deviseRoutes, doorkeeperRoutes, tokenAuthRoutes } from './gems.ts';
import { guardOfConstraint, signedInGuard } from './constraints.ts';
import { mountCall } from './mounts.ts';
import type { Draw, Place } from './place.ts';
import { scopeOf } from './place.ts';
import { namespaced, scoped } from './scopes.ts';
import { resourceCall } from './resources.ts';
import { rootCall, verbCall } from './verbs.ts';

const mostSteps = 300_000;

/** Walks the statements of a routes file in order. */
export function drawStatements(draw: Draw, nodes: readonly SyntaxNode[], start: Place): void {
  let place = start;
  for (const node of nodes) {
    draw.steps += 1;
    if (draw.steps > mostSteps || place.depth > 60) return;
    place = drawStatement(draw, node, place);
  }
}

/** Routes of development and tests are none of a server that is delivered: `if Rails.env.development?`. */
const isElsewhere = (node: SyntaxNode): boolean =>
  /^(if|elsif)(_modifier)?$/.test(node.type)
    ? /^\(?\s*Rails\.env\.(development|test|local)\?(\s*(\|\||or)\s*Rails\.env\.(development|test|local)\?)*\s*\)?$/.test(
        inField(node, 'condition')?.text ?? '',
      )
    : /^Rails\.env\.production\?$/.test(inField(node, 'condition')?.text ?? '') &&
      node.type.startsWith('unless');

/** The place for what follows: a local variable is known from here on. */
function drawStatement(draw: Draw, node: SyntaxNode, place: Place): Place {
  switch (node.type) {
    case 'assignment': {
      const [left, right] = [inField(node, 'left'), inField(node, 'right')];
      if (left?.type !== 'identifier' || right === undefined) return place;
      const text = textOf(right, scopeOf(draw, place));
      return { ...place, locals: new Map([...place.locals, [left.text, text.resolved ? text.text : right]]) };
    }
    case 'method':
      draw.methods.set(inField(node, 'name')?.text ?? '', node);
      return place;
    case 'if_modifier':
    case 'unless_modifier':
    case 'rescue_modifier': {
      if (isElsewhere(node)) return place;
      const body = inField(node, 'body');
      return body === undefined ? place : drawStatement(draw, body, place);
    }
    case 'if':
    case 'unless':
    case 'elsif':
    case 'else':
    case 'then':
    case 'begin':
    case 'case':
    case 'when':
    case 'body_statement':
      for (const child of node.children)
        if (
          !(child.field === 'consequence' && isElsewhere(node)) &&
          child.field !== 'condition' &&
          child.field !== 'value' &&
          child.field !== 'pattern'
        )
          drawStatements(
            draw,
            child.type === 'then' || child.type === 'else' ? statementsOf(child) : [child],
            place,
          );
      return place;
    case 'call':
    case 'identifier': {
      const call = callOf(node);
      if (call !== undefined) drawCall(draw, call, { ...place, depth: place.depth + 1 });
      return place;
    }
    default:
      return place;
  }
}

function drawCall(draw: Draw, call: Call, place: Place): void {
  const { name } = call;
  if (call.receiver !== undefined) {
    eachCall(draw, call, place);
    return;
  }
  if (/^(get|post|put|patch|delete|options|head|match|query|connect)$/.test(name))
    verbCall(draw, call, place);
  else if (name === 'resources' || name === 'resource') resourceCall(draw, call, place, drawStatements);
  else if (name === 'root') rootCall(draw, call, place);
  else if (name === 'mount') mountCall(draw, call, place);
  else if (
    /^(namespace|scope|controller|shallow|defaults|constraints|with_options|concern|concerns|member|collection|new|nested|on)$/.test(
      name,
    )
  )
    scopeCall(draw, call, place);
  else if (/^(authenticate|authenticated|devise_scope|as|unauthenticated)$/.test(name))
    authenticated(draw, call, place);
  else if (name === 'devise_for') deviseRoutes(draw, call, place);
  else if (name === 'mount_devise_token_auth_for') tokenAuthRoutes(draw, call, place);
  else if (name === 'use_doorkeeper') doorkeeperRoutes(draw, call, place);
  else if (name === 'api_version') versionedCall(draw, call, place);
  else if (name === 'draw') drawFile(draw, call, place);
  else if (/^(direct|resolve|default_url_options)$/.test(name)) return;
  else otherCall(draw, call, place);
}

/** A helper the routes file defines is entered; what a word of somebody else puts in front of its block is not known. */
function otherCall(draw: Draw, call: Call, place: Place): void {
  const method = draw.methods.get(call.name);
  if (method !== undefined) {
    const names = (inField(method, 'parameters')?.children ?? []).map(
      (child) => inField(child, 'name')?.text ?? child.text,
    );
    const locals = new Map(place.locals);
    for (const [at, name] of names.entries())
      if (call.args[at] !== undefined) locals.set(name, call.args[at]);
    drawStatements(draw, statementsOf(inField(method, 'body')), { ...place, locals });
  } else if (call.block !== undefined)
    drawStatements(draw, statementsOf(call.block), {
      ...place,
      prefix: { ...place.prefix, resolved: false, why: `what ${call.name} does with its block is not known` },
    });
}

/** `%w[a b].each do |x|`: once for each that is known; `routes.draw` of another receiver is not entered. */
function eachCall(draw: Draw, call: Call, place: Place): void {
  if (call.block === undefined) return;
  if (!/^(each|each_with_index|each_pair|map|tap|each_key)$/.test(call.name)) {
    if (call.name === 'with_options' || call.name === 'then')
      drawStatements(draw, statementsOf(call.block), place);
    return;
  }
  const items = listOf(call.receiver, scopeOf(draw, place));
  const [parameter] = blockParameters(call.block);
  for (const item of items.slice(0, 200)) {
    const locals = parameter === undefined ? place.locals : new Map([...place.locals, [parameter, item]]);
    drawStatements(draw, statementsOf(call.block), { ...place, locals });
  }
  if (items.length === 0) drawStatements(draw, statementsOf(call.block), place);
}

function scopeCall(draw: Draw, call: Call, place: Place): void {
  const inside = (next: Place): void => drawStatements(draw, statementsOf(call.block), next);
  const { resource } = place;
  switch (call.name) {
    case 'namespace':
      return inside(namespaced(draw, call, place));
    case 'scope':
      return inside(scoped(draw, call, place));
    case 'controller':
      return inside({ ...place, controller: textOf(call.args[0], scopeOf(draw, place)).text });
    case 'shallow':
      return inside({ ...place, shallow: true });
    case 'constraints': {
      const guard = guardOfConstraint(draw, call, place);
      return inside(guard === undefined ? place : { ...place, guards: [...place.guards, guard] });
    }
    case 'concern': {
      const name = textOf(call.args[0], scopeOf(draw, place)).text;
      if (call.block !== undefined) draw.concerns.set(name, { block: call.block, file: place.file });
      return;
    }
    case 'concerns':
      return runConcerns(
        draw,
        call.args.flatMap((arg) => listOf(arg, scopeOf(draw, place))),
        place,
      );
    case 'member':
      return inside(
        resource === undefined
          ? place
          : { ...place, level: place.level === 'resource' ? 'resource' : 'member', prefix: resource.member },
      );
    case 'collection':
      return inside(
        resource === undefined
          ? place
          : {
              ...place,
              level: place.level === 'resource' ? 'resource' : 'collection',
              prefix: resource.collection,
            },
      );
    case 'new':
      return inside(resource === undefined ? place : { ...place, level: 'new', prefix: resource.fresh });
    default:
      return inside(place);
  }
}

export function runConcerns(draw: Draw, names: readonly string[], place: Place): void {
  if (place.depth > 40) return;
  for (const name of names) {
    const concern = draw.concerns.get(name);
    if (concern !== undefined)
      drawStatements(draw, statementsOf(concern.block), {
        ...place,
        file: concern.file,
        depth: place.depth + 4,
      });
  }
}

/** `authenticate :user do`, `authenticated :user do` of Devise. */
function authenticated(draw: Draw, call: Call, place: Place): void {
  const guard = /^authenticated?$/.test(call.name) ? signedInGuard(call, place) : undefined;
  drawStatements(
    draw,
    statementsOf(call.block),
    guard === undefined ? place : { ...place, guards: [...place.guards, guard] },
  );
}

/** `draw(:admin)` reads config/routes/admin.rb in this place. */
function drawFile(draw: Draw, call: Call, place: Place): void {
  const name = textOf(call.args[0], scopeOf(draw, place)).text;
  const path = `${draw.root === '' ? '' : `${draw.root}/`}config/routes/${name}.rb`;
  const tree = draw.code.tree(path);
  if (tree !== undefined && place.depth < 50)
    drawStatements(draw, statementsOf(tree), { ...place, file: path, depth: place.depth + 10 });
}
