import type { Method, Parameter } from '../../../model/api.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, walkSyntax, originIn } from '../languages/syntax.ts';
import type { Lineage } from './code.ts';
import { methodNamed } from './code.ts';
import { callOf } from './syntax.ts';
import type { Call } from './syntax.ts';
import type { Scope } from './values.ts';
import { listOf, textOf } from './values.ts';

interface Reading {
  readonly file: string;
  readonly scope: Scope;
  /** Where `params` come from for this verb. */
  readonly place: Parameter['in'];
  readonly lineage?: Lineage;
  readonly found: Map<string, Parameter>;
  readonly seen: Set<SyntaxNode>;
}

export const placeFor = (methods: readonly Method[]): Parameter['in'] =>
  methods.some((method) => /^(POST|PUT|PATCH)$/.test(method)) ? 'body' : 'query';

/** What code reads of the request: parameters, headers and cookies; methods of the same class are entered. */
export function readsOf(
  nodes: readonly SyntaxNode[],
  given: {
    readonly file: string;
    readonly scope: Scope;
    readonly methods: readonly Method[];
    readonly lineage?: Lineage;
  },
): readonly Parameter[] {
  const reading: Reading = { ...given, place: placeFor(given.methods), found: new Map(), seen: new Set() };
  for (const node of nodes) visit(node, reading, 0);
  return [...reading.found.values()];
}

function visit(node: SyntaxNode, reading: Reading, depth: number): void {
  if (reading.seen.has(node) || depth > 4 || reading.seen.size > 200) return;
  reading.seen.add(node);
  walkSyntax(node, (each) => {
    if (each.type === 'element_reference') element(each, reading);
    else if (each.type === 'call') called(each, reading);
    if ((each.type === 'identifier' || each.type === 'call') && reading.lineage !== undefined) {
      const name =
        each.type === 'identifier'
          ? each.text
          : inField(each, 'receiver') === undefined
            ? (inField(each, 'method')?.text ?? '')
            : '';
      const method = name === '' || name === 'params' ? undefined : methodNamed(reading.lineage, name);
      if (method !== undefined && method.node !== node)
        visit(method.node, { ...reading, file: method.opening.file }, depth + 1);
    }
  });
}

function add(reading: Reading, name: string, place: Parameter['in'], node: SyntaxNode): void {
  if (!/^[\w.\-[\]]{1,80}$/.test(name) || /^(controller|action|format|splat|captures)$/.test(name)) return;
  const key = `${place} ${name}`;
  if (!reading.found.has(key))
    reading.found.set(key, { name, in: place, required: false, origin: originIn(reading.file, node) });
}

const isParams = (node: SyntaxNode | undefined): boolean =>
  /^((self|request|req|r)\.)?(params|param|query_parameters|request_parameters|permitted_params|declared_params)$/.test(
    node?.text ?? '',
  ) || /^declared\(params[^)]*\)$/.test(node?.text ?? '');

/** `params[:x]`, `request.headers['X']`, `cookies.signed[:x]`, `env['HTTP_X']`. */
function element(node: SyntaxNode, reading: Reading): void {
  const object = inField(node, 'object');
  const key = node.children.find((child) => child !== object);
  if (
    key === undefined ||
    object === undefined ||
    !/^(string|simple_symbol|delimited_symbol)$/.test(key.type)
  )
    return;
  const text = textOf(key, reading.scope);
  if (!text.resolved) return;
  const place = placeOfObject(object, reading);
  if (place === 'env') {
    if (text.text.startsWith('HTTP_')) add(reading, headerName(text.text), 'header', node);
  } else if (place !== undefined) add(reading, text.text, place, node);
}

/** `HTTP_X_REQUEST_ID` of the environment is the header X-Request-Id. */
const headerName = (name: string): string =>
  name
    .slice(5)
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('-');

function placeOfObject(object: SyntaxNode, reading: Reading): Parameter['in'] | 'env' | undefined {
  const text = object.text;
  if (/^((self|request|req|r)\.)?(params|param)$/.test(text)) return reading.place;
  if (/^(request\.|r\.|req\.)(query_parameters|GET|query)$/.test(text)) return 'query';
  if (/^(request\.|r\.|req\.)(request_parameters|POST)$/.test(text)) return 'body';
  if (/^((request|req|r|env)\.)?headers$|^(request|req)\.header$/.test(text)) return 'header';
  if (/^((request|req|r)\.)?cookies(\.(signed|encrypted|permanent))*$|^cookie_jar$/.test(text))
    return 'cookie';
  return /^((request|req|r)\.)?env$/.test(text) ? 'env' : undefined;
}

function called(node: SyntaxNode, reading: Reading): void {
  const call = callOf(node);
  if (call?.receiver === undefined) return;
  const { name, receiver } = call;
  const texts = (): readonly string[] => call.args.flatMap((arg) => listOf(arg, reading.scope));
  if (isParams(receiver)) {
    if (
      /^(fetch|dig|require|key\?|has_key\?|get|delete|require_param|to_unsafe_h)$/.test(name) &&
      call.args[0] !== undefined
    ) {
      const [first] = name === 'require' || name === 'delete' ? texts() : listOf(call.args[0], reading.scope);
      if (first !== undefined) add(reading, first, reading.place, node);
    } else if (/^(permit|permit!|slice|values_at|expect|require)$/.test(name)) permitted(call, reading);
    return;
  }
  if (/^(permit|slice)$/.test(name) && fromParams(receiver)) {
    permitted(call, reading);
    return;
  }
  const place = placeOfObject(receiver, reading);
  if (/^(fetch|dig|get|key\?)$/.test(name) && place !== undefined && place !== 'env') {
    const [first] = texts();
    if (first !== undefined) add(reading, first, place, node);
  } else if (name === 'get_header') {
    const [first] = texts();
    if (first !== undefined) add(reading, first, 'header', node);
  }
}

/** `params.require(:x)`, `params.fetch(:x, {})`, `params[:x]` in front of `permit`. */
function fromParams(node: SyntaxNode, depth = 0): boolean {
  if (depth > 6) return false;
  if (isParams(node)) return true;
  if (node.type === 'element_reference') return isParams(inField(node, 'object'));
  const call = callOf(node);
  return node.type === 'call' && call?.receiver !== undefined && fromParams(call.receiver, depth + 1);
}

/** Names a list of permitted parameters gives; of a nested one its key. */
function permitted(call: Call, reading: Reading): void {
  for (const arg of call.args)
    for (const name of listOf(arg, reading.scope)) add(reading, name, reading.place, arg);
  for (const { name, value, node } of call.pairs.map((pair) => ({ ...pair, node: pair.key }))) {
    add(reading, name, reading.place, node);
    if (call.name === 'expect')
      for (const inner of listOf(value, reading.scope)) add(reading, inner, reading.place, node);
  }
}
