import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { GoPlace } from './place.ts';
import { argumentsOf, calledAs, fieldsOf, goSetting, typeOf, writtenIn } from './place.ts';

const library = /(^|\/)(golang-jwt\/jwt|dgrijalva\/jwt-go|form3tech-oss\/jwt-go)$/;

/**
 * golang-jwt and what it grew out of. A key function that does not look at the method is no fault: the library takes
 * each key for its own kind of method only, and `none` only with a constant that says so.
 */
export function tokens(place: GoPlace): readonly SecuritySetting[] {
  const { node, imports, goesTo } = place;
  if (![...imports.values()].some((path) => library.test(path))) return [];
  if (node.type === 'selector_expression')
    return node.text.endsWith('.UnsafeAllowNoneSignatureType')
      ? [
          goSetting(place, 'token-verification', 'jwt.UnsafeAllowNoneSignatureType', {
            values: { algorithms: ['none'] },
          }),
        ]
      : [];
  if (node.type !== 'call_expression') return [];
  const name = calledAs(place);
  if (/jwt(-go)?\.NewWithClaims$/.test(name)) return [signing(place)];
  if (name.endsWith('.SignedString')) {
    const secret = writtenIn(place, argumentsOf(node)[0]);
    // What it signs is told where the token is made.
    return secret !== undefined && secret !== '' && secret.length < 32
      ? [
          goSetting(place, 'token-signing', 'SignedString', {
            values: { shortSecret: true },
            complete: false,
          }),
        ]
      : [];
  }
  return /jwt(-go)?\.WithoutClaimsValidation$/.test(name) &&
    !looksAtTimes(place.around.text) &&
    !/refresh|expired|logout|revoke/i.test(goesTo.join(' '))
    ? [
        goSetting(place, 'token-verification', 'jwt.WithoutClaimsValidation', {
          values: { ignoreExpiration: true },
        }),
      ]
    : [];
}

function signing(place: GoPlace): SecuritySetting {
  const [, given] = argumentsOf(place.node);
  const claims = claimsOf(place, given);
  const isSetLater = /\["exp"\]\s*=|\.ExpiresAt\s*=/.test(place.around.text);
  const keys = claims === undefined ? [] : [...fieldsOf(claims).keys()];
  const hasEnd = isSetLater || keys.some((key) => /^(exp|ExpiresAt)$/.test(key));
  return goSetting(place, 'token-signing', 'jwt.NewWithClaims', {
    open: hasEnd ? ['payload.exp'] : [],
    complete: claims !== undefined && isPlain({ ...place, node: claims }),
  });
}

/** Claims that the function checks by itself, or of a token that it only looks into. */
const looksAtTimes = (text: string): boolean =>
  /ParseUnverified|IssuedAt|ExpiresAt|\btime\.(Now|Since|Until)\(|\.Validate\(/.test(text);

/** Claims of the library; a type of the application may hold more. */
const isPlain = (claims: Pick<GoPlace, 'node' | 'imports'>): boolean =>
  /jwt(-go)?\.(MapClaims|RegisteredClaims|StandardClaims)$/.test(typeOf(claims));

/** Written there, or once in a variable of the function. */
function claimsOf({ around }: GoPlace, given: SyntaxNode | undefined): SyntaxNode | undefined {
  const plain = given?.type === 'unary_expression' ? given.children.at(-1) : given;
  if (plain?.type === 'composite_literal') return plain;
  if (plain?.type !== 'identifier') return undefined;
  const found: SyntaxNode[] = [];
  walkSyntax(around, (node) => {
    if (node.type !== 'short_var_declaration' || inField(node, 'left')?.text !== plain.text) return;
    const right = inField(node, 'right')?.children[0];
    const value = right?.type === 'unary_expression' ? right.children.at(-1) : right;
    if (value?.type === 'composite_literal') found.push(value);
  });
  return found.length === 1 ? found[0] : undefined;
}
