import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { walkSyntax, originIn } from '../../languages/syntax.ts';
import { attributesOf, named, positional } from '../attributes.ts';
import { fieldsOf } from '../fields.ts';
import type { Code, Member, TypeDeclaration } from '../code.ts';
import { descendsFrom, methodsOf } from '../code.ts';
import { looksAtCredentials } from '../credentials.ts';
import { meaningOf } from '../judging.ts';
import { bodyOf, calledIn, lastName, nameOf, parametersOf } from '../syntax.ts';
import { templatePath } from '../templates.ts';
import { textOf } from '../texts.ts';
import { requestFields } from './request-fields.ts';
import { isCommonMethod } from '../../http/methods.ts';

interface Registered {
  readonly request: TypeDeclaration;
  readonly path: RoutePath;
  readonly verbs: string;
  readonly line: number;
  readonly file: string;
}

/** Request types with `[Route]`, and those that `Routes.Add<T>` registers. */
export function serviceStackRoutes(code: Code): readonly DeclaredRoute[] {
  const files = code.files.filter(({ text }) => /using\s+ServiceStack\b|ServiceStack\./.test(text));
  if (files.length === 0) return [];
  const handlers = serviceMethods(
    code,
    files.map(({ path }) => path),
  );
  return files
    .flatMap(({ path, text }) => [...byAttribute(code, path, text), ...byCall(code, path, text)])
    .flatMap((registered) => routesOf(code, registered, handlers));
}

function byAttribute(code: Code, path: string, text: string): readonly Registered[] {
  if (!text.includes('[Route(')) return [];
  return code.typesIn(path).flatMap((request) => {
    if (request.name.endsWith('Controller') || descendsFrom(code, request, /Controller(Base)?$/)) return [];
    return attributesOf(request.node).flatMap((attribute): readonly Registered[] => {
      const [first, second] = positional(attribute);
      if (attribute.name !== 'Route' || first === undefined) return [];
      const verbs = named(attribute, 'Verbs') ?? second;
      const scope = { file: path, type: request };
      return [
        {
          request,
          path: textOf(code, first, scope),
          verbs: verbs === undefined ? '' : textOf(code, verbs, scope).text,
          line: attribute.node.line,
          file: path,
        },
      ];
    });
  });
}

function byCall(code: Code, path: string, text: string): readonly Registered[] {
  const tree = /\.Add\s*</.test(text) ? code.tree(path) : undefined;
  if (tree === undefined) return [];
  const found: Registered[] = [];
  walkSyntax(tree, (node) => {
    const called = calledIn(node);
    const [generic] = called?.generics ?? [];
    if (called?.name !== 'Add' || generic === undefined || !/\bRoutes\b/.test(called.receiver?.text ?? ''))
      return;
    const request = code.find(lastName(generic), path);
    const [first, second] = called.arguments;
    if (request === undefined || first === undefined) return;
    const verbs = second === undefined ? '' : textOf(code, second.value, { file: path }).text;
    found.push({
      request,
      path: textOf(code, first.value, { file: path }),
      verbs,
      line: first.value.line,
      file: path,
    });
  });
  return found;
}

/** Methods of services by the request type they take. */
function serviceMethods(code: Code, files: readonly string[]): ReadonlyMap<string, readonly Member[]> {
  const found = new Map<string, Member[]>();
  for (const path of files)
    for (const type of code.typesIn(path)) {
      if (!descendsFrom(code, type, /^(Service|IService|ServiceBase)$/)) continue;
      for (const member of methodsOf(code, type)) {
        const name = lastName(parametersOf(member.node)[0]?.type);
        if (/^(Any|Get|Post|Put|Patch|Delete|Options)(Async)?$/.test(nameOf(member.node)))
          found.set(name, [...(found.get(name) ?? []), member]);
      }
    }
  return found;
}

function routesOf(
  code: Code,
  { request, path, verbs, line, file }: Registered,
  handlers: ReadonlyMap<string, readonly Member[]>,
): readonly DeclaredRoute[] {
  const own = verbs
    .split(/[\s,]+/)
    .map((verb) => verb.toUpperCase())
    .filter(isCommonMethod);
  const full = templatePath(path);
  return (own.length === 0 ? (['ANY'] as const) : own).map((method): DeclaredRoute => {
    const handler = handlers.get(request.name)?.find(({ node }) => {
      const name = nameOf(node)
        .replace(/Async$/, '')
        .toUpperCase();
      return name === 'ANY' || method === 'ANY' || name === method;
    });
    const body = handler === undefined ? undefined : bodyOf(handler.node);
    const marked = [request, ...(handler === undefined ? [] : [handler.type])].flatMap((type) =>
      attributesOf(type.node).map((attribute) => ({ attribute, type })),
    );
    const onMethod =
      handler === undefined
        ? []
        : attributesOf(handler.node).map((attribute) => ({ attribute, type: handler.type }));
    const guards = [...marked, ...onMethod].flatMap(({ attribute, type }): readonly JudgedGuard[] => {
      const meaning = meaningOf(code, attribute, { file: type.file, type });
      return meaning.kind === 'guard' ? [meaning.guard] : [];
    });
    return {
      technology: 'servicestack',
      methods: [method],
      path: full,
      guards,
      handler:
        handler === undefined
          ? { file, line }
          : {
              file: handler.type.file,
              line: handler.node.line,
              name: `${handler.type.name}.${nameOf(handler.node)}`,
            },
      handlerLooksAtCredentials: body === undefined ? 'unseen' : looksAtCredentials(body.text),
      parameters: requestFields(code, fieldsOf(code, request), request.file, [method], full.text),
      origin: originIn(file, { line }),
    };
  });
}
