import type { SyntaxNode } from '../../../languages/syntax.ts';
import { inField } from '../../../languages/syntax.ts';
import { callOf, statementsOf } from '../../syntax.ts';

/** Who is asked about where nobody signed in: no object at all, or one made for the occasion (`user ||= User.new`). */
export type Nobody = 'nil' | 'guest';

/** `setting`: it is not about the caller, and the code does not tell. */
export type Told = 'yes' | 'no' | 'perhaps' | 'setting';

export interface Asked {
  /** Names that stand for the caller. */
  readonly callers: ReadonlyMap<string, Nobody>;
  /** Other things that are handed in with the caller: scopes of a token. */
  readonly beside: ReadonlySet<string>;
  /** The one statement of a question of the same class: `def admin?`. */
  readonly question: (name: string) => SyntaxNode | undefined;
  readonly depth: number;
}

const inverse: Readonly<Record<Told, Told>> = {
  yes: 'no',
  no: 'yes',
  perhaps: 'perhaps',
  setting: 'setting',
};

/** What a condition of an ability says of nobody. */
export function conditionFor(asked: Asked, node: SyntaxNode | undefined): Told {
  if (node === undefined || asked.depth > 6) return 'perhaps';
  const deeper = { ...asked, depth: asked.depth + 1 };
  const caller = asked.callers.get(node.text);
  if (caller !== undefined) return caller === 'nil' ? 'no' : 'yes';
  switch (node.type) {
    case 'true':
      return 'yes';
    case 'false':
    case 'nil':
      return 'no';
    case 'parenthesized_statements':
      return conditionFor(deeper, statementsOf(node)[0]);
    case 'unary': {
      const isNot = /^(!|not\b)/.test(node.text);
      return isNot ? inverse[conditionFor(deeper, inField(node, 'operand'))] : unsaid(asked, node);
    }
    case 'binary':
      return binary(deeper, node);
    case 'call':
    case 'identifier':
      return called(deeper, node);
    default:
      return unsaid(asked, node);
  }
}

function binary(asked: Asked, node: SyntaxNode): Told {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  const operator = inField(node, 'operator')?.text ?? '';
  if (/^(&&|and|\|\||or)$/.test(operator)) {
    const [one, other] = [conditionFor(asked, left), conditionFor(asked, right)];
    const [ends, neutral]: readonly [Told, Told] = /^(&&|and)$/.test(operator)
      ? ['no', 'yes']
      : ['yes', 'no'];
    if (one === ends || other === ends) return ends;
    if (one === neutral) return other;
    if (other === neutral) return one;
    return one === 'perhaps' || other === 'perhaps' ? 'perhaps' : 'setting';
  }
  // Nobody has no role, and no other property.
  const isNil = [left, right].some((side) => ownerOf(asked, side) === 'nil');
  const compares = /^(==|!=)$/.test(operator);
  const [value] = [left, right].filter((side) => side !== undefined && ownerOf(asked, side) === undefined);
  if (isNil && compares && value !== undefined && /^(string|simple_symbol|integer|true)$/.test(value.type))
    return operator === '==' ? 'no' : 'yes';
  return unsaid(asked, node);
}

/** Whose property it is: `user.role`, `user&.account.plan`. */
function ownerOf({ callers }: Asked, node: SyntaxNode | undefined): Nobody | undefined {
  const root = /^@?\w+/.exec(node?.text ?? '')?.[0] ?? '';
  return callers.get(root);
}

const isThere = /^(present\?|persisted\?|exists\?)$/;
const isNotThere = /^(nil\?|blank\?|empty\?)$/;
const ofGuests = /^(new_record\?|guest\?|is_guest\?|anonymous\?|visitor\?)$/;
/** What an object that was only just made is not. */
const ofKnown =
  /^(id|email|confirmed\?|registered\?|(signed|logged)_in\?|(is_)?\w*(admin|administrator|moderator|mod|staff|superuser|super_admin|editor|manager|owner|employee|root)\w*\??|(has|is|with|any)_\w*role\w*\??|role\?|in_role\?)$/;

function called(asked: Asked, node: SyntaxNode): Told {
  const call = callOf(node);
  if (call === undefined) return unsaid(asked, node);
  if (call.receiver === undefined) {
    const inner = asked.question(call.name);
    return inner === undefined ? unsaid(asked, node) : conditionFor(asked, inner);
  }
  const of = ownerOf(asked, call.receiver);
  if (of === undefined) return unsaid(asked, node);
  const isItself = asked.callers.has(call.receiver.text);
  if (isNotThere.test(call.name)) return of === 'nil' || !isItself ? 'yes' : 'no';
  if (isThere.test(call.name)) return of === 'guest' && isItself && call.name === 'present?' ? 'yes' : 'no';
  if (ofGuests.test(call.name)) return of === 'guest' ? 'yes' : 'no';
  // A question of an object that is not there fails, or says no where it is asked with care.
  return of === 'nil' || ofKnown.test(call.name) ? 'no' : 'perhaps';
}

/** A condition that is not understood: one on the caller may say anything of nobody. */
function unsaid({ callers, beside }: Asked, node: SyntaxNode): Told {
  const names = node.text.match(/@?\b[a-z_]\w*/g) ?? [];
  const isAbout = names.some(
    (name) => callers.has(name) || beside.has(name) || /user|role|permission|token|scope|member/.test(name),
  );
  return isAbout ? 'perhaps' : 'setting';
}
