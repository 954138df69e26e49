import type { Method, Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { joinPaths, rootPath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { walkSyntax, originIn } from '../../languages/syntax.ts';
import { attributesOf } from '../attributes.ts';
import { fieldsOf } from '../fields.ts';
import type { Code, TypeDeclaration } from '../code.ts';
import { lineageOf, methodsOf } from '../code.ts';
import { looksAtCredentials } from '../credentials.ts';
import { lineAt } from '../../lines.ts';
import { judged } from '../judging.ts';
import { bodyOf, calledIn, lastName, modifiers, nameOf, typeArguments } from '../syntax.ts';
import type { Called } from '../syntax.ts';
import { templatePath } from '../templates.ts';
import { textOf, textsOf } from '../texts.ts';
import { requestFields } from './request-fields.ts';
import { isCommonMethod } from '../../http/methods.ts';

const base =
  /^(Endpoint|EndpointWithoutRequest|EndpointWithMapping|EndpointWithMapper|EndpointWithMappers|Ep|Fluent|NoRequest|NoResponse|Req|Res)$/;
const verbs: Readonly<Record<string, Method>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  Head: 'HEAD',
};

/** Endpoint classes: what their `Configure` says, in the group they name. Without `AllowAnonymous` all are guarded. */
export function fastEndpoints(code: Code): readonly DeclaredRoute[] {
  const files = code.files.filter(({ text }) =>
    /\bEndpoint(WithoutRequest|WithMapp\w+)?\b|\bEp\./.test(text),
  );
  if (!code.files.some(({ text }) => /FastEndpoints/.test(text))) return [];
  const prefix = globalPrefix(code);
  const everywhere = processorsOfAll(code);
  return files.flatMap(({ path }) =>
    code.typesIn(path).flatMap((type) => {
      if (type.node.type !== 'class_declaration' || modifiers(type.node).includes('abstract')) return [];
      const { types, outside } = lineageOf(code, type);
      const request = outside.find((each) => base.test(lastName(each)) || each.text.startsWith('Ep.'));
      return request === undefined ? [] : endpointOf(code, type, types, request, prefix, everywhere);
    }),
  );
}

interface Draft {
  readonly methods: Method[];
  readonly paths: RoutePath[];
  readonly guards: JudgedGuard[];
  anonymous: boolean;
  prefix: RoutePath;
  global: RoutePath;
  version?: string;
}

function endpointOf(
  code: Code,
  type: TypeDeclaration,
  types: readonly TypeDeclaration[],
  request: SyntaxNode,
  global: RoutePath,
  everywhere: readonly JudgedGuard[],
): readonly DeclaredRoute[] {
  const draft: Draft = {
    methods: [],
    paths: [],
    guards: [...everywhere],
    anonymous: false,
    prefix: rootPath,
    global,
  };
  for (const each of types.toReversed())
    for (const { node } of methodsOf(code, each))
      if (nameOf(node) === 'Configure') configure(code, node, each, draft);
  fromAttributes(code, type, draft);
  const handler = types
    .flatMap((each) => methodsOf(code, each))
    .find(({ node }) => /^(HandleAsync|ExecuteAsync)$/.test(nameOf(node)));
  const body = handler === undefined ? undefined : bodyOf(handler.node);
  const at = handler ?? { node: type.node, type };
  return draft.paths.map((path): DeclaredRoute => {
    const full = templatePath(joinPaths(joinPaths(draft.global, draft.prefix), path));
    const guards = draft.anonymous
      ? draft.guards.filter(({ guard }) => guard.kind === 'other')
      : [...draft.guards];
    const guarded = guards.some(
      ({ guard }) => guard.kind === 'authorisation' || guard.kind === 'authentication',
    );
    if (!draft.anonymous && !guarded)
      guards.push(judged('FastEndpoints', 'authentication', type.file, type.node));
    return {
      technology: 'fastendpoints',
      methods: draft.methods,
      path: full,
      guards,
      handler: { file: at.type.file, line: at.node.line, name: type.name },
      handlerLooksAtCredentials: body === undefined ? 'no' : looksAtCredentials(body.text),
      parameters: parametersFor(code, type, request, draft.methods, full.text),
      origin: originIn(type.file, type.node),
    };
  });
}

function parametersFor(
  code: Code,
  type: TypeDeclaration,
  request: SyntaxNode,
  methods: readonly Method[],
  path: string,
): readonly Parameter[] {
  const name = lastName(request);
  const [first] = typeArguments(request);
  if (first === undefined || name.startsWith('EndpointWithoutRequest')) return [];
  const declared = code.find(lastName(first), type.file);
  return requestFields(code, fieldsOf(code, declared), declared?.file ?? type.file, methods, path);
}

function configure(code: Code, method: SyntaxNode, type: TypeDeclaration, draft: Draft): void {
  const scope = { file: type.file, type };
  walkSyntax(method, (node) => {
    const called = calledIn(node);
    if (called === undefined) return;
    const receiver = called.receiver?.type;
    if (
      receiver !== undefined &&
      receiver !== 'this_expression' &&
      receiver !== 'invocation_expression' &&
      receiver !== 'identifier'
    )
      return;
    const texts = called.arguments.flatMap(({ value }) => textsOf(code, value, scope));
    apply(code, called, draft, texts, type, node);
  });
}

function apply(
  code: Code,
  called: Called,
  draft: Draft,
  texts: readonly string[],
  type: TypeDeclaration,
  node: SyntaxNode,
): void {
  const { name } = called;
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  const pathTexts = called.arguments
    .filter(({ value }) => value.type !== 'lambda_expression')
    .map(({ value }) => textOf(code, value, { file: type.file, type }));
  if (verb !== undefined) {
    draft.methods.push(verb);
    draft.paths.push(...pathTexts);
  } else if (name === 'Routes') draft.paths.push(...pathTexts);
  else if (name === 'Verbs')
    draft.methods.push(...texts.map((text) => text.toUpperCase()).filter(isCommonMethod));
  else if (name === 'AllowAnonymous') draft.anonymous = true;
  else if (name === 'RoutePrefixOverride') draft.global = { text: texts[0] ?? '', resolved: true };
  else if (
    /^(Roles|Policies|Permissions|PermissionsAll|Claims|ClaimsAll|Scopes|ScopesAll|Policy)$/.test(name)
  )
    draft.guards.push(judged(name, 'authorisation', type.file, node, { requires: texts }));
  else if (name === 'AuthSchemes')
    draft.guards.push(judged(name, 'authentication', type.file, node, { requires: texts }));
  else if (/^PreProcessors?$/.test(name))
    draft.guards.push(judged(name, 'other', type.file, node, { resolved: false }));
  else if (name === 'Throttle') draft.guards.push(judged(name, 'rate-limit', type.file, node));
  else if (name === 'Group' && called.generics[0] !== undefined)
    applyGroup(code, lastName(called.generics[0]), type.file, draft, 0);
}

/** `Group<T>()`: the prefix and the rules of a group class, below those of the group it extends. */
function applyGroup(code: Code, name: string, file: string, draft: Draft, depth: number): void {
  const group = code.find(name, file);
  if (group === undefined || depth > 6) return;
  const parent = lineageOf(code, group).outside.find((each) => lastName(each) === 'SubGroup');
  const above = typeArguments(parent)[0];
  if (above !== undefined) applyGroup(code, lastName(above), group.file, draft, depth + 1);
  walkSyntax(group.node, (node) => {
    const called = calledIn(node);
    if (called?.name === 'Configure') {
      const prefix = called.arguments[0]?.value;
      if (prefix !== undefined)
        draft.prefix = joinPaths(draft.prefix, textOf(code, prefix, { file: group.file, type: group }));
    } else if (called !== undefined && called.receiver !== undefined && !Object.hasOwn(verbs, called.name))
      apply(
        code,
        called,
        draft,
        called.arguments.flatMap(({ value }) => textsOf(code, value, { file: group.file, type: group })),
        group,
        node,
      );
  });
}

function fromAttributes(code: Code, type: TypeDeclaration, draft: Draft): void {
  for (const { name, arguments: given } of attributesOf(type.node)) {
    const verb = /^Http(Get|Post|Put|Patch|Delete)$/.exec(name)?.[1];
    if (verb !== undefined && verbs[verb] !== undefined) {
      draft.methods.push(verbs[verb]);
      draft.paths.push(...given.map(({ value }) => textOf(code, value, { file: type.file, type })));
    } else if (name === 'AllowAnonymous') draft.anonymous = true;
    else if (name === 'Group') continue;
  }
}

/** What is put before every endpoint is not followed. */
function processorsOfAll(code: Code): readonly JudgedGuard[] {
  return code.files.flatMap(({ path, text }) => {
    const at = text.includes('UseFastEndpoints') ? /\.\s*PreProcessors?\s*[<(]/.exec(text) : null;
    return at === null
      ? []
      : [judged('PreProcessor', 'other', path, { line: lineAt(text, at.index) }, { resolved: false })];
  });
}

function globalPrefix(code: Code): RoutePath {
  for (const { text } of code.files) {
    const found = /RoutePrefix\s*=\s*"([^"\n]{0,100})"/.exec(text);
    if (found?.[1] !== undefined && text.includes('UseFastEndpoints'))
      return { text: found[1], resolved: true };
  }
  return rootPath;
}
