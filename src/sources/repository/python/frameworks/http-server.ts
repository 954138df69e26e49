import type { Method } from '../../../../model/api.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { extendsLibrary } from '../evaluator/paths.ts';
import type { FunctionValue } from '../evaluator/value.ts';
import { readRequest } from '../reading/requests.ts';
import { routeOf } from '../reading/routes.ts';

const dialect = {
  paths: /^self$/,
  members: { headers: 'header', query: 'query', rfile: 'body' },
} as const;

const verbs: readonly (readonly [string, Method])[] = [
  ['do_GET', 'GET'],
  ['do_POST', 'POST'],
  ['do_PUT', 'PUT'],
  ['do_PATCH', 'PATCH'],
  ['do_DELETE', 'DELETE'],
];

/** The server of the standard library: paths are those its handler compares the request's path with. */
export function httpServerRoutes(machine: Machine): readonly DeclaredRoute[] {
  return machine.classes.flatMap((of) => {
    if (!extendsLibrary(of, /^http\.server\.(Base|Simple)HTTPRequestHandler$/)) return [];
    return verbs.flatMap(([name, method]) => {
      const handler = lookInClass(machine, of, name);
      if (handler?.kind !== 'function') return [];
      return comparedPaths(handler).map(({ text, node }) =>
        routeOf(machine, {
          technology: 'http.server',
          methods: [method],
          path: { text, resolved: true },
          handler,
          guards: [],
          parameters: readRequest(machine, handler, dialect),
          place: { module: handler.module, node },
        }),
      );
    });
  });
}

/** `self.path == '/x'`, `path.startswith('/x')`, `path in ('/x', '/y')`. */
function comparedPaths(
  handler: FunctionValue,
): readonly { readonly text: string; readonly node: SyntaxNode }[] {
  const found = new Map<string, SyntaxNode>();
  const add = (node: SyntaxNode | undefined, suffix = ''): void => {
    const text = node?.type === 'string' ? node.text.replaceAll(/^[a-z]*['"]+|['"]+$/gi, '') : undefined;
    if (node !== undefined && text?.startsWith('/') === true && !found.has(text + suffix))
      found.set(text + suffix, node);
  };
  walkSyntax(inField(handler.node, 'body') ?? handler.node, (node) => {
    if (node.type === 'comparison_operator' && /^(==|in)$/.test(inField(node, 'operators')?.text ?? '')) {
      const [left, right] = node.children.filter(({ field }) => field !== 'operators');
      if (/path/.test(left?.text ?? ''))
        for (const each of right?.type === 'string' ? [right] : (right?.children ?? [])) add(each);
    }
    if (node.type === 'call' && inField(node, 'function')?.text.endsWith('path.startswith') === true)
      add(inField(node, 'arguments')?.children[0], '{*rest}');
  });
  return [...found].map(([text, node]) => ({ text, node }));
}
