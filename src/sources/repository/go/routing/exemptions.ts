import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { FunctionValue, Value } from '../machine/value.ts';
import type { GoFile, GoFunction } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { calleeOf, localTypes } from './callees.ts';
import { template } from './paths.ts';

interface Exemption {
  readonly path: string;
  readonly prefix: boolean;
  /** Ends that are asked for beside the beginning. */
  readonly ends: readonly string[];
}

const opening =
  /public|open|skip|exclu|exempt|white|allow|unauth|anonym|ignore|bypass|no_?auth|without_?auth|static_?asset/i;

const known = new WeakMap<SyntaxNode, readonly Exemption[]>();

/**
 * Whether a check lets a path through that it finds in a table or a function of open paths: `publicPaths[r.URL.Path]`,
 * `isPublicRoute(r)`. The names say which way the table works.
 */
export function isExempt(
  program: GoProgram,
  checks: readonly FunctionValue[],
  methods: readonly string[],
  path: string,
  procedure: string | undefined,
): boolean {
  const plain = erased(path);
  return checks.some(({ node, file }) => {
    const found = known.get(node) ?? exemptionsOf(program, node, file);
    known.set(node, found);
    return found.some(({ path: pattern, prefix, ends }) => {
      if (ends.length > 0 && !ends.some((end) => plain.endsWith(end))) return false;
      const [, verb, rest] = /^(?:([A-Z]+)\s+)?(\/.*)$/.exec(pattern) ?? [];
      if (rest === undefined || (verb !== undefined && !methods.includes(verb))) return false;
      if (rest === procedure) return true;
      const open = erased(template(rest));
      return prefix || open.endsWith('/*')
        ? plain.startsWith(open.replace(/\*$/, '') + (rest.endsWith('/') ? '/' : ''))
        : plain === open;
    });
  });
}

const erased = (path: string): string =>
  `/${path.replaceAll(/\{\*\w*\}/g, '*').replaceAll(/\{[^}]*\}/g, '{}')}`
    .replaceAll(/\/{2,}/g, '/')
    .replace(/(.)\/$/, '$1');

/** Functions among the options of a middleware of a library: `Skipper`. */
export function functionsOf(value: Value, depth = 0): readonly FunctionValue[] {
  if (depth > 3) return [];
  switch (value.kind) {
    case 'function':
      return [value];
    case 'result':
      return [
        ...value.args.flatMap((arg) => functionsOf(arg, depth + 1)),
        ...[...(value.fields?.values() ?? [])].flatMap((field) => functionsOf(field, depth + 1)),
      ];
    case 'wrapped':
      return functionsOf(value.by, depth + 1);
    default:
      return [];
  }
}

function exemptionsOf(program: GoProgram, node: SyntaxNode, file: GoFile): readonly Exemption[] {
  const found: Exemption[] = [];
  const seen = new Set<SyntaxNode>();
  const visit = (at: SyntaxNode, from: GoFile, depth: number, named: boolean): void => {
    if (seen.has(at) || seen.size > 40) return;
    seen.add(at);
    const types = localTypes(program, at, from);
    walkSyntax(at, (each, above) => {
      if (each.type === 'identifier' && opening.test(each.text)) {
        const value = from.package.values.get(each.text)?.value;
        if (value !== undefined) pathsIn(value, found);
      }
      if (each.type !== 'call_expression' || depth > 2) return;
      const next = calleeOf(program, each, from, types) ?? onlyMethod(each, from);
      if (next === undefined || isOnlyGiven(next, above, at)) return;
      const opens = opening.test(next.name);
      if (opens) pathsIn(next.node, found);
      visit(next.node, next.file, depth + 1, named || opens);
    });
  };
  visit(node, file, 0, false);
  return found;
}

/** A yes or no that only goes to another call, as it is or by a name: what that call makes of it is not known. */
function isOnlyGiven({ node }: GoFunction, above: readonly SyntaxNode[], within: SyntaxNode): boolean {
  if (inField(node, 'result')?.text !== 'bool') return false;
  const place = above.findLast(({ type }) => holder.test(type));
  if (place?.type === 'argument_list') return true;
  const [name, ...others] = place === undefined ? [] : (inField(place, 'left')?.children ?? []);
  if (name?.type !== 'identifier' || others.length > 0) return false;
  let decides = false;
  walkSyntax(within, (each, around) => {
    if (each.type !== 'identifier' || each.text !== name.text || each.start === name.start) return;
    decides ||= around.findLast(({ type }) => holder.test(type))?.type !== 'argument_list';
  });
  return !decides;
}

const holder = /^(argument_list|block|short_var_declaration|assignment_statement|func_literal)$/;

/** A method of what a closure closes over, where its package has but one of that name. */
function onlyMethod(call: SyntaxNode, { package: { methods } }: GoFile): GoFunction | undefined {
  const callee = inField(call, 'function');
  if (callee?.type !== 'selector_expression') return undefined;
  const name = inField(callee, 'field')?.text ?? '';
  if (!checking.test(name)) return undefined;
  const found = [...methods.values()].flatMap((each) => each.get(name) ?? []);
  return found.length === 1 ? found[0] : undefined;
}

const checking = /access|auth|allow|permi|public|check|verify|skip|guard/i;

/** `HasPrefix(path, "/oauth/") && HasSuffix(path, "/callback")`. */
function endsBeside(above: readonly SyntaxNode[]): readonly string[] {
  const both = above.findLast(
    (each) => each.type === 'binary_expression' && inField(each, 'operator')?.text === '&&',
  );
  return [...(both?.text ?? '').matchAll(/HasSuffix\([^,()]+, "([^"]+)"\)/g)].map(([, end = '']) => end);
}

/** Texts that look like paths, with whether they are compared as the beginning of one. */
function pathsIn(node: SyntaxNode, found: Exemption[]): void {
  walkSyntax(node, (at, above) => {
    if (!at.type.endsWith('string_literal')) return;
    const text = at.text.slice(1, -1);
    if (!/^([A-Z]+ )?\//.test(text)) return;
    const call = above.findLast(({ type }) => type === 'call_expression');
    const name = inField(call, 'function')?.text ?? '';
    if (name.endsWith('HasSuffix')) return;
    const prefix = name.endsWith('HasPrefix');
    found.push({ path: text, prefix, ends: prefix ? endsBeside(above) : [] });
  });
}
