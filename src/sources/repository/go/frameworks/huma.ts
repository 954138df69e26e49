import type { Machine } from '../machine/machine.ts';
import type { Call } from '../machine/calls.ts';
import type { Value } from '../machine/value.ts';
import { callMethod } from '../machine/methods.ts';
import type { Parameter } from '../../../../model/api.ts';
import { allOfType, inField } from '../../languages/syntax.ts';
import { fieldsOf, tagOf, typeOf } from '../machine/types.ts';
import type { GoTypeRef } from '../machine/types.ts';
import { originOf } from '../program/package.ts';
import {
  addGroup,
  addRoute,
  addUse,
  givenOf,
  givensOf,
  methodsOf,
  newRouter,
  addMount,
} from '../routing/register.ts';
import type { Given, GoRouter } from '../routing/router.ts';
import { parametersOf } from '../routing/bodies.ts';
import { captured } from '../routing/captured.ts';
import { methodsOfType } from './controllers.ts';
import { verbOf } from './common.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';

const core = 'github.com/danielgtaylor/huma';

/** Huma: operations are values; the input of the handler tells the parameters. */
export const huma: Framework = {
  technology: 'huma',
  owns: ownedBy(core),
  types: { API: 'router', Group: 'router' },
  groupType: 'Group',
  call: (machine, { package: from, path }, call) => {
    if (from.startsWith(`${core}/adapters`) && path.startsWith('New')) return adapter(machine, call);
    if (from !== core) return undefined;
    const [given, ...rest] = call.args;
    const api = given === undefined ? undefined : (apiIn(given) ?? given);
    if (api === undefined) return undefined;
    if (path === 'NewAPI') return adapter(machine, { ...call, args: routersIn(rest[0]) });
    if (path === 'NewGroup' && api.kind === 'router')
      return addGroup(machine, api.router, rest[0], [], call.site);
    if (path === 'AutoRegister') {
      const [server] = rest;
      if (server?.kind === 'object')
        for (const method of methodsOfType(machine, server))
          if (method.name.startsWith('Register'))
            callMethod(machine, server, method.name, { ...call, args: [api] });
      return undefined;
    }
    if (api.kind !== 'router') return undefined;
    if (path === 'Register') return operation(machine, api.router, call);
    const methods = verbOf(path);
    return methods === undefined ? undefined : add(machine, api.router, methods, rest[0], rest[1], [], call);
  },
  method: (machine, receiver, name, call) => {
    if (name === 'UseMiddleware' || name === 'UseModifier' || name === 'UseSimpleModifier') {
      if (name === 'UseMiddleware') addUse(receiver.router, givensOf(machine, call), 'later');
      return receiver;
    }
    return undefined;
  },
};

/** `humaecho.NewWithGroup(e, group, config)`: the API answers below the router it is given. */
function adapter(machine: Machine, call: Call): Value {
  const routers = call.args.flatMap((arg) => (arg.kind === 'router' ? [arg.router] : []));
  const made = newRouter(machine, 'huma', 'application', call.site);
  const outer = routers.at(-1);
  if (outer !== undefined) addMount(outer, undefined, made.router, []);
  return made;
}

/** An API may be embedded in a struct of the target. */
const apiIn = (value: Value): Value | undefined =>
  value.kind === 'object'
    ? [...value.fields.values()].find(
        (field) => field.kind === 'router' && field.router.technology === 'huma',
      )
    : undefined;

/** Routers that an adapter of the target's own making holds; the group among them is the one that answers. */
function routersIn(value: Value | undefined): readonly Value[] {
  const held =
    value?.kind === 'object' ? [...value.fields.values()].filter(({ kind }) => kind === 'router') : [];
  return held.toSorted((a, b) => Number(isGroup(a)) - Number(isGroup(b)));
}

const isGroup = (value: Value): boolean => value.kind === 'router' && value.router.kind === 'router';

function operation(machine: Machine, router: GoRouter, call: Call): Value | undefined {
  const [, told, handler] = call.args;
  const fields = told?.kind === 'result' ? told.fields : told?.kind === 'object' ? told.fields : undefined;
  if (fields === undefined) return undefined;
  const method = fields.get('Method');
  const methods = methodsOf(method === undefined ? [] : [method]);
  const security = fields.get('Security');
  const middlewares = fields.get('Middlewares');
  const guards: Given[] = [];
  if (security?.kind === 'list' && security.items.length > 0)
    guards.push({
      value: security,
      written: 'security requirement authentication',
      site: call.site,
      branch: machine.branch,
    });
  if (middlewares?.kind === 'list')
    for (const item of middlewares.items) guards.push(givenOf(machine, item, undefined, call.site));
  return add(machine, router, methods, fields.get('Path'), handler, guards, call);
}

function add(
  machine: Machine,
  router: GoRouter,
  methods: ReturnType<typeof methodsOf>,
  path: Value | undefined,
  handler: Value | undefined,
  guards: readonly Given[],
  call: Call,
): Value {
  const made = addRoute(machine, router, {
    methods,
    path,
    handler: handler === undefined ? undefined : givenOf(machine, handler, call.nodes[2], call.site),
    guards,
    site: call.site,
  });
  if (handler?.kind === 'function') {
    const fn = captured(handler) ?? handler;
    const second = allOfType(inField(fn.node, 'parameters'), 'parameter_declaration')[1];
    made.route.parameters = inputOf(machine, typeOf(inField(second, 'type'), fn.file), 0);
  }
  return made;
}

/** Fields with `path`, `query`, `header` or `cookie`, and the fields of `Body`. */
function inputOf(machine: Machine, type: GoTypeRef | undefined, depth: number): readonly Parameter[] {
  if (depth > 4) return [];
  return fieldsOf(machine.program, type).flatMap((field): readonly Parameter[] => {
    const origin = originOf(field.file, field.node);
    if (field.name === 'Body') {
      const fields = parametersOf(machine.program, field.type, 'body');
      return fields.length > 0 ? fields : [{ name: 'body', in: 'body', required: true, origin }];
    }
    if (field.name === 'RawBody') return [{ name: 'body', in: 'body', required: true, origin }];
    for (const place of ['path', 'query', 'header', 'cookie'] as const) {
      const name = tagOf(field.tag, place)?.split(',')[0];
      if (name === undefined || name === '') continue;
      const type = field.type?.kind === 'basic' ? basicType(field.type.name) : undefined;
      const required = place === 'path' || tagOf(field.tag, 'required') === 'true';
      return [{ name, in: place, ...(type === undefined ? {} : { type }), required, origin }];
    }
    return field.embedded ? inputOf(machine, field.type, depth + 1) : [];
  });
}

const basicType = (name: string): string | undefined =>
  name === 'string'
    ? 'string'
    : name === 'bool'
      ? 'boolean'
      : /int/.test(name)
        ? 'integer'
        : /float/.test(name)
          ? 'number'
          : undefined;
