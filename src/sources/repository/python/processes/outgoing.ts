import type { OutgoingCall } from '../../../../model/processes.ts';
import type { TextFile } from '../../gather.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, walkSyntax } from '../../languages/syntax.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lookUp, moduleAt } from '../evaluator/modules.ts';
import type { Module } from '../evaluator/scope.ts';
import { numberOf } from '../evaluator/value.ts';
import { textOf } from '../reading/texts.ts';

const imports = /^[ \t]*(?:from|import)[ \t]+(requests|httpx|aiohttp|urllib\.request|urllib3)\b/m;
const verbs = /^(get|post|put|patch|delete|head|options|request|stream|urlopen|send)$/;

/** A client as a name of a function or a module stands for it. */
interface Client {
  readonly library: string;
  /** Its own limit in milliseconds; `bounded` where the library has one. */
  readonly timeout?: number;
  readonly bounded: boolean;
  readonly base?: string;
}

/** Calls that leave the process over HTTP, with the time they may take. */
export function outgoingCalls(machine: Machine, files: readonly TextFile[]): readonly OutgoingCall[] {
  return files.flatMap(({ path, text }) => {
    if (!imports.test(text)) return [];
    const module = moduleAt(machine, path);
    return module.tree === undefined ? [] : callsIn(machine, module, module.tree);
  });
}

function callsIn(machine: Machine, module: Module, tree: SyntaxNode): readonly OutgoingCall[] {
  const found: OutgoingCall[] = [];
  const clients = new Map<string, Client>();
  walkSyntax(tree, (node, above) => {
    noteClient(machine, module, node, clients);
    if (node.type !== 'call') return;
    const callee = inField(node, 'function');
    const name = callee === undefined ? undefined : inField(callee, 'attribute')?.text;
    const object = callee === undefined ? undefined : inField(callee, 'object');
    const isOpen = callee?.type === 'identifier' && callee.text === 'urlopen';
    if (!isOpen && (name === undefined || !verbs.test(name) || object === undefined)) return;
    const client = isOpen
      ? { library: 'urllib.request', bounded: false }
      : object === undefined
        ? undefined
        : clientOf(machine, module, object, clients);
    if (client === undefined) return;
    found.push(callOf(machine, module, node, client, name ?? 'urlopen', isInLoop(above)));
  });
  return found;
}

/** `session = requests.Session()`, `with httpx.Client(timeout=5) as client`, `self.client = httpx.AsyncClient()`. */
function noteClient(machine: Machine, module: Module, node: SyntaxNode, clients: Map<string, Client>): void {
  const [target, value] =
    node.type === 'assignment'
      ? [inField(node, 'left'), inField(node, 'right')]
      : node.type === 'as_pattern'
        ? [inField(node, 'alias'), node.children[0]]
        : [];
  if (target === undefined || value?.type !== 'call') return;
  const client = madeClient(machine, module, value);
  if (client !== undefined) clients.set(target.text, client);
}

function madeClient(machine: Machine, module: Module, node: SyntaxNode): Client | undefined {
  const callee = inField(node, 'function');
  const path = callee === undefined ? undefined : pathOf(machine, module, callee);
  const library =
    /^(requests\.(\w+\.)*[sS]ession|httpx\.(Async)?Client|aiohttp\.(\w+\.)*ClientSession|urllib3\.PoolManager)$/
      .exec(path ?? '')?.[1]
      ?.split('.')[0];
  if (library === undefined) return undefined;
  const timeout = timeoutOf(machine, module, node);
  const base = keyword(node, 'base_url');
  const text = base === undefined ? undefined : targetText(machine, module, base);
  return {
    library,
    ...(timeout.value === undefined ? {} : { timeout: timeout.value }),
    bounded: timeout.given || library === 'httpx' || library === 'aiohttp',
    ...(text === undefined ? {} : { base: text }),
  };
}

function clientOf(
  machine: Machine,
  module: Module,
  object: SyntaxNode,
  clients: ReadonlyMap<string, Client>,
): Client | undefined {
  const known = clients.get(object.text);
  if (known !== undefined) return known;
  if (object.type === 'call') return madeClient(machine, module, object);
  const path = pathOf(machine, module, object);
  if (path === 'requests' || path === 'httpx' || path === 'urllib.request')
    return { library: path, bounded: path === 'httpx' };
  return undefined;
}

/** Where a dotted name of the module comes from. */
function pathOf(machine: Machine, module: Module, node: SyntaxNode): string | undefined {
  if (!/^\w+(\.\w+){0,3}$/.test(node.text)) return undefined;
  const [top = '', ...rest] = node.text.split('.');
  const binding = module.scope.names.get(top);
  const isImported = binding !== undefined || module.state !== 'new';
  const value = isImported ? lookUp(machine, module.scope, top) : undefined;
  if (value?.kind === 'library') return [value.path, ...rest].join('.');
  return value === undefined && /^(requests|httpx|aiohttp|urllib|urllib3)$/.test(top) ? node.text : undefined;
}

function callOf(
  machine: Machine,
  module: Module,
  node: SyntaxNode,
  client: Client,
  method: string,
  inLoop: boolean,
): OutgoingCall {
  const origin = { kind: 'read', file: module.path, line: node.line } as const;
  const given = (inField(node, 'arguments')?.children ?? []).filter(
    ({ type }) => !/^(keyword_argument|comment|dictionary_splat|list_splat)$/.test(type),
  );
  const url = keyword(node, 'url') ?? given[method === 'request' || method === 'stream' ? 1 : 0];
  const text = url === undefined ? 'unknown' : targetText(machine, module, url);
  const timeout = timeoutOf(machine, module, node);
  const limit = timeout.value ?? (timeout.given ? undefined : client.timeout);
  const target = `${client.base !== undefined && !/^https?:/.test(text) ? client.base : ''}${text}`;
  return {
    id: `${module.path}:${node.line}#${client.library}`,
    target: target
      .replace(/:\/\/[^/@\s{]*@/, '://')
      .replace(/\?.*$/, '')
      .slice(0, 120),
    ...(limit === undefined ? {} : { timeout: { value: limit, unit: 'ms', origin } }),
    ...(limit === undefined && (timeout.given || client.bounded) ? { bounded: true } : {}),
    ...(inLoop ? { inLoop: true } : {}),
    origin,
  };
}

const keyword = (node: SyntaxNode, name: string): SyntaxNode | undefined =>
  inField(
    allOfType(inField(node, 'arguments'), 'keyword_argument').find(
      (each) => inField(each, 'name')?.text === name,
    ),
    'value',
  );

/** Seconds as milliseconds; `None` is no limit. */
function timeoutOf(
  machine: Machine,
  module: Module,
  node: SyntaxNode,
): { readonly value?: number; readonly given: boolean } {
  const given = keyword(node, 'timeout');
  if (given === undefined || given.type === 'none') return { given: false };
  const inner =
    given.type === 'call'
      ? (keyword(given, 'total') ??
        inField(given, 'arguments')?.children.find(({ type }) => type !== 'keyword_argument'))
      : given.type === 'tuple'
        ? given.children.at(-1)
        : given;
  const value =
    inner === undefined || module.state === 'new'
      ? Number(inner?.text)
      : numberOf(evaluate(machine, inner, module.scope));
  return value === undefined || Number.isNaN(value) ? { given: true } : { value: value * 1_000, given: true };
}

/** The address as far as it is written; what is put into it stands in braces. */
function targetText(machine: Machine, module: Module, node: SyntaxNode): string {
  if (node.type === 'string') {
    const parts = node.children.flatMap((child) =>
      child.type === 'string_content'
        ? [child.text]
        : child.type === 'interpolation'
          ? [known(machine, module, inField(child, 'expression'))]
          : [],
    );
    return parts.join('');
  }
  if (node.type === 'binary_operator' && inField(node, 'operator')?.text === '+') {
    const [left, right] = [inField(node, 'left'), inField(node, 'right')];
    return `${left === undefined ? '' : targetText(machine, module, left)}${right === undefined ? '' : targetText(machine, module, right)}`;
  }
  return known(machine, module, node);
}

function known(machine: Machine, module: Module, node: SyntaxNode | undefined): string {
  if (node === undefined) return '{}';
  const [top = ''] = node.text.split('.');
  const found =
    /^\w+(\.\w+)*$/.test(node.text) && module.scope.names.has(top)
      ? textOf(evaluate(machine, node, module.scope))
      : undefined;
  return found ?? `{${node.text.slice(0, 40).replaceAll(/[{}\s]+/g, ' ')}}`;
}

function isInLoop(above: readonly SyntaxNode[]): boolean {
  const own = above.findLastIndex(({ type }) => type === 'function_definition');
  return above
    .slice(own + 1)
    .some(({ type }) =>
      /^(for_statement|while_statement|list_comprehension|generator_expression)$/.test(type),
    );
}
