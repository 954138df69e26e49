import { addFact, addItem, ask, factAt, matches } from './sentence.ts';
import type { Family, Findings, Sentence } from './sentence.ts';
import { listGap, polarityOf } from './polarity.ts';
import type { Polarity } from './polarity.ts';
import { layerOf, technologies } from './technologies.ts';
import type { Technology } from './technologies.ts';
import { overlaps } from './text.ts';
import type { Span } from './text.ts';
import { anyOf } from './words.ts';

interface Mention extends Span {
  readonly technology: Technology;
}

/** Technologies and styles, each with what the sentence wants of it. */
export const readTechnology: Family = (sentence, findings) => {
  const mentions = mentionsIn(sentence, findings);
  let last: { readonly mention: Mention; readonly polarity: Polarity } | undefined;
  for (const mention of mentions) {
    const gap = last === undefined ? undefined : sentence.lower.slice(last.mention.end, mention.start);
    const own = polarityOf(sentence, mention, leadsOn(mention, mentions));
    const inherits = last !== undefined && gap !== undefined && listGap.test(gap) && own !== 'avoid';
    const polarity = inherits && last !== undefined ? last.polarity : own;
    const either =
      inherits &&
      last !== undefined &&
      / or /.test(gap ?? '') &&
      last.mention.technology.topic === mention.technology.topic;
    if (either && (polarity === 'must' || polarity === 'mentioned'))
      alternatives(sentence, findings, last?.mention ?? mention, mention);
    else note(sentence, findings, mention, polarity);
    last = { mention, polarity };
  }
};

const known = technologies.map((technology) => ({ technology, rule: anyOf(technology.words) }));

/** Of two mentions at one place the longer one counts: `node.js`, not `js`. */
function mentionsIn(sentence: Sentence, findings: Findings): readonly Mention[] {
  const all = known.flatMap(({ technology, rule }) =>
    [...matches(sentence, findings, rule)]
      .map(({ start, end }): Mention => ({ start, end, technology }))
      .filter((span) => technology.spelled === undefined || isName(sentence, span, technology.spelled)),
  );
  const longest = all.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const found: Mention[] = [];
  for (const mention of longest) if (!found.some((other) => overlaps(other, mention))) found.push(mention);
  return found.sort((a, b) => a.start - b.start);
}

/** `Go` in "written in Go" is a name; in "Go live in May" or at the start of a sentence it is a word. */
function isName({ plain }: Sentence, { start, end }: Span, spelled: string): boolean {
  if (!plain.slice(start, end).startsWith(spelled)) return false;
  const before = plain.slice(0, start).trimEnd();
  return spelled === spelled.toUpperCase() || (before !== '' && !/[.!?:\n]$/.test(before));
}

/** Whether a later mention of the same layer says what comes instead. */
const leadsOn = (mention: Mention, mentions: readonly Mention[]): boolean =>
  mentions.some(
    ({ start, technology }) =>
      start > mention.start &&
      start - mention.end < 120 &&
      technology.name !== mention.technology.name &&
      layerOf(technology.topic) === layerOf(mention.technology.topic),
  );

function note(sentence: Sentence, findings: Findings, mention: Mention, polarity: Polarity): void {
  const { name, topic } = mention.technology;
  switch (polarity) {
    case 'avoid':
      return addItem(findings, mention, 'constraints.avoid', name);
    case 'today':
      return askToday(sentence, findings, mention);
    case 'wish':
      return addItem(findings, mention, 'constraints.wishes', name);
    case 'mentioned':
    case 'must':
      if (topic === 'style') return addItem(findings, mention, 'constraints.wishes', name);
      if (polarity === 'must') return require(sentence, findings, mention);
      addItem(findings, mention, 'constraints.wishes', name);
      return askFixed(sentence, findings, mention);
  }
}

/** One subject has one choice; a second one is a wish and a question. */
function require(sentence: Sentence, findings: Findings, mention: Mention): void {
  const { name, topic } = mention.technology;
  const path = `constraints.must.${topic}`;
  const earlier = factAt(findings, path);
  if (earlier === undefined || earlier.value === name)
    return addFact(findings, sentence, mention, path, name);
  addItem(findings, mention, 'constraints.wishes', name);
  ask(findings, sentence, mention, {
    id: `both-${topic}`,
    ask: `${String(earlier.value)} and ${name} are both named as ${topic}. What is each for?`,
    affects: ['architecture'],
    default: `${String(earlier.value)} alone`,
    effect: `${name} is weighed as a wish; a second ${topic} is one more part to run.`,
    impact: 'medium',
    answer: path,
  });
}

function alternatives(sentence: Sentence, findings: Findings, first: Mention, second: Mention): void {
  const { topic } = second.technology;
  const path = `constraints.must.${topic}`;
  const index = findings.facts.findIndex(
    (fact) => fact.path.join('.') === path && fact.value === first.technology.name,
  );
  if (index >= 0) findings.facts.splice(index, 1);
  const asked = findings.questions.findIndex(({ id }) => id === `fixed-${first.technology.name}`);
  if (asked >= 0) findings.questions.splice(asked, 1);
  addItem(findings, first, 'constraints.wishes', first.technology.name);
  addItem(findings, second, 'constraints.wishes', second.technology.name);
  ask(
    findings,
    sentence,
    { start: first.start, end: second.end },
    {
      id: `which-${topic}`,
      ask: `${first.technology.name} or ${second.technology.name}: which one?`,
      affects: ['architecture'],
      default: 'either',
      effect: 'Both are weighed; the simpler one that meets the objectives is taken.',
      impact: 'medium',
      answer: path,
    },
  );
}

function askToday(sentence: Sentence, findings: Findings, mention: Mention): void {
  const { name, topic } = mention.technology;
  ask(findings, sentence, mention, {
    id: `today-${name}`,
    ask: `${name} is in use today. Must it stay?`,
    affects: ['architecture', 'plan'],
    default: 'undecided',
    effect: 'The design is free to keep or to replace it.',
    impact: 'medium',
    answer: topic === 'style' ? 'constraints.wishes' : `constraints.must.${topic}`,
  });
}

function askFixed(sentence: Sentence, findings: Findings, mention: Mention): void {
  const { name, topic } = mention.technology;
  ask(findings, sentence, mention, {
    id: `fixed-${name}`,
    ask: `${name} is named without a word on whether it is required. Is it?`,
    affects: ['architecture'],
    default: 'no',
    effect: `${name} is weighed as a wish and not fixed.`,
    impact: 'low',
    answer: `constraints.must.${topic}`,
  });
}
