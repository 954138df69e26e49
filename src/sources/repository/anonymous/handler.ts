import type { SyntaxNode } from '../languages/syntax.ts';
import type { Flow, Links } from './flow.ts';
import { sentAs } from './link-secrets.ts';
import type { Known, Language } from './language.ts';
import { flowOf } from './run.ts';

/**
 * What becomes in a handler of whoever has no secret of its links. `refused`: always turned away for the lack of the
 * one that is named. `perhaps`: it is not understood. `served`: no secret is asked for, or one that need not be there.
 */
export type WithoutSecret =
  | { readonly kind: 'refused'; readonly secret: string }
  | { readonly kind: 'perhaps'; readonly secret: string }
  | { readonly kind: 'served' };

/** What comes in by the parameters of a handler: a local name, and the name under which the value is sent. */
export type Given = readonly (readonly [local: string, sent: string])[];

/** What is known besides of what stands under a name. */
export type Knowns = readonly (readonly [string, Known])[];

interface Options {
  /** Names of what was met; the words of a language may add other credentials to them. */
  readonly met?: Set<string>;
  /** What depends on the caller in a way that is not understood says no. */
  readonly strictly?: boolean;
  readonly known?: Knowns;
}

/**
 * Runs a handler twice: as whoever sends a secret that nothing belongs to, and as whoever sends none. Needs the
 * language's words for handlers.
 */
export function withoutLinkSecrets(
  language: Language,
  statements: readonly SyntaxNode[],
  given: Given,
  options: Options = {},
): WithoutSecret {
  const { kind, secret } = asNobody(language, statements, given, options);
  return secret === undefined || kind === 'served' ? { kind: 'served' } : { kind, secret };
}

/** What becomes of a caller without any credentials: the secret, or the words for the caller, that were met. */
export interface AsNobody {
  readonly kind: 'refused' | 'perhaps' | 'served';
  readonly secret: string | undefined;
  readonly caller?: string | undefined;
  /** Whoever sends no secret is served on a way of their own: it need not be there. */
  readonly optional?: boolean;
}

/** The same where other credentials than secrets of links count too. */
export function asNobody(
  language: Language,
  statements: readonly SyntaxNode[],
  given: Given,
  { met = new Set<string>(), strictly = true, known = [] }: Options = {},
): AsNobody {
  const callers = new Set<string>();
  let optional = false;
  const ways = (['wrong', 'absent'] as const).map((secrets) => {
    const links: Links = { secrets, met, callers, tried: false };
    const sent = [...known, ...given.map(([local, name]) => [local, sentAs(links, name)] as const)];
    const flow = flowWith(language, statements, links, sent, false);
    const told = outcome(flow);
    optional ||= secrets === 'absent' && told === 'served' && flow?.asked === true;
    if (told !== 'perhaps' || !strictly) return told;
    return outcome(flowWith(language, statements, links, sent, true)) === 'refused' ? 'refused' : told;
  });
  const [secret] = met;
  const [caller] = callers;
  if (ways.includes('served')) return { kind: 'served', secret, caller, optional };
  return { kind: ways.includes('perhaps') ? 'perhaps' : 'refused', secret, caller, optional };
}

function flowWith(
  language: Language,
  statements: readonly SyntaxNode[],
  links: Links,
  known: Knowns,
  strictly: boolean,
): Flow | undefined {
  return flowOf(language, statements, { endHandsOn: true, known, links }, strictly);
}

function outcome(flow: Flow | undefined): 'refused' | 'perhaps' | 'served' {
  if (flow === undefined) return 'perhaps';
  const served = flow.handsOn || flow.goesOn || flow.returned.length > 0;
  const refuses = flow.refuses || flow.throws === 'asked';
  if (served) return refuses ? 'perhaps' : 'served';
  return refuses ? 'refused' : 'served';
}
