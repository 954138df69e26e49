import type { Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, walkSyntax, originIn } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { looksAtCredentials } from '../credentials.ts';
import { readsOf } from '../reads.ts';
import { isCommonMethod } from '../../http/methods.ts';

interface Known {
  readonly method?: string;
  readonly path?: string;
}

/** `HttpListener`: conditions on the method and the path of a request, wherever they stand. */
export function listenerRoutes(code: Code): readonly DeclaredRoute[] {
  return code.files
    .filter(({ text }) => /\bHttpListener\b/.test(text) && /\.GetContext(Async)?\b/.test(text))
    .flatMap(({ path }) => {
      const tree = code.tree(path);
      const routes: DeclaredRoute[] = [];
      if (tree !== undefined) visit(tree, {}, (known, body) => routes.push(...routeOf(known, body, path)));
      return routes;
    });
}

type Found = (known: Known, body: SyntaxNode) => void;

function visit(node: SyntaxNode, known: Known, found: Found): void {
  if (node.type === 'if_statement') {
    const condition = inField(node, 'condition');
    const inside = { ...known, ...(condition === undefined ? {} : toldBy(condition)) };
    const consequence = inField(node, 'consequence');
    if (consequence !== undefined) enter(consequence, known, inside, found);
    const alternative = inField(node, 'alternative');
    if (alternative !== undefined) visit(alternative, known, found);
    return;
  }
  if (node.type === 'switch_statement') {
    const value = inField(node, 'value')?.text ?? '';
    for (const section of allOfType(inField(node, 'body'), 'switch_section')) {
      const [pattern, ...rest] = section.children;
      const told = pattern === undefined ? {} : caseOf(value, pattern);
      for (const child of rest) enterCase(child, section, known, told, found);
    }
    return;
  }
  for (const child of node.children) visit(child, known, found);
}

function enter(body: SyntaxNode, outer: Known, inside: Known, found: Found): void {
  const grew = inside.path !== outer.path || inside.method !== outer.method;
  if (grew && inside.path !== undefined && !decides(body)) found(inside, body);
  else visit(body, inside, found);
}

function enterCase(child: SyntaxNode, section: SyntaxNode, known: Known, told: Known, found: Found): void {
  const inside = { ...known, ...told };
  if (section.children[1] !== child && inside.path !== undefined && !decides(section)) return;
  if (inside.path !== undefined && told.path !== undefined && !decides(section)) found(inside, section);
  else visit(child, inside, found);
}

/** Whether what is below asks for the method or the path again. */
function decides(body: SyntaxNode): boolean {
  let found = false;
  walkSyntax(body, (node) => {
    if (node.type === 'if_statement') {
      const condition = inField(node, 'condition');
      const told = condition === undefined ? {} : toldBy(condition);
      if (told.method !== undefined || told.path !== undefined) found = true;
    } else if (
      node.type === 'switch_statement' &&
      /method|path|url/i.test(inField(node, 'value')?.text ?? '')
    )
      found = true;
  });
  return found;
}

function toldBy(condition: SyntaxNode): Known {
  const texts = [...condition.text.matchAll(/"([^"\\\n]{1,200})"/g)].map((match) => match[1] ?? '');
  if (/!=|\|\||StartsWith|EndsWith|Contains/.test(condition.text)) return {};
  const method = texts.find((text) => isCommonMethod(text.toUpperCase()) && text === text.toUpperCase());
  const path = /path|url/i.test(condition.text) ? texts.find((text) => text.startsWith('/')) : undefined;
  return { ...(method === undefined ? {} : { method }), ...(path === undefined ? {} : { path }) };
}

function caseOf(value: string, pattern: SyntaxNode): Known {
  const texts = [...pattern.text.matchAll(/"([^"\\\n]{1,200})"/g)].map((match) => match[1] ?? '');
  const method = /method/i.test(value) ? texts.find((text) => isCommonMethod(text)) : undefined;
  const path = /path|url/i.test(value) ? texts.find((text) => text.startsWith('/')) : undefined;
  return { ...(method === undefined ? {} : { method }), ...(path === undefined ? {} : { path }) };
}

function routeOf(
  { method = 'GET', path = '/' }: Known,
  body: SyntaxNode,
  file: string,
): readonly DeclaredRoute[] {
  if (!isCommonMethod(method)) return [];
  const readsBody = /\.InputStream\b/.test(body.text);
  const whole: readonly Parameter[] = readsBody
    ? [{ name: 'body', in: 'body', required: false, origin: originIn(file, body) }]
    : [];
  return [
    {
      technology: 'httplistener',
      methods: [method],
      path: { text: path, resolved: true },
      guards: [],
      handler: { file, line: body.line },
      handlerLooksAtCredentials: looksAtCredentials(body.text),
      parameters: [...readsOf(body, file), ...whole],
      origin: originIn(file, body),
    },
  ];
}
