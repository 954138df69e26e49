import { methodOf } from '../codebase.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { plainString } from '../syntax.ts';
import type { Passed } from './calls.ts';
import type { Frame, Machine } from './machine.ts';
import { can, lasting, passing } from './marks.ts';
import { toRegExp } from './regexps.ts';
import type { Value } from './value.ts';
import { arrayOf, deepTaints, masking, nothing, tainted } from './value.ts';

/** Rules that leave nothing of what a text could do, and those that leave part of it. */
const strict =
  /(^|['"|\s(,[])(integer|int|numeric|boolean|bool|decimal|digits|digits_between|date|date_format|date_equals|timezone|in|exists|uuid|ulid|ip|ipv4|ipv6|mac_address|accepted|declined|alpha|alpha_num|alpha_dash|hex_color|is_natural|is_natural_no_zero|valid_ip|valid_date|in_list|is_not_unique)(?=['"|:\s\],)[]|$)/;
const names =
  /(^|['"|\s(,[])(integer|int|numeric|digits|exists|uuid|ulid|is_natural_no_zero)(?=['"|:\s\],)[]|$)/;
const strictObject = /\bRule::(in|exists|enum)\b|\bnew\s+\\?[\w\\]*(Enum|In|Exists)\b|\b\w*Enum::class\b/;
const files = /(^|['"|\s])(file|image|mimes|mimetypes)(?=['"|:\s]|$)/;

/** What the rules of a field leave of what its text can do. */
function maskOf(rules: SyntaxNode): number {
  const text = rules.text;
  // A number, or an id that is there, still names a record.
  if (names.test(text)) return lasting;
  if (strict.test(text) || strictObject.test(text) || files.test(text)) return 0;
  const pattern = /regex:(.+?)['"]/.exec(text)?.[1];
  const regExp = pattern === undefined ? undefined : toRegExp(pattern);
  let mask = ~0;
  if (regExp !== undefined) mask &= passing((each) => regExp.test(each));
  if (/(^|['"|])string(?=['"|]|$)/.test(text)) mask &= ~can.object;
  if (/(^|['"|])(email|valid_email)(?=['"|:]|$)/.test(text)) mask &= can.sql | lasting;
  return mask;
}

/** Fields and their rules as an array writes them down. */
function rulesIn(node: SyntaxNode | undefined): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  if (node?.type !== 'array_creation_expression') return found;
  for (const item of node.children) {
    const [key, rules] = item.children;
    const name = plainString(key);
    if (name !== undefined && rules !== undefined && !name.includes('.')) found.set(name, maskOf(rules));
  }
  return found;
}

/** Remembers what was checked: `$request->input('id')` is a number from here on. */
export function keepRules(node: SyntaxNode | undefined, frame: Frame): ReadonlyMap<string, number> {
  const rules = rulesIn(node);
  for (const [name, mask] of rules) frame.env.rules.set(name, mask);
  return rules;
}

/** A field of a request after the rules that are known to have been checked. */
export function ruleFor(
  machine: Machine,
  request: Value,
  name: string | undefined,
  value: Value,
  frame: Frame,
): Value {
  if (name === undefined) return value;
  const checked = frame.env.rules.get(name);
  if (checked !== undefined) return masking(value, checked);
  const owner = request.kinds.find((kind) => kind.startsWith('@rules:'))?.slice('@rules:'.length);
  const mask = owner === undefined ? undefined : classRules(machine, owner).get(name);
  return mask === undefined ? value : masking(value, mask);
}

/** What `validated()` gives: the fields that have rules. */
export function ruled(machine: Machine, request: Value, whole: Value, call: Passed): Value {
  const owner = request.kinds.find((kind) => kind.startsWith('@rules:'))?.slice('@rules:'.length);
  const rules = owner === undefined ? new Map<string, number>() : classRules(machine, owner);
  if (rules.size === 0)
    return call.args.length === 0 ? masking(tainted(deepTaints(whole)), ~can.object) : nothing;
  const fields = new Map([...rules].map(([name, mask]) => [name, masking(tainted(whole.taints), mask)]));
  return arrayOf(fields);
}

const known = new WeakMap<Machine, Map<string, ReadonlyMap<string, number>>>();

/** The rules that a request class of the target declares. */
function classRules(machine: Machine, owner: string): ReadonlyMap<string, number> {
  const all = known.get(machine) ?? new Map<string, ReadonlyMap<string, number>>();
  known.set(machine, all);
  const before = all.get(owner);
  if (before !== undefined) return before;
  const declared = machine.codebase.class(owner);
  const method = declared === undefined ? undefined : methodOf(machine.codebase, declared, 'rules');
  const found = new Map<string, number>();
  if (method?.body !== undefined)
    walkSyntax(method.body, (node) => {
      if (node.type !== 'array_creation_expression') return true;
      for (const [name, mask] of rulesIn(node)) found.set(name, (found.get(name) ?? 0) | mask);
      return inField(node, 'value') !== undefined;
    });
  all.set(owner, found);
  return found;
}
