import type { Method, Parameter } from '../../../../model/api.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, walkSyntax } from '../../languages/syntax.ts';
import type { FunctionValue } from '../machine/value.ts';
import type { GoFile } from '../program/package.ts';
import { originOf } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { accessOf, aliased } from './accessors.ts';
import { boundBody } from './bodies.ts';
import { calleeOf, localTypes } from './callees.ts';

interface Reading {
  readonly program: GoProgram;
  readonly methods: readonly Method[];
  readonly found: Map<string, Parameter>;
  readonly seen: Set<SyntaxNode>;
  /** Folder of the handler: what helpers elsewhere look at in headers is no part of what the endpoint asks for. */
  readonly home: string;
}

const deepest = 3;

/** What a handler reads of its request, in its own body and in functions that it hands the request to. */
export function readParameters(
  program: GoProgram,
  fn: FunctionValue,
  methods: readonly Method[],
  told: readonly Parameter[],
): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  const home = fn.file.package.folder;
  read({ program, methods, found, seen: new Set(), home }, fn.node, fn.file, 0);
  for (const { in: place, name } of told) found.delete(`${place} ${name}`);
  return [...found.values()];
}

function read(reading: Reading, node: SyntaxNode, file: GoFile, depth: number): void {
  const { program, seen } = reading;
  if (seen.has(node) || seen.size > 40) return;
  seen.add(node);
  const types = localTypes(program, node, file);
  const aliases = new Map<string, string>();
  walkSyntax(node, (at) => {
    if (at.type === 'short_var_declaration' || at.type === 'assignment_statement') aliased(at, aliases);
    if (at.type === 'call_expression') {
      readCall(reading, at, file, aliases);
      for (const body of boundBody(program, at, file, types, isRead(reading.methods))) add(reading, body);
      const handsOn = depth < deepest && handsRequestOn(at, types.size > 0);
      const next = handsOn ? calleeOf(program, at, file, types) : undefined;
      if (next !== undefined) read(reading, next.node, next.file, depth + 1);
    } else if (at.type === 'index_expression') readIndex(reading, at, file, aliases);
  });
}

/** `r.URL.Query().Get("page")`: the name is the first text of the call. */
function readCall(
  reading: Reading,
  call: SyntaxNode,
  file: GoFile,
  aliases: ReadonlyMap<string, string>,
): void {
  const access = accessOf(call, aliases, file);
  if (access === undefined) return;
  const name = textIn(access.name, reading.program, file);
  if (name === undefined || name === '' || name.length > 80) return;
  const place = access.place === 'form' ? (isRead(reading.methods) ? 'query' : 'body') : access.place;
  if (/header|cookie/.test(access.place) && file.package.folder !== reading.home) return;
  add(reading, {
    name: name.replace(/^:/, ''),
    in: place,
    ...(access.type === undefined ? {} : { type: access.type }),
    required: place === 'path',
    origin: originOf(file, call),
  });
}

/** `r.URL.Query()["tag"]`, `mux.Vars(r)["id"]`. */
function readIndex(
  reading: Reading,
  node: SyntaxNode,
  file: GoFile,
  aliases: ReadonlyMap<string, string>,
): void {
  const operand = inField(node, 'operand')?.text ?? '';
  const whole = (aliases.get(operand) ?? operand).replaceAll(/\s+/g, '');
  const place = /\.URL\.Query\(\)$|\.QueryParams\(\)$/.test(whole)
    ? 'query'
    : /(\.|^)Header$/.test(whole)
      ? 'header'
      : /\.(PostForm|MultipartForm\.(File|Value))$/.test(whole)
        ? 'body'
        : undefined;
  const name = place === undefined ? undefined : textIn(inField(node, 'index'), reading.program, file);
  if (place !== undefined && name !== undefined)
    add(reading, { name, in: place, required: false, origin: originOf(file, node) });
}

function add({ found }: Reading, parameter: Parameter): void {
  const key = `${parameter.in} ${parameter.name}`;
  const known = found.get(key);
  if (known === undefined || (known.type === undefined && parameter.type !== undefined))
    found.set(key, parameter);
}

const isRead = (methods: readonly Method[]): boolean =>
  methods.length > 0 &&
  methods.every((method) => method === 'GET' || method === 'HEAD' || method === 'DELETE');

/** A text as it is written, or a constant of the package or of another one. */
export function textIn(node: SyntaxNode | undefined, program: GoProgram, file: GoFile): string | undefined {
  if (node === undefined) return undefined;
  if (node.type.endsWith('string_literal')) return node.text.slice(1, -1);
  if (node.type === 'identifier') return literalOf(file.package.values.get(node.text)?.value);
  if (node.type !== 'selector_expression') return undefined;
  const from = file.imports.get(inField(node, 'operand')?.text ?? '');
  const own = from?.folder === undefined ? undefined : program.packageIn(from.folder);
  return literalOf(own?.values.get(inField(node, 'field')?.text ?? '')?.value);
}

const literalOf = (node: SyntaxNode | undefined): string | undefined =>
  node !== undefined && node.type.endsWith('string_literal') ? node.text.slice(1, -1) : undefined;

/** A helper is read when the request or its context is among the arguments, or what it is called on. */
function handsRequestOn(call: SyntaxNode, typed: boolean): boolean {
  const args = inField(call, 'arguments');
  const names = allOfType(args, 'identifier', 'selector_expression', 'unary_expression').map(
    ({ text }) => text,
  );
  if (
    names.some((name) =>
      /^(\w+\.)?(c|ctx|r|req|request|rc|e|w|Request|context)$|\.Request$|\.Body$/.test(name),
    )
  )
    return true;
  const owner = inField(inField(call, 'function'), 'operand');
  return (
    typed &&
    owner?.type === 'identifier' &&
    /^(c|ctx|r|req|request|e|h|s|a|api|handler|server|srv|app|svc|\w)$/.test(owner.text)
  );
}
