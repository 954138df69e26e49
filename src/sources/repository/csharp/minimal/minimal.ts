import type { DeclaredRoute } from '../../http/declared.ts';
import { rootPath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Application, Convention } from '../applications.ts';
import { applicationFor } from '../applications.ts';
import { boundParameters } from '../binding.ts';
import type { Code } from '../code.ts';
import { descendsFrom, methodsOf } from '../code.ts';
import { looksAtCredentials } from '../credentials.ts';
import { judged } from '../judging.ts';
import { readsOf } from '../reads.ts';
import { bodyOf, lastName, nameOf } from '../syntax.ts';
import { templatePath } from '../templates.ts';
import { builderMethods } from './builders.ts';
import { grpcRoutes } from './grpc.ts';
import { hubRoutes } from './hubs.ts';
import type { Interpreter } from './interpreter.ts';
import { runStatements } from './interpreter.ts';
import { handlerMeanings } from './maps.ts';
import { methodNamed, runMethod } from './start.ts';
import type { Frame, Group, RouteDraft } from './values.ts';
import { functionNamed } from './values.ts';
import { originIn } from '../../languages/syntax.ts';

export interface Mapped {
  readonly routes: readonly DeclaredRoute[];
  readonly conventions: readonly Convention[];
}

const concerns =
  /\bMap(Get|Post|Put|Patch|Delete|Methods|Group|Hub|HealthChecks|IdentityApi|Controller\w*|Area\w*|Route|HttpRoute|Default\w*|Carter|GraphQL|Metrics|Prometheus\w*)?\s*[<(]|\.Map\w+\(|UseEndpoints|UseMvc|IEndpointRouteBuilder/;

/** Routes that code maps one by one, and the conventional routes it maps for controllers. */
export function mappedRoutes(code: Code, applications: readonly Application[]): Mapped {
  const run: Interpreter = {
    code,
    methods: builderMethods(code),
    routes: [],
    conventions: [],
    entered: new Set(),
    carter: [],
    steps: 0,
  };
  for (const { path, text } of code.files) if (concerns.test(text)) runEntry(run, path);
  const late: Group[] = [];
  for (const methods of run.methods.values())
    for (const method of methods) {
      if (
        run.entered.has(method.node) ||
        bodyOf(method.node) === undefined ||
        !concerns.test(method.node.text)
      )
        continue;
      const carter = descendsFrom(code, method.type, /^(ICarterModule|CarterModule)$/);
      const groups = carter && run.carter.length > 0 ? run.carter : [rootGroup()];
      for (const group of groups) {
        if (!carter && applications.length > 0 && !/^(Startup|Program)/.test(method.type.name))
          late.push(group);
        runMethod(run, method, group);
      }
    }
  const unplaced = new Set(late);
  return {
    routes: run.routes.flatMap((route) => declared(run, route, applications, unplaced)),
    conventions: run.conventions,
  };
}

const rootGroup = (): Group => ({ prefix: rootPath, guards: [], anonymous: false });

/** Top-level statements, `Main` and `Startup.Configure`: what starts on its own. */
function runEntry(run: Interpreter, path: string): void {
  const tree = run.code.tree(path);
  if (tree === undefined) return;
  const root = rootGroup();
  const frame = (type?: Frame['type']): Frame => ({
    file: path,
    ...(type === undefined ? {} : { type }),
    values: new Map(),
    generics: new Map(),
    functions: new Map(),
    root,
    depth: 0,
  });
  const top = tree.children.flatMap((node) =>
    node.type === 'global_statement' ? node.children : node.type === 'preproc_if' ? [node] : [],
  );
  if (top.length > 0) runStatements(run, top, frame());
  for (const type of run.code.typesIn(path))
    for (const { node, type: part } of methodsOf(run.code, type)) {
      const name = nameOf(node);
      const isStart = name === 'Main' || (name === 'Configure' && /Startup|Program/.test(type.name));
      if (part !== type || !isStart || run.entered.has(node)) continue;
      run.entered.add(node);
      const body = bodyOf(node);
      if (body !== undefined) runStatements(run, body.type === 'block' ? body.children : [body], frame(type));
    }
}

function declared(
  run: Interpreter,
  route: RouteDraft,
  applications: readonly Application[],
  unplaced: ReadonlySet<Group>,
): readonly DeclaredRoute[] {
  const { code } = run;
  const { frame } = route;
  const path = templatePath(route.path);
  const application = applicationFor(code, applications, frame.file)[0];
  const found = route.handler === undefined ? undefined : handlerOf(run, route.handler, frame);
  const body = found === undefined ? undefined : bodyOf(found.node);
  const guards = guardsOf(run, route, application, found, unplaced);
  const origin = originIn(frame.file, route.node);
  if (route.hub !== undefined) return hubRoutes(code, route.hub, { path, guards, file: frame.file, origin });
  if (route.grpc !== undefined) return grpcRoutes(code, route.grpc, { guards, file: frame.file, origin });
  const takesBody = route.methods.some((method) => /^(POST|PUT|PATCH|QUERY|ANY)$/.test(method));
  const bound =
    found === undefined
      ? []
      : boundParameters(code, found.node, {
          file: found.file,
          path: path.text,
          rules: { simple: 'query', complex: takesBody ? 'body' : 'service' },
        });
  const looks = looksAtCredentials(`${body?.text ?? ''}`);
  return [
    {
      technology: 'aspnet',
      methods: route.methods,
      path,
      guards,
      handler:
        found === undefined
          ? { file: frame.file, line: route.node.line }
          : {
              file: found.file,
              line: found.node.line,
              ...(found.name === undefined ? {} : { name: found.name }),
            },
      handlerLooksAtCredentials: route.builtIn === true ? 'no' : body === undefined ? 'unseen' : looks,
      parameters: [...bound, ...(found === undefined ? [] : readsOf(body, found.file))],
      ...(application === undefined ? {} : { application: application.project.path }),
      origin,
    },
  ];
}

interface Handler {
  readonly node: SyntaxNode;
  readonly file: string;
  readonly name?: string;
}

/** A lambda as it stands; a method by its name. */
function handlerOf(run: Interpreter, node: SyntaxNode, frame: Frame): Handler | undefined {
  if (/lambda_expression|anonymous_method/.test(node.type)) return { node, file: frame.file };
  if (node.type === 'parenthesized_expression' || node.type === 'cast_expression') {
    const inner = node.children.at(-1);
    return inner === undefined ? undefined : handlerOf(run, inner, frame);
  }
  if (node.type === 'identifier' || node.type === 'generic_name') {
    const name = lastName(node);
    const local = functionNamed(frame, name);
    if (local !== undefined) return { node: local, file: frame.file, name };
    const method = methodNamed(run.code, frame.type, name);
    return method === undefined ? undefined : { ...method, name };
  }
  if (node.type !== 'member_access_expression') return undefined;
  const owner = lastName(node.children[0]);
  const type = run.code.find(frame.generics.get(owner) ?? owner, frame.file);
  const method = methodNamed(run.code, type, lastName(node));
  return method === undefined ? undefined : { ...method, name: `${owner}.${lastName(node)}` };
}

function guardsOf(
  run: Interpreter,
  route: RouteDraft,
  application: Application | undefined,
  handler: Handler | undefined,
  unplaced: ReadonlySet<Group>,
): readonly JudgedGuard[] {
  const chain: Group[] = [];
  for (let at: Group | undefined = route.group; at !== undefined && chain.length < 40; at = at.parent)
    chain.unshift(at);
  const meanings = handler === undefined ? [] : handlerMeanings(run, handler.node, route.frame, handler.file);
  const anonymous =
    route.anonymous ||
    chain.some((group) => group.anonymous) ||
    meanings.some(({ kind }) => kind === 'anonymous');
  const own = [
    ...chain.flatMap((group) => group.guards),
    ...route.guards,
    ...meanings.flatMap((meaning) => (meaning.kind === 'guard' ? [meaning.guard] : [])),
  ];
  const policies = own.filter(({ guard }) => /^(RequireAuthorization|Authorize)$/.test(guard.name));
  const middleware = (application?.middleware ?? []).map((each) => each.judged);
  if (anonymous) return [...middleware, ...own.filter((guard) => !policies.includes(guard))];
  const fallback = application?.fallback;
  const lost = chain.some((group) => unplaced.has(group))
    ? [judged('registration', 'other', route.frame.file, route.node, { resolved: false })]
    : [];
  return [
    ...middleware,
    ...lost,
    ...(fallback !== undefined && policies.length === 0 ? [fallback] : []),
    ...own,
  ];
}
