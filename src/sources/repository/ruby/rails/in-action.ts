import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, originIn, walkSyntax } from '../../languages/syntax.ts';
import type { Lineage, Method } from '../code.ts';
import { methodNamed } from '../code.ts';
import { callOf, statementsOf } from '../syntax.ts';
import { judgeCallback } from './judging.ts';

/** Ends the request, wherever it stands. */
const halts = /\b(head|redirect_to|render\w*|raise|not_found\w*!?|respond_\w+|access_denied\w*|deny_\w+)\b/;
/** Answers with less than was asked for. */
const denies =
  /\b(head\b|raise\b|redirect_to\b|not_found\w*!?|access_denied\w*|deny_\w+|render_(40\d|not_found|unauthori[sz]ed|forbidden|error)|status:?\s*(=>)?\s*(:unauthorized|:forbidden|:not_found|4\d\d))/;
const caller =
  /\b(current_\w+|true_user|pundit_user|(user_)?signed_in\?|logged_in\?|authenticated\?|authori[sz]ed\w*\?|session\[|cookies\b|can\?|allowed\w*\?|permitted\w*\?|find_\w*user\b|valid_\w*(token|signature|key|hmac)\w*\?|(secure_compare|valid_signature)\b|\w*(secret|signature|hmac|api_?key)\b)|Current\.(user|account)/;
const negative = /^\s*!|[^=]!(?!=)|\.(nil|blank|empty)\?|\bnot\b/;
/** Only whoever is there at all is asked for: `unless current_user`, `if !@user || …`. */
const present =
  /^\(?\s*(current_(user|account|member|admin)|Current\.user|(user_)?signed_in\?|logged_in\?|authenticated\?)(\.present\?)?\s*\)?$/;
/** Without credentials these never let anybody go on. */
const insists =
  /^(authenticate_or_request_with_http_(basic|token|digest)|authenticate_\w+!|doorkeeper_authorize!|require_login|require_user|require_authentication)$/;

const isBranch = ({ type }: SyntaxNode): boolean => /^(if|unless)(_modifier)?$/.test(type);

/** A branch of an action that turns somebody away for who is calling: it may not be for everybody. */
export function turnsCallersAway(node: SyntaxNode, holders: readonly string[]): boolean {
  let found = false;
  walkSyntax(node, (each) => {
    if (found) return false;
    found = isBranch(each) && refuses(each, holders);
    return !found;
  });
  return found;
}

function refuses(node: SyntaxNode, holders: readonly string[]): boolean {
  const condition = inField(node, 'condition')?.text ?? '';
  if (!asksForCaller(condition, holders)) return false;
  const then = (inField(node, 'body') ?? inField(node, 'consequence'))?.text ?? '';
  const otherwise = inField(node, 'alternative')?.text ?? '';
  // Whoever has signed in already is sent on: nobody else is kept out.
  const sendsOn = node.type.startsWith('if') && !negative.test(condition);
  return (!sendsOn && denies.test(then)) || denies.test(otherwise);
}

const asksForCaller = (condition: string, holders: readonly string[]): boolean =>
  caller.test(condition) || holders.some((name) => new RegExp(`${name}\\b`).test(condition));

/** Checks at the very start of an action, before anything could have answered. */
export function checksIn(
  lineage: Lineage,
  method: Method,
  holders: readonly string[],
): readonly JudgedGuard[] {
  for (const node of statementsOf(inField(method.node, 'body'))) {
    const found = checkOf(lineage, node, holders);
    if (found !== undefined)
      return [
        {
          guard: { ...found, requires: [], origin: originIn(method.opening.file, node) },
          resolved: true,
          conditional: false,
          passes: false,
        },
      ];
    if (/\breturn\b|\byield\b/.test(node.text) || halts.test(node.text)) return [];
  }
  return [];
}

type Told = Pick<JudgedGuard['guard'], 'name' | 'kind'>;

function checkOf(lineage: Lineage, node: SyntaxNode, holders: readonly string[]): Told | undefined {
  const call = callOf(node);
  if (call?.receiver === undefined && call !== undefined) {
    if (!insists.test(call.name)) return undefined;
    const told = judgeCallback(lineage, call.name);
    const checks = told.kind === 'authentication' || told.kind === 'authorisation';
    return checks && !told.conditional ? { name: call.name, kind: told.kind } : undefined;
  }
  if (!isBranch(node) || inField(node, 'alternative') !== undefined) return undefined;
  const condition = inField(node, 'condition')?.text ?? '';
  const body = (inField(node, 'body') ?? inField(node, 'consequence'))?.text ?? '';
  if (!endsHere(lineage, body)) return undefined;
  const wants = node.type.startsWith('unless') ? condition : withoutNegation(condition);
  if (wants === undefined || !(present.test(wants) || holders.includes(wants))) return undefined;
  return { name: wants, kind: 'authentication' };
}

/** `!x`, `x.nil?`, `x.blank?` as `x`. */
function withoutNegation(condition: string): string | undefined {
  const bare = /^\(?\s*(?:!\s*|not\s+)([\w.@?]+)\s*\)?$/.exec(condition)?.[1];
  return bare ?? /^\(?\s*([\w.@]+)\.(?:nil|blank)\?\s*\)?$/.exec(condition)?.[1];
}

/** `return head :unauthorized`, `raise …`; a redirect without `return` goes on. */
const endsHere = (lineage: Lineage, body: string): boolean =>
  (/\breturn\b/.test(body) && halts.test(body)) ||
  /^\s*raise\b/.test(body) ||
  /\band\s+return\b/.test(body) ||
  (/^\s*\w+[!?]?\s*$/.test(body) && /\braise\b/.test(methodNamed(lineage, body.trim())?.node.text ?? ''));
