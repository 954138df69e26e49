import type { Machine } from '../machine/machine.ts';
import type { Call } from '../machine/calls.ts';
import type { Value } from '../machine/value.ts';
import { plainText } from '../machine/value.ts';
import type { Parameter } from '../../../../model/api.ts';
import { joinPaths } from '../../http/paths.ts';
import { addMount, addRoute, addUse, givensOf, methodsOf, newRouter, pathOf } from '../routing/register.ts';
import type { GoRouter } from '../routing/router.ts';
import { parametersOf } from '../routing/bodies.ts';
import { verbOf } from './common.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';

/** go-restful: a web service has a root path; its routes are told piece by piece. */
export const goRestful: Framework = {
  technology: 'go-restful',
  owns: ownedBy('github.com/emicklei/go-restful'),
  types: { Container: 'application', WebService: 'application' },
  call: (machine, { package: from, path }, call) => {
    if (!goRestful.owns(from)) return undefined;
    if (path === 'new WebService' || path === 'NewContainer')
      return newRouter(machine, 'go-restful', 'application', call.site);
    const documented = parameterOf(path, call);
    return documented ?? undefined;
  },
  method: (machine, receiver, name, call) => {
    const { router } = receiver;
    if (receiver.kind === 'route') {
      switch (name) {
        case 'To':
          receiver.route.handler = givensOf(machine, call)[0];
          break;
        case 'Method':
          receiver.route.methods = methodsOf(call.args);
          break;
        case 'Path':
          receiver.route.path = joinPaths(receiver.route.path, pathOf(call.args[0], router.technology));
          break;
        case 'Filter':
          receiver.route.guards = [...receiver.route.guards, ...givensOf(machine, call)];
          break;
        case 'Param':
          receiver.route.parameters = [...receiver.route.parameters, ...paramsOf(call.args[0], call)];
          break;
        case 'Reads':
          receiver.route.parameters = [...receiver.route.parameters, ...bodyOf(machine, call)];
          break;
        default:
          break;
      }
      return receiver;
    }
    return onService(machine, router, name, call) ?? receiver;
  },
};

function onService(machine: Machine, router: GoRouter, name: string, call: Call): Value | undefined {
  const methods = verbOf(name);
  const below = router.notes.get('path');
  if (methods !== undefined || name === 'Method') {
    const made = addRoute(machine, router, {
      methods: methods ?? methodsOf(call.args),
      path: methods === undefined ? undefined : call.args[0],
      handler: undefined,
      site: call.site,
    });
    made.route.path = joinPaths(pathOf(below, router.technology), made.route.path);
    return made;
  }
  switch (name) {
    case 'Path':
      if (call.args[0] !== undefined) router.notes.set('path', call.args[0]);
      return undefined;
    case 'Filter':
      addUse(router, givensOf(machine, call), 'all');
      return undefined;
    case 'Add':
      for (const value of call.args)
        if (value.kind === 'router') addMount(router, undefined, value.router, []);
      return undefined;
    default:
      return parameterOf(name, call);
  }
}

const places: Readonly<Record<string, Parameter['in']>> = {
  QueryParameter: 'query',
  PathParameter: 'path',
  HeaderParameter: 'header',
  BodyParameter: 'body',
  FormParameter: 'body',
  MultiPartFormParameter: 'body',
};

/** `ws.QueryParameter("page", "…")`, which more is said of behind it. */
const parameterOf = (name: string, call: Call): Value | undefined =>
  places[name] === undefined
    ? undefined
    : {
        kind: 'result',
        package: 'github.com/emicklei/go-restful',
        path: `${name}()`,
        args: call.args,
        site: call.site,
      };

function paramsOf(value: Value | undefined, call: Call): readonly Parameter[] {
  if (value?.kind !== 'result') return [];
  const text = call.nodes[0]?.text ?? '';
  const found = /\b(Query|Path|Header|Body|Form|MultiPartForm)Parameter\(\s*"([^"]+)"/.exec(text);
  const place = places[`${found?.[1] ?? ''}Parameter`];
  const name = found?.[2] ?? plainText(value.args[0]);
  return place === undefined || name === undefined
    ? []
    : [{ name, in: place, required: /\.Required\(true\)/.test(text), origin: call.site }];
}

function bodyOf(machine: Machine, call: Call): readonly Parameter[] {
  const [value] = call.args;
  const type = value?.kind === 'object' ? value.type : undefined;
  const fields = parametersOf(machine.program, type, 'body');
  return fields.length > 0 ? fields : [{ name: 'body', in: 'body', required: true, origin: call.site }];
}
