import type { SearchCost } from '../../../../model/flow.ts';
import { originOf } from '../../javascript/parse.ts';
import { can } from '../marks.ts';
import { isPattern, patternOf, writtenPattern } from '../patterns-tried.ts';
import { slownessOf } from '../slowness/slowness.ts';
import type { Slowness } from '../slowness/slowness.ts';
import type { Taint, Value } from '../value.ts';
import { isFromOutside, tainted } from '../value.ts';
import { hostValue } from '../members.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { isCall } from './sink.ts';

/** A pattern, and the text in which a call looks for it. */
export interface Search {
  readonly pattern: Value;
  readonly text: Value;
  readonly method: string;
}

/** Routers that look for a pattern in the path of each request. */
const routes =
  /^(express|connect|restify|polka|router)#.*\.(use|get|post|put|patch|delete|all|head|options)$/;

/** Methods of a pattern that are given a text, and those of a text that are given a pattern. */
function searchOf(call: CallFact): Search | undefined {
  const {
    method,
    receiver,
    args: [first],
    machine,
    node,
    frame,
  } = call;
  if (first === undefined || receiver === undefined) return undefined;
  if (isCall(call, routes))
    return isPattern(first)
      ? { pattern: first, text: hostValue(machine, '@req#path', node, frame), method }
      : undefined;
  if (/^(test|exec)$/.test(method) && isPattern(receiver)) return { pattern: receiver, text: first, method };
  return /^(match|matchAll|search|replace|replaceAll|split)$/.test(method) && isPattern(first)
    ? { pattern: first, text: receiver, method }
    : undefined;
}

/** The search as a hit, where the pattern is slow in the way that is asked for. */
export function slowHits({ pattern, text, method }: Search, kind: SearchCost['growth']): readonly Hit[] {
  if (!isFromOutside(text)) return [];
  const known = patternOf(pattern);
  const slowness =
    known === undefined ? undefined : slownessOf(known.source, writtenPattern(pattern).flags, text.replaced);
  if (slowness?.kind !== kind) return [];
  const taints = text.taints.filter((taint) => canCarry(taint, slowness));
  const cost = costOf(pattern, slowness);
  return [{ value: tainted(taints), what: `text for ${method} of ${shortened(cost.pattern)}`, cost }];
}

type Slow = Extract<Slowness, { kind: SearchCost['growth'] }>;

/** Whether the attack comes through: no line ends in headers, no spaces and brackets in an address as it is sent. */
function canCarry({ marks }: Taint, { prefix, pump, suffix }: Slow): boolean {
  const attack = prefix + pump + suffix;
  if (/[\r\n]/.test(attack) && (marks & can.line) === 0) return false;
  return !(/[^!#-;=?-Z[\]_a-z~]/.test(attack) && (marks & can.encoded) !== 0);
}

const longest = 40;

const shortened = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`);

function costOf(pattern: Value, { kind, degree, prefix, pump, suffix, trials }: Slow): SearchCost {
  const { source, flags, place } = writtenPattern(pattern);
  return {
    pattern: `/${source}/${flags}`,
    ...(place === undefined ? {} : { origin: originOf(place.file, place.node) }),
    growth: kind,
    degree: Math.round(degree * 10) / 10,
    attack: { prefix, pump, suffix },
    trials,
  };
}

const hitsOf =
  (kind: SearchCost['growth']) =>
  (call: CallFact): readonly Hit[] => {
    const search = searchOf(call);
    return search === undefined ? [] : slowHits(search, kind);
  };

/** A few dozen signs suffice. */
export const exponentialPatternSink: Sink = {
  kind: 'slow-pattern',
  needs: can.slow,
  hits: hitsOf('exponential'),
};

/** It takes a long text. */
export const polynomialPatternSink: Sink = {
  kind: 'slow-pattern',
  needs: can.slow,
  also: can.long,
  hits: hitsOf('polynomial'),
};
