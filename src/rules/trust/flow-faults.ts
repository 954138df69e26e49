import type { Evidence } from '../../findings/finding.ts';
import type { Flow, FlowKind } from '../../model/flow.ts';
import type { Trust } from '../../model/trust.ts';
import { bySubject, isAside, isForDevelopment, placeOf, placesText } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault } from '../rule.ts';

/** Words that may depend on the flow: on the language of the place, or on what was tried. */
export type Said = string | ((flow: Flow) => string);

const wordsFor = (said: Said, flow: Flow): string => (typeof said === 'string' ? said : said(flow));

/** What a rule says of its kind of flow. */
export interface FlowWords {
  readonly kind: FlowKind;
  /** `as part of the statement`. */
  readonly effect: Said;
  readonly why: Said;
  readonly next: Said;
  /** What is told beside the way. */
  readonly more?: (flow: Flow) => readonly Evidence[];
  /** The same where only part of the harm can be done. */
  readonly partly?: string;
}

/** Steps that are told of one way. */
const mostSteps = 12;

/** Faults of one kind of flow: one for each sink, with the ways that lead to it. */
export const flowFaults = ({ flows }: Trust, words: FlowWords): readonly Fault[] =>
  bySubject(
    flows.filter(({ kind }) => kind === words.kind),
    subjectOf,
  ).map((group) => fault(group, words));

const subjectOf = ({ sink, within }: Flow): string =>
  `${placeOf({ origin: sink.origin, id: '' })}${within === '' ? '' : ` ${within}`}: ${sink.what}`;

function fault(group: Together<Flow>, words: FlowWords): Fault {
  const { subject, all } = group;
  const strong = all.filter(({ doubt }) => doubt === undefined);
  const [told] = strong.length > 0 ? strong : all;
  if (told === undefined) throw new Error('a group without a flow');
  const isWeak = strong.length === 0 || isAside(told.sink.origin) || isForDevelopment(told.sink.origin);
  const said = told.doubt === 'partly' ? (words.partly ?? words.effect) : words.effect;
  const effect = wordsFor(said, told);
  const checked = told.doubt === 'checked' ? ', behind a check that could not be understood' : '';
  return {
    subject,
    ...(isWeak ? { severity: 'advice' } : {}),
    confidence: isWeak ? 'possible' : 'likely',
    what: `${sourcesText(all)} in the ${told.sink.what}${endpointsText(told)} ${effect}${checked}${placesText({ ...group, all: places(all) })}.`,
    why: wordsFor(words.why, told),
    next: wordsFor(words.next, told),
    evidence: [...wayOf(told), ...(words.more?.(told) ?? []), ...otherEnds(told, all)],
    reachedBy: [...new Set(all.flatMap(({ endpoints }) => endpoints))],
  };
}

/** Places that are told together, each of them to be mended. */
const mostEnds = 20;

const otherEnds = (told: Flow, all: readonly Flow[]): readonly Evidence[] =>
  places(all)
    .filter(({ sink }) => JSON.stringify(sink.origin) !== JSON.stringify(told.sink.origin))
    .slice(0, mostEnds)
    .map(({ sink }) => ({ kind: 'read', origin: sink.origin }));

const places = (all: readonly Flow[]): readonly Flow[] => [
  ...new Map(all.map((flow) => [JSON.stringify(flow.sink.origin), flow])).values(),
];

/** `Query parameter a, header b arrive`. */
function sourcesText(all: readonly Flow[]): string {
  const names = [...new Set(all.map(({ source }) => source.what))].slice(0, 4);
  const text = `${names.join(', ')} ${names.length === 1 ? 'arrives' : 'arrive'}`;
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

const endpointsText = ({ endpoints: [first, ...more] }: Flow): string =>
  first === undefined ? '' : ` (${first}${more.length === 0 ? '' : ` and ${more.length} more`})`;

/** The end first, then the way to it. */
export function wayOf({ source, steps, sink }: Flow): readonly Evidence[] {
  const left = Math.max(0, steps.length - mostSteps);
  return [sink, source, ...steps.slice(left)].map(({ what, origin }, at) => ({
    kind: 'read',
    origin,
    what: at === 0 ? `ends in the ${what}` : at === 1 ? `begins as ${what}` : what,
  }));
}
