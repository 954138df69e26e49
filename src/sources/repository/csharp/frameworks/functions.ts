import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { joinPaths } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Attribute } from '../attributes.ts';
import { attributeNamed, attributesOf, named, positional } from '../attributes.ts';
import { boundParameters } from '../binding.ts';
import type { Code, Member } from '../code.ts';
import { methodsOf } from '../code.ts';
import { looksAtCredentials } from '../credentials.ts';
import { judged } from '../judging.ts';
import { readsOf } from '../reads.ts';
import { bodyOf, lastName, parametersOf } from '../syntax.ts';
import { templatePath } from '../templates.ts';
import { textOf } from '../texts.ts';
import { isCommonMethod } from '../../http/methods.ts';
import { originIn } from '../../languages/syntax.ts';

/** Azure Functions with an HTTP trigger: `/api/<route>`, or the name of the function where no route is told. */
export function functionRoutes(code: Code): readonly DeclaredRoute[] {
  const files = code.files.filter(({ text }) => text.includes('HttpTrigger'));
  if (files.length === 0) return [];
  return files.flatMap(({ path }) =>
    code
      .typesIn(path)
      .flatMap((type) =>
        methodsOf(code, type).flatMap((member) => functionOf(code, member, prefixFor(code, path)) ?? []),
      ),
  );
}

/** `extensions.http.routePrefix` of host.json. */
function prefixFor(code: Code, path: string): RoutePath {
  const folder = code.projects.of(path).folder;
  const host =
    code.program.repository.files.get(folder === '' ? 'host.json' : `${folder}/host.json`)?.text ?? '';
  return { text: /"routePrefix"\s*:\s*"([^"]*)"/.exec(host)?.[1] ?? 'api', resolved: true };
}

function functionOf(code: Code, { node, type }: Member, prefix: RoutePath): DeclaredRoute | undefined {
  const declared = attributeNamed(attributesOf(node), 'Function', 'FunctionName');
  const nameNode = declared === undefined ? undefined : positional(declared)[0];
  const scope = { file: type.file, type };
  for (const parameter of parametersOf(node)) {
    const trigger = attributeNamed(attributesOf(parameter.node), 'HttpTrigger');
    if (trigger === undefined || nameNode === undefined) continue;
    const route = named(trigger, 'Route');
    const told = route === undefined || route.type === 'null_literal' ? nameNode : route;
    const path = templatePath(joinPaths(prefix, textOf(code, told, scope)));
    const methods = verbsOf(code, trigger, scope);
    const body = bodyOf(node);
    const level = levelOf(trigger);
    const takesBody = methods.some((method) => /^(POST|PUT|PATCH)$/.test(method));
    const bound = boundParameters(code, node, {
      file: type.file,
      path: path.text,
      rules: { simple: 'query', complex: takesBody ? 'body' : 'service' },
    });
    return {
      technology: 'azure-functions',
      methods,
      path,
      guards:
        level === 'Anonymous'
          ? []
          : [judged(`AuthorizationLevel.${level}`, 'authentication', type.file, trigger.node)],
      handler: { file: type.file, line: node.line, name: textOf(code, nameNode, scope).text },
      handlerLooksAtCredentials: body === undefined ? 'unseen' : looksAtCredentials(body.text),
      parameters: [
        ...bound.filter(({ in: place, name }) => place !== 'body' || name !== parameter.name),
        ...readsOf(body, type.file),
      ],
      origin: originIn(type.file, node),
    };
  }
  return undefined;
}

function verbsOf(code: Code, trigger: Attribute, scope: { file: string }): readonly Method[] {
  const methods = positional(trigger)
    .filter(({ type }) => type === 'string_literal')
    .map((node) => textOf(code, node, scope).text.toUpperCase())
    .filter(isCommonMethod);
  return methods.length === 0 ? ['ANY'] : methods;
}

const levelOf = (trigger: Attribute): string => {
  const level = positional(trigger).find((node: SyntaxNode) => node.type === 'member_access_expression');
  return level === undefined ? 'Function' : lastName(level);
};
