import type { Json } from '../../../../model/origin.ts';
import type { SecuritySetting } from '../../../../model/security-setting.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { GoPlace } from './place.ts';
import { argumentsOf, calledAs, fieldsOf, goSetting, typeOf, writtenIn } from './place.ts';

/** Cookies of the platform, Gin and Fiber, and sessions of Gorilla and Gin. */
export function cookies(place: GoPlace): readonly SecuritySetting[] {
  if (place.node.type === 'call_expression') return ginCookie(place);
  if (place.node.type !== 'composite_literal') return [];
  const type = typeOf(place);
  if (/(^|\/)sessions\.Options$/.test(type)) return sessionOptions(place);
  return /(^|\/)(net\/http|fiber)\.Cookie$/.test(type) ? cookie(place) : [];
}

function cookie(place: GoPlace): readonly SecuritySetting[] {
  const fields = fieldsOf(place.node);
  const name = writtenIn(place, fields.get('Name'));
  if (isTakenAway(place, fields) || isSent(place)) return [];
  const flags = flagsOf(place, fields);
  return [
    goSetting(place, 'cookie', inType(place), {
      values: { ...(name === undefined ? {} : { name }), ...flags.values },
      open: [...(name === undefined ? ['name'] : []), ...flags.open],
    }),
  ];
}

const inType = ({ node }: GoPlace): string => node.children[0]?.text ?? 'Cookie';

/** A negative age, an empty value or a time in the past takes the cookie away. */
function isTakenAway(place: GoPlace, fields: ReadonlyMap<string, SyntaxNode>): boolean {
  return (
    (fields.get('MaxAge')?.text ?? '').startsWith('-') ||
    writtenIn(place, fields.get('Value')) === '' ||
    /Unix\((0|1), ?0\)|Add\(-|time\.Time\{\}/.test(fields.get('Expires')?.text ?? '')
  );
}

/** Cookies of a request to others have a name and a value only. */
function isSent({ above, around, variable }: GoPlace): boolean {
  const call = above.findLast(({ type }) => type === 'call_expression');
  return (
    /\.AddCookie\(/.test(call?.text.slice(0, 120) ?? '') ||
    (variable !== '' && new RegExp(`\\.AddCookie\\(&?${variable}\\b`).test(around.text))
  );
}

/** Attributes that are given, also by assignments that follow. */
function flagsOf(
  { around, variable }: GoPlace,
  fields: ReadonlyMap<string, SyntaxNode>,
): { readonly values: Record<string, Json>; readonly open: string[] } {
  const values: Record<string, Json> = {};
  const open: string[] = [];
  for (const [key, told] of [
    ['Secure', 'secure'],
    ['HttpOnly', 'httpOnly'],
    ['HTTPOnly', 'httpOnly'],
    ['SameSite', 'sameSite'],
  ] as const) {
    const text = fields.get(key)?.text;
    if (variable !== '' && new RegExp(`\\b${variable}\\.${key}\\s*=`).test(around.text)) open.push(told);
    else if (text === 'true' || text === 'false') values[told] = text === 'true';
    else if (text !== undefined) open.push(told);
  }
  return { values, open };
}

/** Gorilla sets what is written, and nothing by itself. */
function sessionOptions(place: GoPlace): readonly SecuritySetting[] {
  const fields = fieldsOf(place.node);
  if (isTakenAway(place, fields)) return [];
  const { values, open } = flagsOf(place, fields);
  for (const key of ['secure', 'httpOnly']) if (!(key in values) && !open.includes(key)) values[key] = false;
  return [goSetting(place, 'session', 'sessions.Options', { values, open })];
}

/** `c.SetCookie(name, value, maxAge, path, domain, secure, httpOnly)`. */
function ginCookie(place: GoPlace): readonly SecuritySetting[] {
  const given = argumentsOf(place.node);
  if (!calledAs(place).endsWith('.SetCookie') || given.length !== 7) return [];
  const [named, value, age, , , secure, httpOnly] = given;
  if ((age?.text ?? '').startsWith('-') || writtenIn(place, value) === '') return [];
  const name = writtenIn(place, named);
  const values: Record<string, Json> = name === undefined ? {} : { name };
  const open: string[] = name === undefined ? ['name'] : [];
  for (const [told, node] of [
    ['secure', secure],
    ['httpOnly', httpOnly],
  ] as const)
    if (node?.text === 'true' || node?.text === 'false') values[told] = node.text === 'true';
    else open.push(told);
  return [goSetting(place, 'cookie', 'SetCookie', { values, open })];
}
