import type { Granting } from './granted.ts';

/** What an expression of the security component says of somebody who has not signed in. */
type Said = 'yes' | 'no' | 'perhaps';

/** `is_granted("EDIT", object) and is_authenticated()`; `no` is certain, so that it refuses. */
export function saidOfNobody(written: string, granting: Granting): Said {
  const text = bare(written);
  const [ors, ands] = [parts(text, /^(\|\||or\b)/), parts(text, /^(&&|and\b)/)];
  if (ors.length > 1)
    return one(
      ors.map((each) => saidOfNobody(each, granting)),
      'yes',
      'no',
    );
  if (ands.length > 1)
    return one(
      ands.map((each) => saidOfNobody(each, granting)),
      'no',
      'yes',
    );
  const negated = /^(?:!(?!=)|not\b)\s*(.+)$/s.exec(text)?.[1];
  if (negated !== undefined) {
    const inner = saidOfNobody(negated, granting);
    return inner === 'perhaps' ? inner : inner === 'yes' ? 'no' : 'yes';
  }
  return ofAtom(text, granting);
}

function ofAtom(text: string, granting: Granting): Said {
  const asked = /^(?:is_granted|has_role)\(\s*(?:['"]([^'"]*)['"])?/.exec(text);
  if (asked !== null) return granting.mayGrant(asked[1]?.replaceAll('\\\\', '\\')) ? 'perhaps' : 'no';
  if (/^is_(authenticated|fully_authenticated|remember_me|authenticated_fully)\(\s*\)$/.test(text))
    return 'no';
  if (/^is_anonymous\(\s*\)$/.test(text)) return 'yes';
  if (/^['"]ROLE_\w+['"]\s+in\s+role(_name)?s$/.test(text)) return 'no';
  // Nobody owns nothing, and has no members.
  if (/^user(\.|$|\s*={2,3}\s*(?!null\b))/.test(text) || /={2,3}\s*user(\.\w+(\(\))?)*$/.test(text))
    return 'no';
  return /^true$/i.test(text) ? 'yes' : /^(false|null)$/i.test(text) ? 'no' : 'perhaps';
}

const one = (all: readonly Said[], decides: Said, otherwise: Said): Said =>
  all.includes(decides) ? decides : all.every((each) => each === otherwise) ? otherwise : 'perhaps';

/** Without brackets around the whole. */
function bare(written: string): string {
  const text = written.trim();
  const closes = text.startsWith('(') ? endOf(text, 0) : -1;
  return closes === text.length - 1 && closes > 0 ? bare(text.slice(1, -1)) : text;
}

function endOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** What stands between operators, outside of brackets and quotes. */
function parts(text: string, operator: RegExp): readonly string[] {
  const found: string[] = [];
  let [start, depth, quote] = [0, 0, ''];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) depth -= 1;
    else if (depth === 0 && !/\w/.test(text[at - 1] ?? ' ')) {
      const met = operator.exec(text.slice(at, at + 5))?.[0];
      if (met === undefined) continue;
      found.push(text.slice(start, at));
      start = at + met.length;
      at = start - 1;
    }
  }
  return [...found, text.slice(start)];
}
