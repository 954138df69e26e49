import type { Parameter } from '../../../../model/api.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { GoFile } from '../program/package.ts';

type Place = Parameter['in'] | 'form';

export interface Access {
  readonly place: Place;
  readonly name: SyntaxNode | undefined;
  readonly type?: string;
}

/** Methods of contexts and requests whose own name says where they read. */
const byName: readonly (readonly [RegExp, Place])[] = [
  [
    /^(Query|DefaultQuery|GetQuery|GetQueryArray|QueryArray|QueryMap|QueryParam|QueryParamOr|QueryInt|QueryBool|QueryFloat|QueryStringParamList?|QueryIntParam|QueryInt64Param|QueryBoolParam|HasQueryParam|QueryDefault|URLParam(Default|Int|Int64|Bool|Slice|Trim|Escape|IntDefault|Float64|Exists)?|QueryParameter|QueryParameters|GetQueryParam|QueryString)$/,
    'query',
  ],
  [
    /^(PostForm|DefaultPostForm|GetPostForm|PostFormArray|GetPostFormArray|PostFormMap|PostFormValue|PostValue\w*|BodyParameter|GetForm|FormFile|GetUploadFiles?|GetFiles?|SaveUploadedFile|MultipartFormValue)$/,
    'body',
  ],
  [/^(FormValue|FormParams?|FormString|FormInt\w*|FormBool|FormTrim|GetFormString)$/, 'form'],
  [/^(GetHeader|HeaderParameter|GetReqHeader)$/, 'header'],
  [/^(Cookie|GetCookie|Cookies|GetSecureCookie|SignedCookie)$/, 'cookie'],
  [
    /^(Param|Params|ParamsInt|ParamInt\w*|PathValue|ByName|PathParam(eter)?|PathParamInt\w*|RouteParam\w*|UserValue|GetRouter|RouteIntParam|RouteInt64Param|RouteStringParam)$/,
    'path',
  ],
];

/** What a whole callee says, with names that stand for part of the request put in place. */
const byCallee: readonly (readonly [RegExp, Place])[] = [
  [/(\.Header|\.Header\(\)|\.Headers\(\)|\.RequestHeader)\.(Get|Peek|Values)$/, 'header'],
  [/\.Header\.Cookie$/, 'cookie'],
  [/\.Cookie\.Get$/, 'cookie'],
  [
    /(\.URL\.Query\(\)|\.QueryParams\(\)|\.QueryArgs\(\))\.(Get|Peek|Has|GetUint|GetBool|PeekMulti)$/,
    'query',
  ],
  [/(\.PostArgs\(\)|\.PostForm|\.MultipartForm)\.(Get|Peek|Has|GetUint|GetBool)$/, 'body'],
  [/\.Form\.(Get|Has)$/, 'form'],
  [/\.Input\.Query$/, 'query'],
  [/\.Input\.Header$/, 'header'],
  [/\.Input\.Cookie$/, 'cookie'],
  [/\.Input\.Param$|\.Params\(\)\.Get\w*$/, 'path'],
  [/\.(Ctx|Controller)\.GetCookie$/, 'cookie'],
];

const types: readonly (readonly [RegExp, string])[] = [
  [/Int(64|Default|eger)?(Param)?$/, 'integer'],
  [/Bool(Param)?$/, 'boolean'],
  [/Float(64)?$/, 'number'],
];

/** What a call reads of the request, if it does. */
export function accessOf(
  call: SyntaxNode,
  aliases: ReadonlyMap<string, string>,
  file: GoFile,
): Access | undefined {
  const callee = inField(call, 'function');
  const args = inField(call, 'arguments')?.children.filter(({ type }) => type !== 'comment') ?? [];
  if (callee?.type !== 'selector_expression') return undefined;
  const name = inField(callee, 'field')?.text ?? '';
  const owner = inField(callee, 'operand')?.text.replaceAll(/\s+/g, '') ?? '';
  const whole = `${aliases.get(owner) ?? owner}.${name}`;
  const first = args[0];
  if (owner === 'chi' && name === 'URLParam') return { place: 'path', name: args[1] };
  for (const [pattern, place] of byCallee) if (pattern.test(whole)) return { place, name: first };
  if (file.imports.has(owner)) return ofHelper(name, args);
  const beego = /^Get(String|Strings|Int|Int64|Bool|Float|Int32|Uint64)$/.test(name);
  if (beego && importsAny(file, /beego/)) return { place: 'query', name: first };
  const fasthttp = name === 'Get' && importsAny(file, /gofiber\/fiber/) && !whole.includes('(');
  if (fasthttp && /^(c|ctx)$/.test(owner)) return { place: 'header', name: first };
  if (name === 'Get' && importsAny(file, /gogf\/gf/) && /^(r|req|request)$/.test(owner))
    return { place: 'form', name: first };
  for (const [pattern, place] of byName)
    if (pattern.test(name)) {
      const type = types.find(([ending]) => ending.test(name))?.[1];
      return { place, name: textual(args) ?? first, ...(type === undefined ? {} : { type }) };
    }
  return undefined;
}

/** A helper of another package is given the request and the name: `request.QueryIntParam(r, "limit", 0)`. */
function ofHelper(name: string, args: readonly SyntaxNode[]): Access | undefined {
  if (args.length < 2) return undefined;
  for (const [pattern, place] of byName)
    if (pattern.test(name) && /(Param|Value|Query)/.test(name)) return { place, name: args[1] };
  return undefined;
}

const textual = (args: readonly SyntaxNode[]): SyntaxNode | undefined =>
  args.find(({ type }) => type.endsWith('string_literal'));

const importsAny = (file: GoFile, pattern: RegExp): boolean =>
  [...file.imports.values()].some(({ path }) => pattern.test(path));

const standing =
  /\.URL\.Query\(\)$|\.QueryParams\(\)$|\.QueryArgs\(\)$|\.PostArgs\(\)$|\.Header$|\.Header\(\)$|\.(Post)?Form$|\.MultipartForm$/;

/** `q := r.URL.Query()`: the name stands for that part of the request. */
export function aliased(node: SyntaxNode, aliases: Map<string, string>): void {
  const names = inField(node, 'left')?.children ?? [];
  for (const [place, value] of (inField(node, 'right')?.children ?? []).entries()) {
    const text = value.text.length < 120 ? value.text.replaceAll(/\s+/g, '') : '';
    const name = names[place]?.text;
    if (name !== undefined && standing.test(text)) aliases.set(name, text);
  }
}
