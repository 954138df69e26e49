import type { Json } from '../../../../model/origin.ts';
import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { goesTo } from '../../security/goes-to.ts';
import type { Naming } from '../../security/goes-to.ts';
import { securitySetting } from '../../security/setting.ts';
import type { ToldOfSetting } from '../../security/setting.ts';
import { allOfType, inField, originIn, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';

/** A call of Python with what stands around it. */
export interface PythonCall {
  readonly path: string;
  readonly node: SyntaxNode;
  /** Dotted, its first name as the file imports it: `hashlib.md5`. */
  readonly name: string;
  readonly given: readonly SyntaxNode[];
  readonly named: ReadonlyMap<string, SyntaxNode>;
  /** `**options` may give anything. */
  readonly spread: boolean;
  /** Names that it goes to, then that of the function around it. */
  readonly goesTo: readonly string[];
}

export function pythonCall(
  path: string,
  node: SyntaxNode,
  above: readonly SyntaxNode[],
  imports: ReadonlyMap<string, string>,
): PythonCall | undefined {
  const callee = inField(node, 'function')?.text;
  if (callee === undefined || !/^[\w.]+(\(.*\)\.\w+)?$/s.test(callee)) return undefined;
  const list = inField(node, 'arguments')?.children ?? [];
  const named = allOfType(inField(node, 'arguments'), 'keyword_argument').flatMap((each) => {
    const [key, value] = [inField(each, 'name')?.text, inField(each, 'value')];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
  return {
    path,
    node,
    name: imported(callee, imports),
    given: list.filter(({ type }) => !/^(keyword_argument|comment|dictionary_splat|list_splat)$/.test(type)),
    named: new Map(named),
    spread: list.some(({ type }) => type === 'dictionary_splat'),
    goesTo: pythonGoesTo(above),
  };
}

function imported(callee: string, imports: ReadonlyMap<string, string>): string {
  const [first = '', ...rest] = callee.split('.');
  return [imports.get(first) ?? first, ...rest].join('.');
}

/** `import hashlib as h`, `from hashlib import md5`: what the names of a file stand for. */
export function importsOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const lists = /^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(?:\(([^)]*)\)|(.+))/gm;
  for (const [, module = '', several, names = several ?? ''] of text.matchAll(lists))
    for (const each of names.split(',')) {
      const [, name, alias] = /^\s*(\w+)(?:\s+as\s+(\w+))?/.exec(each) ?? [];
      if (name !== undefined) found.set(alias ?? name, `${module}.${name}`);
    }
  for (const [, module = '', alias] of text.matchAll(/^[ \t]*import[ \t]+([\w.]+)(?:[ \t]+as[ \t]+(\w+))?/gm))
    if (alias !== undefined) found.set(alias, module);
  return found;
}

/** `token = …`, `"token": …`, `token=…`. */
const naming: Naming = {
  functions: /^function_definition$/,
  closures: /^lambda$/,
  targetOf: (node) => {
    if (node.type === 'assignment') return inField(node, 'left');
    if (node.type === 'pair') return inField(node, 'key');
    return node.type === 'keyword_argument' ? inField(node, 'name') : undefined;
  },
};

export const pythonGoesTo = (above: readonly SyntaxNode[]): readonly string[] => goesTo(naming, above);

export const pythonSetting = (
  { path, node, goesTo: around }: Pick<PythonCall, 'path' | 'node' | 'goesTo'>,
  kind: SecuritySetting['kind'],
  call: string,
  told?: ToldOfSetting,
): SecuritySetting =>
  securitySetting(kind, call, { package: 'python', around, origin: originIn(path, node) }, told);

/** A constant that is written there; undefined for what is only known when the process runs. */
export function literalOf(node: SyntaxNode | undefined): Json | undefined {
  switch (node?.type) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'none':
      return null;
    case 'integer':
      return Number(node.text.replaceAll('_', ''));
    case 'string': {
      const match = /^[rbuRBU]{0,2}('''|"""|'|")([\s\S]*)\1$/.exec(node.text);
      return match === null || node.text.includes('{') ? undefined : (match[2] ?? '');
    }
    case 'list':
    case 'tuple':
    case 'set': {
      const items = node.children.map(literalOf);
      return items.every((each) => each !== undefined) ? items : undefined;
    }
    default:
      return undefined;
  }
}

/** Names that an expression mentions, the last part of each. */
export function namesIn(node: SyntaxNode | undefined): readonly string[] {
  const names: string[] = [];
  if (node !== undefined)
    walkSyntax(node, (inner) => {
      if (inner.type === 'identifier') names.push(inner.text);
      if (inner.type === 'attribute') names.push(inField(inner, 'attribute')?.text ?? '');
      if (inner.type === 'subscript') {
        const key = literalOf(inField(inner, 'subscript'));
        if (typeof key === 'string') names.push(key);
      }
    });
  return [...new Set(names)].filter(
    (name) => !/^(encode|str|bytes|self|format|join)$/.test(name) && name !== '',
  );
}
