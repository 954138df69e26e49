import type { Method, Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax, originIn } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { lineageOf, methodsIn } from '../code.ts';
import { looksAtCaller } from '../rails/judging.ts';
import { blockParameters, callOf, constantName } from '../syntax.ts';
import { textOf } from '../values.ts';
import { isCommonMethod } from '../../http/methods.ts';

/** `mount_proc '/x' do |req, res|` and servlets of WEBrick. */
export function webrickRoutes(code: Code): readonly DeclaredRoute[] {
  const out: DeclaredRoute[] = [];
  for (const { path, text } of code.files) {
    if (!/WEBrick/.test(text) || !/\.mount(_proc)?\b/.test(text)) continue;
    const tree = code.tree(path);
    if (tree === undefined) continue;
    walkSyntax(tree, (node) => {
      const call = node.type === 'call' ? callOf(node) : undefined;
      if (call?.receiver === undefined || call.args[0] === undefined) return;
      const at = textOf(call.args[0], { code, namespace: '' });
      if (call.name === 'mount_proc' && call.block !== undefined) {
        const request = blockParameters(call.block)[0] ?? 'req';
        const parts = partsOf(call.block);
        for (const { method, body } of parts) out.push(routeOf(path, at, method, body, request));
      } else if (call.name === 'mount' && call.args[1] !== undefined) {
        const openings = code.find(constantName(call.args[1]), '');
        for (const opening of lineageOf(code, openings).openings)
          for (const { name, node: body } of methodsIn(opening)) {
            const method = /^do_([A-Z]+)$/.exec(name)?.[1];
            if (isCommonMethod(method)) out.push(routeOf(opening.file, at, method, body, parameterOf(body)));
          }
      }
    });
  }
  return out;
}

const parameterOf = (method: SyntaxNode): string => inField(method, 'parameters')?.children[0]?.text ?? 'req';

interface Part {
  readonly method: Method;
  readonly body: SyntaxNode;
}

/** `case req.request_method when 'GET'`; a block that asks for no method answers GET. */
function partsOf(block: SyntaxNode): readonly Part[] {
  const found: Part[] = [];
  walkSyntax(block, (node) => {
    if (node.type !== 'case' || !/request_method/.test(inField(node, 'value')?.text ?? '')) return true;
    for (const each of node.children.filter(({ type }) => type === 'when'))
      for (const match of (inField(each, 'pattern')?.text ?? '').matchAll(/[A-Z]+/g))
        if (isCommonMethod(match[0])) found.push({ method: match[0], body: each });
    return false;
  });
  if (found.length > 0) return found;
  const told = /request_method\s*==\s*['"]([A-Z]+)['"]/.exec(block.text)?.[1];
  return [{ method: isCommonMethod(told) ? told : 'GET', body: block }];
}

function routeOf(
  file: string,
  path: DeclaredRoute['path'],
  method: Method,
  body: SyntaxNode,
  request: string,
): DeclaredRoute {
  return {
    technology: 'webrick',
    methods: [method],
    path,
    guards: [],
    handler: { file, line: body.line },
    handlerLooksAtCredentials: looksAtCaller(body.text),
    parameters: parametersOf(file, body, request),
    origin: originIn(file, body),
  };
}

function parametersOf(file: string, body: SyntaxNode, request: string): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  const text = body.text.replaceAll(/(^|\s)#(?!\{)[^\n]*/g, (part) => ' '.repeat(part.length));
  const add = (pattern: RegExp, place: Parameter['in']): void => {
    for (const match of text.matchAll(pattern)) {
      const name = match[1];
      if (name !== undefined && !found.has(`${place} ${name}`))
        found.set(`${place} ${name}`, { name, in: place, required: false, origin: originIn(file, body) });
    }
  };
  const req = request.replaceAll(/\W/g, '');
  add(new RegExp(`\\b${req}\\.query\\s*\\[\\s*['"]([^'"\\n]{1,80})['"]`, 'g'), 'query');
  add(new RegExp(`\\b${req}(?:\\.header)?\\s*\\[\\s*['"]([^'"\\n]{1,80})['"]`, 'g'), 'header');
  add(/\.cookies\b[^\n]{0,60}?name\s*==\s*['"]([^'"\n]{1,80})['"]/g, 'cookie');
  for (const match of text.matchAll(
    /\b(\w+)\s*=\s*(?:WEBrick::HTTPUtils\.parse_query|URI\.decode_www_form|JSON\.parse)\s*\(\s*(\w+)\.body/g,
  ))
    if (match[2] === req) add(new RegExp(`\\b${match[1] ?? ''}\\s*\\[\\s*['":]([\\w-]{1,80})`, 'g'), 'body');
  return [...found.values()];
}
