import type { Evidence } from '../../findings/finding.ts';
import type { Flow, SearchCost } from '../../model/flow.ts';
import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';

export const slowPattern: Rule = {
  id: 'slow-pattern',
  summary: 'A request decides how long a regular expression searches.',
  severity: 'warning',
  standards: ['CWE-1333', 'CWE-400', 'ASVS-5.0-1.2.9'],
  remedy: {
    title: 'Write the pattern so that it reads each text in one way, or bound the text',
    impact: 4,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: { confidentiality: 'none', integrity: 'none', availability: 'high' },
  check: ({ trust }) =>
    flowFaults(
      { ...trust, flows: trust.flows.flatMap(asHarmful) },
      {
        kind: 'slow-pattern',
        effect,
        why: 'The search runs on the only thread: for as long as it takes, the server answers nobody.',
        next: 'Let no two parts of the pattern read the same signs one behind the other, refuse texts beyond a length before the search, or search with re2, whose steps grow with the length only.',
        more,
      },
    ),
};

/** Longest text of a request line or header, in bytes: the default of --max-http-header-size of Node 14 and later. */
const longestHeader = 16_384;

/** Longest body: the default `limit` of express.json() and body-parser, 100kb. */
const longestBody = 102_400;

/** Steps of a search of about a tenth of a second, below which nothing is told, and of two: V8 takes 1e10 in one. */
const harmless = 1e9;
const harmful = 2e10;

const longestOf = ({ source }: Flow): number =>
  /\b(body|input|message|file)\b/.test(source.what) ? longestBody : longestHeader;

/** Steps for the longest text that can be sent. */
function stepsAtMost(flow: Flow, cost: SearchCost): number {
  const last = cost.trials.at(-1);
  return last === undefined ? 0 : last.steps * (longestOf(flow) / last.length) ** cost.degree;
}

/** What ends soon whatever is sent is no fault; what takes a second or so is advice. */
function asHarmful(flow: Flow): readonly Flow[] {
  const { cost } = flow;
  if (cost === undefined) return [];
  if (cost.growth === 'exponential') return [flow];
  const steps = stepsAtMost(flow, cost);
  if (steps < harmless) return [];
  return steps < harmful && flow.doubt === undefined ? [{ ...flow, doubt: 'partly' }] : [flow];
}

function effect(flow: Flow): string {
  const { cost } = flow;
  if (cost === undefined) return '';
  if (cost.growth === 'exponential')
    return `and each further sign multiplies the steps of the search by ${cost.degree}`;
  const length = longestOf(flow);
  return `and the steps of the search grow with the power ${cost.degree} of its length: about ${rounded(stepsAtMost(flow, cost))} for ${length.toLocaleString('en')} signs`;
}

/** `31 billion`: two digits of a large number. */
const rounded = (steps: number): string =>
  `${Number((steps / 1e9).toPrecision(2)).toLocaleString('en')} billion`;

function more({ cost }: Flow): readonly Evidence[] {
  if (cost === undefined) return [];
  const { prefix, pump, suffix } = cost.attack;
  const parts = [
    ...(prefix === '' ? [] : [JSON.stringify(prefix)]),
    `${JSON.stringify(pump)} again and again`,
    ...(suffix === '' ? [] : [JSON.stringify(suffix)]),
  ];
  const tried = cost.trials.map(
    ({ length, steps, isWhole }) =>
      `${length} signs take ${isWhole ? '' : 'more than '}${steps.toLocaleString('en')} steps`,
  );
  return [
    ...(cost.origin === undefined
      ? []
      : [{ kind: 'read' as const, origin: cost.origin, what: `the pattern ${cost.pattern}` }]),
    { kind: 'computed', words: `Tried with ${parts.join(', then ')}: ${tried.join(', ')}.` },
  ];
}
