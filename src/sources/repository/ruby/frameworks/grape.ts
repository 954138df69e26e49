import type { Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { joinPaths, rootPath } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Code, Opening } from '../code.ts';
import { lineageOf } from '../code.ts';
import type { Lineage } from '../code.ts';
import type { Call } from '../syntax.ts';
import { callOf, constantName, option, statementsOf } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';
import { beforeGuard, helpersOf } from './grape-checks.ts';
import { endpoint } from './grape-endpoint.ts';
import { declaredParameters } from './grape-params.ts';
import type { RackMount } from './rack.ts';

/** What holds where a line of an API stands. */
export interface Level {
  readonly prefix: RoutePath;
  readonly version: RoutePath | undefined;
  readonly path: RoutePath;
  readonly guards: readonly JudgedGuard[];
  readonly parameters: readonly Parameter[];
  readonly depth: number;
}

export interface Api {
  readonly code: Code;
  readonly openings: readonly Opening[];
  readonly lineage: Lineage;
  readonly out: DeclaredRoute[];
  /** Classes on the way here: an API that mounts itself is not followed. */
  readonly above: readonly string[];
}

const verbs = /^(get|post|put|patch|delete|head|options)$/;
const groups = /^(namespace|resource|resources|group|segment|route_param)$/;

/** Classes below `Grape::API`, from those nobody mounts down through what they mount. */
export function grapeRoutes(code: Code, mounts: readonly RackMount[]): readonly DeclaredRoute[] {
  const files = code.files.filter(({ text }) => /\bclass\s+\S+\s*<\s*\S+/.test(text));
  if (!code.files.some(({ text }) => /Grape::API/.test(text))) return [];
  const apis = new Map<string, readonly Opening[]>();
  for (const { path } of files.filter(({ text }) =>
    /Grape::API|\b(mount|get|post|put|delete|patch|namespace|resource|resources|route_param)\b/.test(text),
  ))
    for (const opening of code.openingsIn(path)) {
      if (opening.kind !== 'class' || apis.has(opening.name)) continue;
      const openings = code.find(opening.name, '');
      if (lineageOf(code, openings).outside.some((name) => /^Grape::API(::Instance)?$/.test(name)))
        apis.set(opening.name, openings);
    }
  const mounted = new Set(
    [...apis.values()].flatMap((openings) =>
      openings.flatMap((opening) => mountedIn(code, opening, opening.statements, 0)),
    ),
  );
  const out: DeclaredRoute[] = [];
  for (const [name, openings] of apis) {
    const outer = mounts.filter(({ constant }) => constant === name);
    if (mounted.has(name) && outer.length === 0) continue;
    for (const place of outer.length > 0 ? outer : [{ path: rootPath, guards: [] }])
      walkApi(
        { code, openings, lineage: lineageOf(code, openings), out, above: [name] },
        {
          prefix: place.path,
          version: undefined,
          path: rootPath,
          guards: place.guards,
          parameters: [],
          depth: 0,
        },
      );
  }
  return out;
}

function mountedIn(
  code: Code,
  opening: Opening,
  nodes: readonly SyntaxNode[],
  depth: number,
): readonly string[] {
  if (depth > 12) return [];
  return nodes.flatMap((node) => {
    const call = callOf(node.type.endsWith('_modifier') ? inField(node, 'body') : node);
    if (call === undefined) return [];
    if (call.name === 'mount') return mountTargets(code, opening, call).map(({ name }) => name);
    return call.block === undefined ? [] : mountedIn(code, opening, statementsOf(call.block), depth + 1);
  });
}

function mountTargets(
  code: Code,
  opening: Opening,
  call: Call,
): readonly { readonly name: string; readonly at: SyntaxNode | undefined }[] {
  const hashes = call.args
    .filter(({ type }) => type === 'hash')
    .flatMap((hash) =>
      hash.children.map((pair) => ({ key: inField(pair, 'key'), value: inField(pair, 'value') })),
    );
  const keyed = [...hashes, ...call.pairs.map(({ key, value }) => ({ key, value }))].filter(
    ({ key }) => constantName(key) !== '',
  );
  const plain = call.args.map((arg) => ({ key: arg, value: undefined }));
  return [...plain, ...keyed].flatMap(({ key, value }) => {
    const name = constantName(key);
    const found = name === '' ? undefined : code.find(name, opening.name)[0];
    return found === undefined ? [] : [{ name: found.name, at: value }];
  });
}

function walkApi(api: Api, level: Level): void {
  const inherited = api.lineage.openings.filter(({ kind }) => kind === 'class').toReversed();
  let at = level;
  for (const opening of inherited) at = statements(api, opening, opening.statements, at);
}

/** Runs lines in order; `version`, `prefix` and `before` hold for what follows. */
function statements(api: Api, opening: Opening, nodes: readonly SyntaxNode[], start: Level): Level {
  let level = start;
  for (const node of nodes) {
    if (/^(if|unless)(_modifier)?$/.test(node.type)) {
      const inner = [inField(node, 'body'), inField(node, 'consequence')]
        .filter((each) => each !== undefined)
        .flatMap(statementsOf);
      level = statements(api, opening, inner, level);
      continue;
    }
    const call = callOf(node);
    if (call === undefined || level.depth > 30) continue;
    if (call.receiver === undefined) level = line(api, opening, call, level);
  }
  return level;
}

function line(api: Api, opening: Opening, call: Call, level: Level): Level {
  const scope = { code: api.code, namespace: opening.name };
  const { name } = call;
  if (verbs.test(name) || name === 'route') {
    endpoint(api, opening, call, level);
    return { ...level, parameters: kept(level) };
  }
  if (groups.test(name) && call.block !== undefined) {
    const text = textOf(call.args[0], scope);
    const own = name === 'route_param' ? { ...text, text: `:${text.text}` } : text;
    statements(api, opening, statementsOf(call.block), {
      ...level,
      path: joinPaths(level.path, own),
      parameters: level.parameters,
      depth: level.depth + 1,
    });
    return { ...level, parameters: kept(level) };
  }
  switch (name) {
    case 'prefix':
      return { ...level, prefix: joinPaths(level.prefix, textOf(call.args[0], scope)) };
    case 'version': {
      const using = option(call, 'using');
      const byPath = using === undefined || using.text === ':path';
      const [first] = call.args.flatMap((arg) => listOf(arg, scope));
      const version = byPath && first !== undefined ? { text: first, resolved: true } : undefined;
      if (call.block === undefined) return { ...level, version };
      statements(api, opening, statementsOf(call.block), { ...level, version, depth: level.depth + 1 });
      return level;
    }
    case 'params':
      return {
        ...level,
        parameters: [
          ...kept(level),
          ...declaredParameters(helpersOf(api.lineage), call, opening.file, scope),
        ],
      };
    case 'before':
    case 'before_validation':
    case 'after_validation':
    case 'http_basic':
    case 'http_digest':
    case 'auth': {
      const guard = beforeGuard(api.code, api.lineage, call, opening.file);
      return guard === undefined ? level : { ...level, guards: [...level.guards, guard] };
    }
    case 'mount':
      mountOthers(api, opening, call, level);
      return level;
    default:
      if (
        call.block !== undefined &&
        /^(desc|helpers|rescue_from|configure|add_swagger_documentation|after|finally)$/.test(name) === false
      )
        statements(api, opening, statementsOf(call.block), { ...level, depth: level.depth + 1 });
      return level;
  }
}

/** Parameters of a path that a group declares stay; those of one endpoint do not. */
const kept = (_level: Level): readonly Parameter[] => [];

function mountOthers(api: Api, opening: Opening, call: Call, level: Level): void {
  for (const { name, at } of mountTargets(api.code, opening, call)) {
    if (api.above.includes(name) || api.above.length > 20) continue;
    const openings = api.code.find(name, '');
    const path =
      at === undefined
        ? level.path
        : joinPaths(level.path, textOf(at, { code: api.code, namespace: opening.name }));
    walkApi(
      { ...api, openings, lineage: lineageOf(api.code, openings), above: [...api.above, name] },
      { ...level, path, parameters: [], depth: level.depth + 1 },
    );
  }
}
