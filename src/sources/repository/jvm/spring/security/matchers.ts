import type { Method } from '../../../../../model/api.ts';
import type { Code } from '../../code.ts';
import { dotted, lastName } from '../../code.ts';
import { textIn } from '../../run/texts.ts';
import type { Given, Machine } from '../../run/machine.ts';
import type { Value } from '../../run/value.ts';
import { isSetting } from '../../run/value.ts';
import type { Matcher } from './chain.ts';

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** What the arguments of `requestMatchers`, `antMatchers` and their kin stand for. */
export function matchersOf(machine: Machine, args: readonly Given[], name: string): readonly Matcher[] {
  const method = args.map(({ value }) => methodOf(value)).find((each) => each !== undefined);
  const rest = args.filter(({ value }) => methodOf(value) === undefined);
  if (rest.length === 0) return method === undefined ? [] : [{ kind: 'pattern', pattern: '/**', method }];
  return rest.flatMap(({ value }) => ofValue(machine, value, method, name, 0));
}

export function methodOf(value: Value): Method | undefined {
  const name = value.kind === 'static' ? value.name : value.kind === 'code' ? dotted(value.code) : undefined;
  if (name === undefined || !/(^|\.)(HttpMethod\.)?[A-Z]+$/.test(name)) return undefined;
  return methods.find((each) => each === lastName(name));
}

function ofValue(
  machine: Machine,
  value: Value,
  method: Method | undefined,
  name: string,
  depth: number,
): readonly Matcher[] {
  const of = method === undefined ? {} : { method };
  if (depth > 6) return [];
  if (value.kind === 'list')
    return value.items.flatMap((item) => ofValue(machine, item, method, name, depth + 1));
  if (isSetting(value)) return [{ kind: 'setting', key: value.host.key, ...of }];
  const { text } = textIn(machine, value);
  if (
    text !== undefined &&
    (value.kind !== 'code' || !/^(new|call)$/.test(value.code.kind) || text.startsWith('/'))
  ) {
    if (/regex/i.test(name)) return [{ kind: 'regex', source: text, ...of }];
    return text.includes('{unresolved}')
      ? [unknown(text)]
      : [{ kind: 'pattern', pattern: text.startsWith('/') ? text : `/${text}`, ...of }];
  }
  if (value.kind === 'code') return ofCode(machine, value, method, depth);
  return [unknown('a matcher of its own')];
}

const unknown = (why: string): Matcher => ({ kind: 'unknown', why });

/** `new AntPathRequestMatcher("/x", "GET")`, `antMatcher(GET, "/x")`, `PathRequest.toStaticResources()…`. */
function ofCode(
  machine: Machine,
  value: Value & { readonly kind: 'code' },
  method: Method | undefined,
  depth: number,
): readonly Matcher[] {
  const { code, frame } = value;
  if (code.kind === 'list')
    return code.items.flatMap((item) => ofValue(machine, itemValue(item, value), method, '', depth + 1));
  if (code.kind !== 'new' && code.kind !== 'call')
    return [unknown(dotted(code) ?? 'a matcher that is not known')];
  const name = code.kind === 'new' ? lastName(code.type.name) : code.name;
  const whole = rootName(code);
  if (/\b(PathRequest|StaticResourceRequest)\b/.test(whole)) return [{ kind: 'none' }];
  if (/\bEndpointRequest\b/.test(whole)) return [{ kind: 'pattern', pattern: '/actuator/**' }];
  const args = code.args.map(({ value: each }): Given => ({
    value: { kind: 'code', code: each, frame },
    code: each,
  }));
  const inner = combined(machine, args, name, method, depth);
  if (inner !== undefined) return inner;
  const texts = args.map(({ value: each }) => textIn(machine, each).text);
  const given =
    args.map(({ value: each }) => methodOf(each)).find((each) => each !== undefined) ??
    methods.find((each) => texts.includes(each)) ??
    method;
  const of = given === undefined ? {} : { method: given };
  if (/RegexRequestMatcher|^regexMatcher$/.test(name)) {
    const source = texts.find((text) => text !== undefined);
    return source === undefined ? [unknown('a regular expression')] : [{ kind: 'regex', source, ...of }];
  }
  if (
    /AntPathRequestMatcher|PathPattern\w*Matcher|MvcRequestMatcher|^(antMatcher|pattern|matcher|pathPattern|pathMatchers|withDefaults)$/.test(
      name,
    )
  ) {
    const patterns = texts.filter((text): text is string => text?.startsWith('/') === true);
    return patterns.length === 0
      ? [unknown(`a matcher made by ${name}`)]
      : patterns.map((pattern) => ({ kind: 'pattern', pattern, ...of }));
  }
  return [unknown(`a matcher made by ${name}`)];
}

/** `new NegatedRequestMatcher(a)`, `RequestMatchers.allOf(a, b)`, `new OrRequestMatcher(List.of(a, b))`. */
function combined(
  machine: Machine,
  args: readonly Given[],
  name: string,
  method: Method | undefined,
  depth: number,
): readonly Matcher[] | undefined {
  const of = ({ value }: Given): readonly Matcher[] => ofValue(machine, value, method, '', depth + 1);
  if (/^(Negated\w*Matcher|not)$/.test(name)) return [{ kind: 'not', of: args.flatMap(of) }];
  if (/^(And\w*Matcher|allOf)$/.test(name)) return [{ kind: 'all', of: args.flatMap(itemsOf).map(of) }];
  if (/^(Or\w*Matcher|anyOf|matchers|of|asList|listOf|arrayOf)$/.test(name)) return args.flatMap(of);
  return undefined;
}

/** A list that is written out stands for what is in it. */
function itemsOf(given: Given): readonly Given[] {
  const { value } = given;
  if (value.kind === 'list') return value.items.map((item) => ({ ...given, value: item }));
  if (value.kind !== 'code') return [given];
  const { code } = value;
  const items = itemsIn(code);
  return items === undefined ? [given] : items.map((item) => ({ code: item, value: itemValue(item, value) }));
}

function itemsIn(code: Code): readonly Code[] | undefined {
  if (code.kind === 'list') return code.items;
  const isList = code.kind === 'call' && /^(of|asList|listOf|arrayOf)$/.test(code.name);
  return isList ? code.args.map(({ value }) => value) : undefined;
}

const itemValue = (code: Code, { frame }: Value & { readonly kind: 'code' }): Value => ({
  kind: 'code',
  code,
  frame,
});

/** All names along a chain of calls. */
function rootName(code: Code, depth = 0): string {
  if (depth > 20) return '';
  if (code.kind === 'call')
    return `${code.on === undefined ? '' : rootName(code.on, depth + 1)}.${code.name}`;
  if (code.kind === 'member') return `${rootName(code.on, depth + 1)}.${code.name}`;
  if (code.kind === 'new') return code.type.name;
  return code.kind === 'name' ? code.name : '';
}
