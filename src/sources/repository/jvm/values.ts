import type { RoutePath } from '../http/paths.ts';
import type { ClassDeclaration } from './classes.ts';
import type { Argument, Code } from './code.ts';
import { dotted } from './code.ts';
import type { ValueScope } from './definitions.ts';
import { definition, ownerOf } from './definitions.ts';
import type { Scope } from './names.ts';
import { methodOf, propertyNamed, scopeOf } from './names.ts';
import type { World } from './world.ts';

export type TextValue = { readonly text: string } | { readonly text?: never; readonly why: string };

const unknown = (why: string): TextValue => ({ why });

/** The text a constant expression has: literals, sums, templates, constants of other classes, values of enums. */
export function textOf(world: World, code: Code | undefined, scope: ValueScope, depth = 0): TextValue {
  if (code === undefined) return unknown('nothing is given');
  if (depth > 24) return unknown('the constant nests too deep');
  const next = (part: Code): TextValue => textOf(world, part, scope, depth + 1);
  switch (code.kind) {
    case 'text':
      return filled(world, code.value, scope);
    case 'number':
      return { text: code.value };
    case 'boolean':
      return { text: String(code.value) };
    case 'template':
      return joined(code.parts.map(next));
    case 'binary':
      return code.operator === '+' ? joined([next(code.left), next(code.right)]) : unknown('it is computed');
    case 'name':
      return named(world, code.name, scope, depth);
    case 'member':
      return member(world, code, scope, depth);
    case 'call':
      return called(world, code, scope, depth);
    case 'list':
      return code.items.length === 1 && code.items[0] !== undefined
        ? next(code.items[0])
        : unknown('it is a list');
    case 'class':
      return { text: code.type.name };
    case 'branch':
      return unknown('one of several values');
    default:
      return unknown('it is computed');
  }
}

/** Every text of a list or of a single value; `Set.of(…)`, `listOf(…)` and arrays alike. */
export function textsOf(world: World, code: Code | undefined, scope: ValueScope): readonly TextValue[] {
  return itemsOf(world, code, scope).map((item) => textOf(world, item, scope));
}

export function itemsOf(world: World, code: Code | undefined, scope: ValueScope, depth = 0): readonly Code[] {
  if (code === undefined || depth > 8) return [];
  if (code.kind === 'list') return code.items.flatMap((item) => itemsOf(world, item, scope, depth + 1));
  if (
    code.kind === 'call' &&
    /^(of|asList|listOf|setOf|arrayOf|copyOf|mutableListOf|toList|toTypedArray)$/.test(code.name)
  ) {
    if (code.args.length === 0 && code.on !== undefined) return itemsOf(world, code.on, scope, depth + 1);
    return code.args.flatMap(({ value }) => itemsOf(world, value, scope, depth + 1));
  }
  if (code.kind === 'binary' && code.operator === '+') {
    const both = [code.left, code.right].map((side) => itemsOf(world, side, scope, depth + 1));
    if (both.some((side) => side.length > 1)) return both.flat();
  }
  const constant = definition(world, code, scope);
  if (constant === undefined) return [code];
  const items = itemsOf(world, constant.code, constant.scope, depth + 1);
  const isList = items.length !== 1 || items[0] !== constant.code;
  return isList ? items.map((item) => inlined(world, item, constant.scope)) : [code];
}

/** A value of another scope as a text of its own. */
function inlined(world: World, code: Code, scope: ValueScope): Code {
  const { text } = textOf(world, code, scope);
  return text === undefined ? code : { kind: 'text', value: text, line: code.line };
}

export function pathOf(value: TextValue): RoutePath {
  if (value.text !== undefined) return { text: value.text, resolved: true };
  return { text: '{unresolved}', resolved: false, why: value.why };
}

function joined(parts: readonly TextValue[]): TextValue {
  const hole = parts.find(({ text }) => text === undefined);
  return hole ?? { text: parts.map(({ text }) => text ?? '').join('') };
}

function filled(world: World, text: string, scope: Scope): TextValue {
  if (!text.includes('${')) return { text };
  const value = world.properties.fill(text, scope.file.path);
  return value === undefined ? unknown(`the setting ${text} has no value`) : { text: value };
}

function named(world: World, name: string, scope: ValueScope, depth: number): TextValue {
  const found = definition(world, { kind: 'name', name, line: 0 }, scope);
  if (found === undefined) return unknown(`the value of ${name} is not known`);
  if (found.injected !== undefined) return filled(world, found.injected, found.scope);
  return textOf(world, found.code, found.scope, depth + 1);
}

function member(
  world: World,
  code: Code & { readonly kind: 'member' },
  scope: ValueScope,
  depth: number,
): TextValue {
  const found = definition(world, code, scope);
  if (found !== undefined) return textOf(world, found.code, found.scope, depth + 1);
  if (code.name === 'name' || code.name === 'value') {
    const own = enumProperty(world, code.on, code.name, scope, depth);
    if (own !== undefined) return own;
    if (code.name === 'name') return textOf(world, code.on, scope, depth + 1);
  }
  return (
    enumProperty(world, code.on, code.name, scope, depth) ??
    headerName(code) ??
    unknown(`the value of ${dotted(code) ?? code.name} is not known`)
  );
}

/** `HttpHeaders.CONTENT_TYPE`: libraries name each header as it is written. */
function headerName({ on, name }: Code & { readonly kind: 'member' }): TextValue | undefined {
  const owner = on.kind === 'name' || on.kind === 'member' ? on.name : '';
  if (!/^(HttpHeaders|HttpHeaderNames|Headers)$/.test(owner) || !/^[A-Z]+(_[A-Z]+)*$/.test(name))
    return undefined;
  return {
    text: name
      .replaceAll('_', '-')
      .replaceAll(/[A-Z]+/g, (word) => word.charAt(0) + word.slice(1).toLowerCase()),
  };
}

/** `Role.ADMIN.value`: the argument of the constant that fills the property. */
function enumProperty(
  world: World,
  on: Code,
  property: string,
  scope: ValueScope,
  depth: number,
): TextValue | undefined {
  const owner = on.kind === 'member' ? ownerOf(world, on.on, scope) : undefined;
  const wanted = on.kind === 'member' ? on.name : on.kind === 'name' ? on.name : undefined;
  const type = owner ?? (on.kind === 'name' ? staticOwner(world, on.name, scope) : undefined);
  const entry = type?.constants.find(({ name }) => name === wanted);
  if (type === undefined || entry === undefined) return undefined;
  const components = type.fields.filter(({ component }) => component).map(({ name }) => name);
  const names = components.length > 0 ? components : constructorNames(type);
  const value = entry.args()[names.indexOf(property)] ?? (names.length === 0 ? entry.args()[0] : undefined);
  return value === undefined ? undefined : textOf(world, value, scopeOf(type), depth + 1);
}

const constructorNames = (type: ClassDeclaration): readonly string[] =>
  (type.methods.find(({ isConstructor }) => isConstructor)?.parameters ?? []).map(({ name }) => name);

function staticOwner(world: World, name: string, { file }: Scope): ClassDeclaration | undefined {
  for (const each of file.imports) {
    const owner = each.wildcard ? each.name : each.name.slice(0, -name.length - 1);
    if (!each.wildcard && !each.name.endsWith(`.${name}`)) continue;
    const found = world.qualified(owner, file.path);
    if (found?.constants.some((entry) => entry.name === name) === true) return found;
  }
  return undefined;
}

function called(
  world: World,
  code: Code & { readonly kind: 'call' },
  scope: ValueScope,
  depth: number,
): TextValue {
  const { on, name, args } = code;
  const next = (part: Code | undefined): TextValue => textOf(world, part, scope, depth + 1);
  if (name === 'format' || name === 'formatted') return formatted(on, args, next);
  if (on !== undefined && args.length === 0) {
    if (/^(toString|name|trim|intern|strip|trimIndent|build)$/.test(name)) return next(on);
    if (/^(toLowerCase|lowercase)$/.test(name)) return mapped(next(on), (text) => text.toLowerCase());
    if (/^(toUpperCase|uppercase)$/.test(name)) return mapped(next(on), (text) => text.toUpperCase());
    const property = name.replace(/^get(?=[A-Z])/, '');
    const own = enumProperty(world, on, propertyNamed(property), scope, depth);
    if (own !== undefined) return own;
  }
  if (on !== undefined && (name === 'concat' || name === 'plus'))
    return joined([next(on), next(args[0]?.value)]);
  return returned(world, code, scope, depth);
}

const mapped = (value: TextValue, change: (text: string) => string): TextValue =>
  value.text === undefined ? value : { text: change(value.text) };

function formatted(
  on: Code | undefined,
  args: readonly Argument[],
  next: (part: Code | undefined) => TextValue,
): TextValue {
  const isStatic = on?.kind === 'name' && on.name === 'String';
  const [pattern, ...values] = isStatic
    ? args.map(({ value }) => value)
    : [on, ...args.map(({ value }) => value)];
  const text = next(pattern);
  if (text.text === undefined) return text;
  let at = 0;
  const parts = text.text
    .split(/(%[sd])/)
    .map((part): TextValue => (/^%[sd]$/.test(part) ? next(values[at++]) : { text: part }));
  return joined(parts);
}

/** What a function of the target without arguments returns, when it returns one thing. */
function returned(
  world: World,
  code: Code & { readonly kind: 'call' },
  scope: ValueScope,
  depth: number,
): TextValue {
  if (code.args.length > 0) return unknown('it is computed');
  const owner =
    code.on === undefined || code.on.kind === 'this' ? scope.within : ownerOf(world, code.on, scope);
  const found = owner === undefined ? undefined : methodOf(world, owner, code.name);
  const body = found?.method.body?.() ?? [];
  const [only] = body;
  if (found === undefined || body.length !== 1 || only?.kind !== 'return') return unknown('it is computed');
  return textOf(world, only.value, scopeOf(found.owner), depth + 1);
}
