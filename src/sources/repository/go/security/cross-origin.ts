import type { SecuritySetting } from '../../../../model/security-setting.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { GoPlace } from './place.ts';
import { argumentsOf, calledAs, fieldsOf, goSetting, isConditional, typeOf, writtenIn } from './place.ts';

/**
 * Which sites may read answers. Libraries that are told `*` together with credentials answer `*`, which browsers refuse;
 * a function that says yes to every site, and a header that repeats the site, they do not.
 */
export function crossOrigin(place: GoPlace): readonly SecuritySetting[] {
  if (place.node.type === 'composite_literal') return byLibrary(place);
  return place.node.type === 'call_expression' ? byHand(place) : [];
}

function byLibrary(place: GoPlace): readonly SecuritySetting[] {
  const type = typeOf(place);
  if (!/cors\.(Config|Options)$|middleware\.CORSConfig$/i.test(type)) return [];
  const fields = fieldsOf(place.node);
  const isAny =
    ['AllowOriginFunc', 'AllowOriginsFunc', 'AllowOriginWithContextFunc', 'AllowOriginRequestFunc'].some(
      (key) => saysYes(fields.get(key)),
    ) || fields.get('UnsafeWildcardOriginWithAllowCredentials')?.text === 'true';
  const credentials = fields.get('AllowCredentials')?.text;
  return [
    goSetting(place, 'cross-origin', type.split('/').at(-1) ?? type, {
      values: {
        ...(isAny ? { origin: true } : {}),
        ...(credentials === 'true' || credentials === 'false' ? { credentials: credentials === 'true' } : {}),
      },
      open: isAny ? [] : ['origin'],
    }),
  ];
}

/** `func(origin string) bool { return true }`. */
const saysYes = (node: SyntaxNode | undefined): boolean =>
  node?.type === 'func_literal' && /\{\s*return true(, nil)?\s*\}$/.test(node.text);

function byHand(place: GoPlace): readonly SecuritySetting[] {
  if (!/\.(Set|Add|Header|SetHeader)$/.test(calledAs(place))) return [];
  const [header, value] = argumentsOf(place.node);
  const name = writtenIn(place, header)?.toLowerCase();
  const told = (values: SecuritySetting['values']): readonly SecuritySetting[] => [
    goSetting(place, 'cross-origin', 'Access-Control-Allow-*', { values }),
  ];
  if (name === 'access-control-allow-credentials')
    return writtenIn(place, value) === 'true' ? told({ credentials: true }) : [];
  if (name !== 'access-control-allow-origin' || value === undefined) return [];
  return isAsked(place, value) ? told({ origin: true }) : [];
}

const asked = /\.(Header\.Get|GetHeader|Get|Peek)\(\s*("Origin"|\w+\.HeaderOrigin)\s*\)/i;

/** `r.Header.Get("Origin")`, or a variable that holds it and that nothing in the function compares. */
function isAsked(place: GoPlace, value: SyntaxNode): boolean {
  if (asked.test(value.text)) return !isConditional(place);
  if (value.type !== 'identifier') return false;
  const { text } = place.around;
  const name = value.text;
  const set = new RegExp(`\\b${name}\\s*:?=\\s*[^\\n]*`, 'g');
  const values = text.match(set) ?? [];
  const used = [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length;
  const isOnlyTested = new RegExp(`\\bif\\s+${name}\\s*!=\\s*""`).test(text);
  // Written where it is made and where it is sent; a third time something compares it.
  return values.length === 1 && asked.test(values[0] ?? '') && used <= (isOnlyTested ? 3 : 2);
}
