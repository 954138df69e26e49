import type { Method, Parameter } from '../../../../model/api.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { GoTypeRef } from '../machine/types.ts';
import { fieldsOf, tagOf, underlying } from '../machine/types.ts';
import type { GoFile } from '../program/package.ts';
import { originOf } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import type { LocalTypes } from './callees.ts';

type Place = Parameter['in'];

/** Methods that fill a struct from the request, and where they look. */
const binders: readonly (readonly [RegExp, Place | 'any'])[] = [
  [
    /^((Should|Must)?BindJSON|(Should)?BindBodyWith(JSON)?|BindYAML|ReadJSON|ReadBody|ReadEntity|BodyParser|DecodeJSON|BindBody|ReadXML|(Should)?BindXML|ReadForm|BindForm|ParseForm|ReadYAML|BindJson|JsonBind|DecodeJSONBody|ParseJSON|ParseJSONBody)$/,
    'body',
  ],
  [/^((Should)?BindQuery|QueryParser|ReadQuery|BindQueryParams)$/, 'query'],
  [/^((Should)?BindUri|ParamsParser|ReadParams|BindVars|BindPathParams|BindPath)$/, 'path'],
  [/^((Should)?BindHeader|ReqHeaderParser|ReadHeaders|BindHeaders)$/, 'header'],
  [
    /^(Bind|ShouldBind|ShouldBindWith|MustBindWith|BindWith|BindAndValidate|MustBind|BindAndValid|Parse|ShouldBindBodyWith)$/,
    'any',
  ],
];

/** What `Decode(&x)`, `ShouldBindJSON(&x)` or `Bind(&x)` reads, by the type of what it fills. */
export function boundBody(
  program: GoProgram,
  call: SyntaxNode,
  file: GoFile,
  known: LocalTypes,
  methods: readonly Method[],
): readonly Parameter[] {
  const callee = inField(call, 'function');
  if (callee?.type !== 'selector_expression') return [];
  const name = inField(callee, 'field')?.text ?? '';
  const owner = inField(callee, 'operand')?.text.replaceAll(/\s+/g, '') ?? '';
  const args = inField(call, 'arguments')?.children.filter(({ type }) => type !== 'comment') ?? [];
  const place = placeOf(name, owner, args);
  if (place === undefined) return [];
  const isKnown = (arg: SyntaxNode): boolean =>
    arg.type === 'identifier' && known.get(arg.text)?.kind === 'own';
  const target = args.find((arg) => arg.text.startsWith('&')) ?? args.findLast(isKnown) ?? args.at(-1);
  if (target === undefined) return [];
  const type = targetType(target, known);
  const origin = originOf(file, call);
  const reads = hasNoBody(name, methods);
  const fields = parametersOf(program, type, place === 'any' && reads ? 'query' : place);
  if (fields.length > 0) return fields;
  const whole = place === 'any' ? (reads && !isJson(owner) ? undefined : 'body') : place;
  return whole === 'body' ? [{ name: 'body', in: 'body', required: false, origin }] : [];
}

/** Gin looks at the body of everything but GET; others do not at that of DELETE. */
const hasNoBody = (name: string, methods: readonly Method[]): boolean =>
  methods.length > 0 &&
  methods.every((method) =>
    /^(Should|Must)Bind/.test(name) ? method === 'GET' : /^(GET|HEAD|DELETE)$/.test(method),
  );

const isJson = (owner: string): boolean => /json/i.test(owner);

function placeOf(name: string, owner: string, args: readonly SyntaxNode[]): Place | 'any' | undefined {
  const text = args.map((arg) => arg.text).join(' ');
  if (/^Decode$/.test(name) && /NewDecoder\(.*Body.*\)$/.test(owner)) return 'body';
  if (
    /^(Unmarshal|UnmarshalBody|UnmarshalJSON)$/.test(name) &&
    /^(json|sonic|jsoniter|proto|protojson|xml|yaml)$/.test(owner)
  )
    return /\b(body|Body|RequestBody|data|payload|b|buf|raw|bytes|reqBody|bodyBytes)\b/.test(
      text.replace(/&.*$/, ''),
    ) && /[bB]ody|payload/.test(text.replace(/&.*$/, ''))
      ? 'body'
      : undefined;
  if (owner.endsWith('.Bind()')) {
    if (/^(Body|JSON|Form|XML|MsgPack)$/.test(name)) return 'body';
    return ({ Query: 'query', URI: 'path', Header: 'header', Cookie: 'cookie', All: 'any' } as const)[name];
  }
  if (name === 'Parse' && !/^(httpx|r|req|request)$/.test(owner)) return undefined;
  if (name === 'ParseForm' && args.length === 0) return undefined;
  if (args.length === 0) return undefined;
  return binders.find(([pattern]) => pattern.test(name))?.[1];
}

function targetType(target: SyntaxNode, known: LocalTypes): GoTypeRef | undefined {
  const inner = target.type === 'unary_expression' ? inField(target, 'operand') : target;
  return inner?.type === 'identifier' ? known.get(inner.text) : undefined;
}

const tagPlaces: readonly (readonly [string, Place])[] = [
  ['path', 'path'],
  ['uri', 'path'],
  ['param', 'path'],
  ['params', 'path'],
  ['query', 'query'],
  ['header', 'header'],
  ['reqHeader', 'header'],
  ['cookie', 'cookie'],
];

/** Fields of a struct as parameters: its tags say where, else the place of the call does. */
export function parametersOf(
  program: GoProgram,
  type: GoTypeRef | undefined,
  place: Place | 'any',
  depth = 0,
): readonly Parameter[] {
  if (type === undefined || depth > 4) return [];
  return fieldsOf(program, type).flatMap((field): readonly Parameter[] => {
    if (field.embedded && tagOf(field.tag, 'json') === undefined)
      return parametersOf(program, field.type, place, depth + 1);
    if (!/^[A-Z]/.test(field.name)) return [];
    const own = tagPlaces.find(([key]) => tagOf(field.tag, key) !== undefined);
    const required = /required/.test(tagOf(field.tag, 'binding') ?? tagOf(field.tag, 'validate') ?? '');
    const told = { required, origin: originOf(field.file, field.node), ...typed(program, field.type) };
    const isBody = place === 'any' && (tagOf(field.tag, 'json') ?? tagOf(field.tag, 'form')) !== undefined;
    if (own !== undefined && (place === 'any' ? !isBody || own[1] === 'path' : place === own[1])) {
      const name = nameIn(tagOf(field.tag, own[0]));
      return name === undefined
        ? []
        : [{ name, in: own[1], ...told, required: required || own[1] === 'path' }];
    }
    const [json, form] = [nameIn(tagOf(field.tag, 'json')), nameIn(tagOf(field.tag, 'form'))];
    if (tagOf(field.tag, 'json') === '-' && form === undefined) return [];
    if (place === 'query') {
      const name = form ?? nameIn(tagOf(field.tag, 'schema')) ?? json ?? field.name;
      return [{ name, in: 'query', ...told }];
    }
    const name =
      json ?? form ?? nameIn(tagOf(field.tag, 'schema')) ?? nameIn(tagOf(field.tag, 'xml')) ?? field.name;
    return [{ name, in: place === 'any' ? 'body' : place, ...told }];
  });
}

const nameIn = (tag: string | undefined): string | undefined => {
  const name = tag?.split(',')[0]?.trim();
  return name === undefined || name === '' || name === '-' ? undefined : name;
};

function typed(program: GoProgram, type: GoTypeRef | undefined): { readonly type?: string } {
  const inner = type?.kind === 'own' ? underlying(program, type) : type;
  switch (inner?.kind) {
    case 'basic':
      if (inner.name === 'string') return { type: 'string' };
      if (inner.name === 'bool') return { type: 'boolean' };
      if (/^(u?int|byte|rune)/.test(inner.name)) return { type: 'integer' };
      return inner.name.startsWith('float') ? { type: 'number' } : {};
    case 'list':
      return { type: 'array' };
    case 'map':
    case 'struct':
      return { type: 'object' };
    case 'library':
      return inner.name === 'Time' ? { type: 'string' } : {};
    case 'own':
    case 'function':
    case undefined:
      return {};
  }
}
