import type { Method } from '../../../../model/api.ts';
import { joinPaths } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, ofType, originIn } from '../../languages/syntax.ts';
import { attributesOf } from '../attributes.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { judged, judgeType, kindOfText, mayRefuse, meaningOf } from '../judging.ts';
import type { Called } from '../syntax.ts';
import { argumentAt, lastName, parametersOf } from '../syntax.ts';
import { textsOf } from '../texts.ts';
import { proxyRoutes } from './proxies.ts';
import { identityRoutes, packageRoutes } from './packages.ts';
import type { Interpreter } from './interpreter.ts';
import { groupBelow, pathText, runLambda } from './interpreter.ts';
import type { Frame, Group, RouteDraft, Value } from './values.ts';
import { isMethod } from '../../http/methods.ts';

const verbs: Readonly<Record<string, Method>> = {
  MapGet: 'GET',
  MapPost: 'POST',
  MapPut: 'PUT',
  MapPatch: 'PATCH',
  MapDelete: 'DELETE',
  MapHead: 'HEAD',
  MapOptions: 'OPTIONS',
};

/** Calls the routing of ASP.NET Core understands; nothing for any other. */
export function mapCall(
  run: Interpreter,
  node: SyntaxNode,
  called: Called,
  receiver: Value,
  frame: Frame,
): Value | undefined {
  const { name, arguments: given } = called;
  if (called.receiver === undefined) return undefined;
  const group = receiver.kind === 'group' ? receiver.group : frame.root;
  if (Object.hasOwn(verbs, name) && verbs[name] !== undefined && given.length >= 2)
    return route(run, node, called, group, [verbs[name]], frame, 1);
  if (name === 'MapMethods' && given.length >= 3) {
    const texts = textsOf(run.code, given[1]?.value, {
      file: frame.file,
      ...(frame.type === undefined ? {} : { type: frame.type }),
    });
    return route(
      run,
      node,
      called,
      group,
      texts.map((text) => text.toUpperCase()).filter(isMethod),
      frame,
      2,
    );
  }
  if (name === 'Map' && given.length >= 2) return mapAny(run, node, called, group, frame);
  if (name === 'MapGroup' && given.length >= 1) {
    const prefix = pathText(run, argumentAt(given, 0, 'prefix'), frame);
    return { kind: 'group', group: groupBelow(group, prefix) };
  }
  const convention = conventionCall(run, node, called, receiver, frame);
  if (convention !== undefined) return convention;
  if (/^(UseEndpoints|MapWhen|UseWhen|UseRouter|UseMvc)$/.test(name)) {
    for (const { value } of given)
      if (value.type === 'lambda_expression') runLambda(run, value, { kind: 'group', group }, frame);
    if (name === 'UseMvc' && given.length > 0) return receiver;
    return receiver;
  }
  return mapFramework(run, node, called, group, frame);
}

function mapAny(run: Interpreter, node: SyntaxNode, called: Called, group: Group, frame: Frame): Value {
  const second = called.arguments[1]?.value;
  const [parameter] = second?.type === 'lambda_expression' ? parametersOf(second) : [];
  const body = second === undefined ? undefined : inField(second, 'body');
  // `app.Map("/x", branch => { branch.Run(…) })` is a pipeline of its own.
  if (
    second !== undefined &&
    parameter !== undefined &&
    new RegExp(`\\b${parameter.name}\\s*\\.\\s*(Use|Run|Map)\\w*\\b`).test(body?.text ?? '')
  ) {
    const branch = groupBelow(group, pathText(run, argumentAt(called.arguments, 0, 'pathMatch'), frame));
    runLambda(run, second, { kind: 'group', group: branch }, frame);
    return { kind: 'group', group };
  }
  return route(run, node, called, group, ['ANY'], frame, 1);
}

function route(
  run: Interpreter,
  node: SyntaxNode,
  called: Called,
  group: Group,
  methods: readonly Method[],
  frame: Frame,
  handlerAt: number,
): Value {
  const pattern = pathText(run, argumentAt(called.arguments, 0, 'pattern', 'prefix'), frame);
  const handler = argumentAt(called.arguments, handlerAt, 'handler', 'requestDelegate');
  return add(run, {
    methods,
    path: joinPaths(group.prefix, pattern),
    group,
    frame,
    node: nameNode(node),
    ...(handler === undefined ? {} : { handler }),
  });
}

/** The line of the call is that of its name, not of the first line of a chain. */
const nameNode = (node: SyntaxNode): SyntaxNode => {
  const target = inField(node, 'function');
  return inField(target, 'name') ?? node;
};

type Added = Omit<RouteDraft, 'guards' | 'anonymous'>;

export function add(run: Interpreter, ...added: readonly Added[]): Value {
  const routes = added.map((each): RouteDraft => ({ ...each, guards: [], anonymous: false }));
  run.routes.push(...routes);
  return { kind: 'routes', routes };
}

/** `RequireAuthorization`, `AllowAnonymous`, filters and metadata, on a route or a group. */
function conventionCall(
  run: Interpreter,
  node: SyntaxNode,
  called: Called,
  receiver: Value,
  frame: Frame,
): Value | undefined {
  const targets =
    receiver.kind === 'group' ? [receiver.group] : receiver.kind === 'routes' ? receiver.routes : [];
  if (targets.length === 0) return undefined;
  const at = nameNode(node);
  const scope = { file: frame.file, ...(frame.type === undefined ? {} : { type: frame.type }) };
  if (called.name === 'AllowAnonymous') {
    for (const target of targets) target.anonymous = true;
    return receiver;
  }
  if (called.name === 'RequireAuthorization') {
    const requires = called.arguments.flatMap(({ value }) => {
      const text = pathText(run, value, frame);
      return text.resolved ? [text.text] : textsOf(run.code, value, scope);
    });
    const kind =
      called.arguments.length > 0 &&
      !/^new\s+AuthorizeAttribute\s*\(\s*\)/.test(called.arguments[0]?.value.text ?? '')
        ? 'authorisation'
        : 'authentication';
    for (const target of targets)
      target.guards.push(judged('RequireAuthorization', kind, frame.file, at, { requires }));
    return receiver;
  }
  if (called.name === 'RequireRateLimiting') {
    for (const target of targets)
      target.guards.push(judged('RequireRateLimiting', 'rate-limit', frame.file, at));
    return receiver;
  }
  if (called.name === 'AddEndpointFilter' || called.name === 'AddEndpointFilterFactory') {
    const guard = endpointFilter(run, called, frame.file, at);
    for (const target of targets) target.guards.push(guard);
    return receiver;
  }
  if (called.name === 'WithMetadata') {
    for (const { value } of called.arguments) {
      const name = lastName(ofType(value, 'identifier', 'qualified_name')).replace(/Attribute$/, '');
      if (name === 'AllowAnonymous') for (const target of targets) target.anonymous = true;
      if (name === 'Authorize')
        for (const target of targets)
          target.guards.push(judged('Authorize', 'authentication', frame.file, at));
    }
    return receiver;
  }
  return undefined;
}

/** A class, or a function as it stands: what that makes of some callers only is not followed. */
function endpointFilter(run: Interpreter, called: Called, file: string, at: SyntaxNode): JudgedGuard {
  const given = called.arguments[0]?.value;
  const name = lastName(called.generics[0]) || lastName(given?.children[0]);
  const type = name === '' ? undefined : run.code.find(name, file);
  if (type !== undefined) return judgeType(run.code, type, { name });
  if (given === undefined || !/lambda|anonymous/.test(given.type))
    return judged(name || called.name, 'other', file, at, { resolved: false });
  const kind = kindOfText(given.text, { name: called.name });
  return judged(called.name, kind, file, at, { conditional: true, resolved: !mayRefuse(given.text) });
}

function mapFramework(
  run: Interpreter,
  node: SyntaxNode,
  called: Called,
  group: Group,
  frame: Frame,
): Value | undefined {
  const { name, arguments: given, generics } = called;
  const at = nameNode(node);
  const text = (index: number, ...names: readonly string[]): RoutePath | undefined => {
    const argument = argumentAt(given, index, ...names);
    return argument === undefined ? undefined : pathText(run, argument, frame);
  };
  if (name === 'MapHub' && generics[0] !== undefined) {
    const path = joinPaths(group.prefix, text(0, 'pattern') ?? { text: '', resolved: true });
    return add(run, { methods: ['ANY'], path, group, frame, node: at, hub: lastName(generics[0]) });
  }
  if (name === 'MapGrpcService' && generics[0] !== undefined) {
    const path = { text: '', resolved: true };
    return add(run, { methods: ['POST'], path, group, frame, node: at, grpc: lastName(generics[0]) });
  }
  if (name === 'MapReverseProxy')
    return add(run, ...proxyRoutes(run.code.program.repository, group, frame, at));
  if (name === 'MapForwarder') {
    const path = joinPaths(group.prefix, text(0, 'pattern') ?? { text: '', resolved: true });
    return add(run, { methods: ['ANY'], path, group, frame, node: at });
  }
  if (name === 'MapCarter') {
    run.carter.push(group);
    return { kind: 'group', group };
  }
  if (name === 'MapIdentityApi') return add(run, ...identityRoutes(group, frame, at));
  if (
    /^Map(ControllerRoute|AreaControllerRoute|Route|HttpRoute|DefaultControllerRoute)$|^Use(MvcWithDefaultRoute)$/.test(
      name,
    )
  )
    return conventionalMap(run, called, group, frame, text);
  const routes = packageRoutes(name, text(0, 'pattern', 'path', 'url'), { group, frame, node: at });
  return routes === undefined ? undefined : add(run, ...routes);
}

function conventionalMap(
  run: Interpreter,
  { name, arguments: given }: Called,
  group: Group,
  frame: Frame,
  text: (index: number, ...names: readonly string[]) => RoutePath | undefined,
): Value | undefined {
  const isArea = name === 'MapAreaControllerRoute';
  const pattern = /Default/.test(name)
    ? { text: '{controller=Home}/{action=Index}/{id?}', resolved: true }
    : text(isArea ? 2 : 1, 'pattern', 'url', 'template', 'routeTemplate');
  if (pattern === undefined) return undefined;
  const area = isArea ? text(1, 'areaName')?.text : undefined;
  const defaults = argumentAt(given, isArea ? 3 : 2, 'defaults')?.text ?? '';
  const controller = /controller\s*=\s*"(\w+)"/i.exec(defaults)?.[1];
  const action = /action\s*=\s*"(\w+)"/i.exec(defaults)?.[1];
  const convention = {
    pattern: joinPaths(group.prefix, pattern),
    ...(area === undefined ? {} : { area }),
    ...(controller === undefined ? {} : { controller }),
    ...(action === undefined ? {} : { action }),
    file: frame.file,
    origin: originIn(frame.file, given[0]?.value ?? { line: 1 }),
  };
  const held = { prefix: group.prefix, parent: group, guards: [], anonymous: false } satisfies Group;
  run.conventions.push({ ...convention, guards: held.guards });
  return { kind: 'group', group: held };
}

/** Attributes a lambda or a method carries. */
export const handlerMeanings = (run: Interpreter, handler: SyntaxNode, frame: Frame, file: string) =>
  attributesOf(handler).map((attribute) =>
    meaningOf(run.code, attribute, { file, ...(frame.type === undefined ? {} : { type: frame.type }) }),
  );
