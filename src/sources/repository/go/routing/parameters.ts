import type { Method, Parameter } from '../../../../model/api.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, walkSyntax } from '../../languages/syntax.ts';
import type { FunctionValue } from '../machine/value.ts';
import type { GoFile } from '../program/package.ts';
import { originOf } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { accessOf, aliased } from './accessors.ts';
import { boundBody } from './bodies.ts';
import { calleeOf, localTypes, typesIn } from './callees.ts';
import type { Handed } from './handed.ts';
import { handedTo, keyOfHanded, nothingHanded } from './handed.ts';

interface Reading {
  readonly program: GoProgram;
  readonly methods: readonly Method[];
  readonly found: Map<string, Parameter>;
  /** Bodies that were read, with what their callers handed on. */
  readonly seen: Map<SyntaxNode, Set<string>>;
  /** Folder of the handler: what helpers elsewhere look at in headers is no part of what the endpoint asks for. */
  readonly home: string;
}

interface Body {
  readonly file: GoFile;
  readonly aliases: ReadonlyMap<string, string>;
  readonly textOf: (node: SyntaxNode | undefined) => string | undefined;
}

const deepest = 5;
const mostBodies = 60;

/** What a handler reads of its request, in its own body and in functions that it hands the request to. */
export function readParameters(
  program: GoProgram,
  fn: FunctionValue,
  methods: readonly Method[],
  told: readonly Parameter[],
): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  const home = fn.file.package.folder;
  read({ program, methods, found, seen: new Map(), home }, fn.node, fn.file, nothingHanded, 0);
  for (const { in: place, name } of told) found.delete(`${place} ${name}`);
  return [...found.values()];
}

function read(reading: Reading, node: SyntaxNode, file: GoFile, handed: Handed, depth: number): void {
  const { program, seen } = reading;
  const [before, key] = [seen.get(node) ?? new Set<string>(), keyOfHanded(handed)];
  if (before.has(key) || seen.size > mostBodies || before.size > mostBodies) return;
  seen.set(node, before.add(key));
  const types =
    handed.types.size === 0 ? localTypes(program, node, file) : typesIn(program, node, file, handed.types);
  const textOf = (of: SyntaxNode | undefined): string | undefined =>
    (of?.type === 'identifier' ? handed.texts.get(of.text) : undefined) ?? textIn(of, program, file);
  const aliases = new Map<string, string>();
  walkSyntax(node, (at) => {
    if (at.type === 'short_var_declaration' || at.type === 'assignment_statement') aliased(at, aliases);
    if (at.type === 'call_expression') {
      readCall(reading, at, { file, aliases, textOf });
      for (const body of boundBody(program, at, file, types, reading.methods)) add(reading, body);
      const handsOn = depth < deepest && handsRequestOn(at, types.size > 0);
      const next = handsOn ? calleeOf(program, at, file, types) : undefined;
      if (next !== undefined) {
        const given = handedTo(at, next, { program, file, types, textOf });
        read(reading, next.node, next.file, given, depth + 1);
      }
    } else if (at.type === 'index_expression') readIndex(reading, at, { file, aliases, textOf });
  });
}

/** `r.URL.Query().Get("page")`: the name is the first text of the call. */
function readCall(reading: Reading, call: SyntaxNode, { file, aliases, textOf }: Body): void {
  const access = accessOf(call, aliases, file);
  if (access === undefined) return;
  const name = textOf(access.name);
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
function readIndex(reading: Reading, node: SyntaxNode, { file, aliases, textOf }: Body): void {
  const operand = inField(node, 'operand')?.text ?? '';
  const whole = (aliases.get(operand) ?? operand).replaceAll(/\s+/g, '');
  const place = /\.URL\.Query\(\)$|\.QueryParams\(\)$/.test(whole)
    ? 'query'
    : /(\.|^)Header$/.test(whole)
      ? 'header'
      : /\.(PostForm|MultipartForm\.(File|Value))$/.test(whole)
        ? 'body'
        : undefined;
  const name = place === undefined ? undefined : textOf(inField(node, 'index'));
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
