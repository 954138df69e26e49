import type { SyntaxNode } from '../../../languages/syntax.ts';
import type { Frame, Machine } from '../machine.ts';
import { report } from '../machine.ts';
import { can } from '../marks.ts';
import type { Source, Value } from '../value.ts';
import { tainted } from '../value.ts';
import { names } from './callers.ts';

/** Cookies that say who somebody is or what they may do, and prove nothing of it. */
const identity =
  /^cookie (user_?id|uid|user|user_?name|login|role|user_?role|is_?admin|admin|user_?type|access_?level|is_?logged_?in|logged_?in|authenticated|auth_?user|account_?id)$/i;

/** Frameworks sign or encrypt the cookies that their requests give. */
const isRaw = ({ what, node }: Source): boolean =>
  identity.test(what) && /_COOKIE|cookies->get/.test(node.text);

/** Tells where something is decided by such a cookie: it is compared with a written word, or with what the request names. */
export function tellForged(
  machine: Machine,
  value: Value,
  other: SyntaxNode,
  compared: Value | undefined,
  frame: Frame,
): void {
  const taints = value.taints.filter(({ source, marks }) => isRaw(source) && (marks & can.refer) !== 0);
  if (taints.length === 0 || !(isWritten(other) || (compared !== undefined && names(compared)))) return;
  report(
    machine,
    [{ kind: 'forgeable-identity', value: tainted(taints), what: 'comparison', needs: can.refer }],
    other,
    frame,
  );
}

/** A word that is written out and says more than that something is there. */
const isWritten = ({ type, text }: SyntaxNode): boolean =>
  /^(string|encapsed_string|integer|boolean)$/.test(type) &&
  !/^(''|""|0|false|null)$/i.test(text) &&
  !text.includes('$');
