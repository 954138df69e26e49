import type { Method, Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { joinPaths, rootPath } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { walkSyntax, originIn } from '../../languages/syntax.ts';
import type { Code, Opening } from '../code.ts';
import { bodyStatements, lineageOf } from '../code.ts';
import { singular } from '../inflections.ts';
import { judgeCallback, looksAtCaller, reachedText } from '../rails/judging.ts';
import { placeFor, readsOf } from '../reads.ts';
import type { Call } from '../syntax.ts';
import { callOf, option, statementsOf } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';
import { isCommonMethod } from '../../http/methods.ts';

interface Place {
  readonly code: Code;
  readonly prefix: RoutePath;
  /** Folder whose `actions` are meant: `app`, `slices/main`, `apps/web`. */
  readonly folder: string;
  readonly file: string;
  readonly out: DeclaredRoute[];
  readonly resource?: string;
  readonly depth: number;
}

const verbs = /^(get|post|put|patch|delete|options|head|trace)$/;

/** `config/routes.rb` of Hanami 2 (a class below `Hanami::Routes`) and of applications of Hanami 1. */
export function hanamiRoutes(code: Code): readonly DeclaredRoute[] {
  const out: DeclaredRoute[] = [];
  const isHanami = [...code.program.repository.files.values()].some(
    ({ path, text }) => /(^|\/)Gemfile$/.test(path) && /\bhanami\b/.test(text),
  );
  for (const { path, text } of code.files) {
    if (!/(^|\/)(config\/)?routes\.rb$/.test(path) || /\.routes\.draw/.test(text)) continue;
    if (!isHanami && !/Hanami/.test(text)) continue;
    const root = path.replace(/config\/routes\.rb$/, '');
    const isApp = /(^|\/)apps\/[^/]+\/$/.test(root);
    const place: Place = {
      code,
      prefix: rootPath,
      folder: isApp ? root : `${root}app/`,
      file: path,
      out,
      depth: 0,
    };
    for (const opening of code.openingsIn(path))
      if (opening.superclass !== undefined && opening.superclass.endsWith('Routes'))
        walk(place, opening.statements);
    const top = statementsOf(code.tree(path)).filter(({ type }) => type === 'call');
    for (const node of top) {
      const call = callOf(node);
      if (call?.name === 'routes' && call.block !== undefined) walk(place, statementsOf(call.block));
      else if (call !== undefined && call.receiver === undefined) walk(place, [node]);
    }
  }
  return out;
}

function walk(place: Place, nodes: readonly SyntaxNode[]): void {
  if (place.depth > 20) return;
  for (const node of nodes) {
    const call = callOf(node);
    if (call === undefined || call.receiver !== undefined) continue;
    const scope = { code: place.code, namespace: '' };
    const first = call.args[0] === undefined ? rootPath : textOf(call.args[0], scope);
    const inner = (prefix: RoutePath, more: Partial<Place> = {}): void =>
      walk(
        { ...place, prefix: joinPaths(place.prefix, prefix), ...more, depth: place.depth + 1 },
        statementsOf(call.block),
      );
    if (verbs.test(call.name)) route(place, call, [call.name.toUpperCase()], first);
    else if (call.name === 'root') route(place, call, ['GET'], rootPath);
    else if (call.name === 'scope' || call.name === 'namespace' || call.name === 'prefix') inner(first);
    else if (call.name === 'slice') {
      const at = option(call, 'at');
      inner(at === undefined ? first : textOf(at, scope), {
        folder: place.folder.replace(/app\/$/, `slices/${first.text}/`),
      });
    } else if (call.name === 'redirect') route(place, call, ['GET'], first);
    else if (call.name === 'mount') {
      const at = option(call, 'at');
      if (at !== undefined) push(place, call, ['GET'], textOf(at, scope), undefined, 'unseen');
    } else if (call.name === 'resources' || call.name === 'resource') resources(place, call, first);
  }
}

const actions: readonly (readonly [string, Method, string])[] = [
  ['index', 'GET', ''],
  ['new', 'GET', '/new'],
  ['create', 'POST', ''],
  ['show', 'GET', '/:id'],
  ['edit', 'GET', '/:id/edit'],
  ['update', 'PATCH', '/:id'],
  ['destroy', 'DELETE', '/:id'],
];

function resources(place: Place, call: Call, name: RoutePath): void {
  const scope = { code: place.code, namespace: '' };
  const isMany = call.name === 'resources';
  const [only, except] = [option(call, 'only'), option(call, 'except')];
  const wanted = only === undefined ? undefined : listOf(only, scope);
  const unwanted = listOf(except, scope);
  const owner = [place.resource, name.text].filter((part) => part !== undefined).join('.');
  for (const [action, method, text] of actions) {
    if (
      (wanted !== undefined && !wanted.includes(action)) ||
      unwanted.includes(action) ||
      (!isMany && action === 'index')
    )
      continue;
    const own = isMany ? text : text.replace('/:id', '');
    push(
      place,
      call,
      [method],
      joinPaths(name, { text: own, resolved: true }),
      `${owner}.${action}`,
      'unseen',
    );
  }
  const below = isMany ? joinPaths(name, { text: `:${singular(name.text)}_id`, resolved: true }) : name;
  walk(
    { ...place, prefix: joinPaths(place.prefix, below), resource: owner, depth: place.depth + 1 },
    statementsOf(call.block),
  );
}

function route(place: Place, call: Call, methods: readonly string[], path: RoutePath): void {
  const to = option(call, 'to');
  const text = to === undefined ? undefined : textOf(to, { code: place.code, namespace: '' });
  const isBlock = call.block !== undefined || call.name === 'redirect';
  push(
    place,
    call,
    methods.filter(isCommonMethod),
    path,
    text?.resolved === true ? text.text : undefined,
    isBlock ? 'no' : 'unseen',
  );
}

function push(
  place: Place,
  call: Call,
  methods: readonly Method[],
  path: RoutePath,
  target: string | undefined,
  otherwise: DeclaredRoute['handlerLooksAtCredentials'],
): void {
  const full = joinPaths(place.prefix, path);
  const clean: RoutePath = {
    ...full,
    text: full.text
      .replaceAll(/\(.*?\)/g, '')
      .replaceAll(/:([A-Za-z_]\w*)/g, '{$1}')
      .replaceAll(/\*([A-Za-z_]\w*)/g, '{*$1}'),
  };
  const action = target === undefined ? undefined : actionFor(place, target);
  const base = {
    technology: 'hanami',
    methods,
    path: clean,
    application: place.file,
    origin: originIn(place.file, call.node),
  };
  if (action === undefined) {
    place.out.push({
      ...base,
      guards: [],
      ...(target === undefined ? {} : { handler: { file: place.file, line: call.node.line, name: target } }),
      handlerLooksAtCredentials: otherwise,
      parameters: [],
    });
    return;
  }
  const lineage = lineageOf(place.code, place.code.find(action.name, ''));
  const text = reachedText(lineage, action.node, new Set(), 0);
  place.out.push({
    ...base,
    guards: beforeGuards(lineage),
    handler: { file: action.file, line: action.node.line, name: target ?? action.name },
    handlerLooksAtCredentials: looksAtCaller(text),
    parameters: parametersOf(place, action, methods).filter(({ name }) => !clean.text.includes(`{${name}}`)),
  });
}

/** `books.index` and `books#index` are the class in `actions/books/index.rb` or `controllers/books/index.rb`. */
function actionFor({ code, folder }: Place, target: string): Opening | undefined {
  const path = target.replaceAll(/[.#]/g, '/').replaceAll('::', '/').toLowerCase();
  for (const file of [
    `${folder}actions/${path}.rb`,
    `${folder}controllers/${path}.rb`,
    `${folder.replace(/app\/$/, 'lib/')}actions/${path}.rb`,
  ]) {
    const found = code.program.repository.files.has(file)
      ? code.openingsIn(file).findLast(({ kind }) => kind === 'class')
      : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `before :authenticate` and `plug :authenticate`. */
function beforeGuards(lineage: ReturnType<typeof lineageOf>): readonly JudgedGuard[] {
  return lineage.openings.toReversed().flatMap(({ statements, file }) =>
    bodyStatements(statements).flatMap((node): readonly JudgedGuard[] => {
      const call = callOf(node);
      if (call === undefined || !/^(before|plug)$/.test(call.name)) return [];
      return call.args.map((arg): JudgedGuard => {
        const name = arg.text.replace(/^:/, '');
        const told = judgeCallback(lineage, name);
        return {
          guard: { name, kind: told.kind, requires: [], origin: originIn(file, node) },
          resolved: told.resolved,
          conditional: told.conditional,
          passes: told.kind === 'other' && told.resolved,
        };
      });
    }),
  );
}

/** What the `params` block declares, at any depth, then what the code reads. */
function parametersOf({ code }: Place, action: Opening, methods: readonly Method[]): readonly Parameter[] {
  const scope = { code, namespace: action.name };
  const found: Parameter[] = [];
  walkSyntax(action.node, (node) => {
    const call = node.type === 'call' ? callOf(node) : undefined;
    if (
      call === undefined ||
      call.receiver !== undefined ||
      !/^(required|optional)$/.test(call.name) ||
      call.args[0] === undefined
    )
      return;
    found.push({
      name: textOf(call.args[0], scope).text,
      in: placeFor(methods),
      required: call.name === 'required',
      origin: originIn(action.file, node),
    });
  });
  const names = new Set(found.map(({ name }) => name));
  return [
    ...found,
    ...readsOf([action.node], { file: action.file, scope, methods }).filter(
      ({ name, in: place }) => place === 'header' || place === 'cookie' || !names.has(name),
    ),
  ];
}
