import { ask, factAt } from './sentence.ts';
import type { Family, Findings, Sentence } from './sentence.ts';
import { changesExisting } from './polarity.ts';
import type { Span } from './text.ts';

const heads =
  '(?:platform|apps?|application|systems?|shops?|stores?|webshop|marketplace|site|website|portal|saas|suite|network|bank|game|start-?up|business|company|tool|hub|exchange|product|solution|bakery|clinic|hospital|school|university|restaurant|agency|library|forum|blog|crm|cms|erp|chatbot|community|feed|directory)';
const generic = '(?:backend|back-end|api|server|architecture|service|services)';
const owner = '(?:our|my|a|an|the|their|your|this|new)';
const verbs =
  'build|design|create|develop|make|we|i|need|please|migrate|move|rewrite|port|replace|let|help|give|add|use|no|how|what|can|could|our|the';
const word = "[\\w&'-]+";

/** Forms that name the system, the surest first. The name is group `name`. */
const forms: readonly RegExp[] = [
  new RegExp(`\\b(?:called|named|codenamed)\\s"(?<name>[^"\\n]{2,60})"`, 'd'),
  new RegExp(`\\b(?:called|named|codenamed)\\s(?<name>(?:[A-Z]${word})(?:\\s[A-Z]${word}){0,2})`, 'd'),
  new RegExp(
    `\\b(?:for|of|behind|powering)\\s(?:${owner}\\s){1,2}(?<name>(?:${word}\\s){0,4}?${heads})\\b`,
    'di',
  ),
  new RegExp(`\\b(?:for)\\s(?<name>(?:${word}\\s){1,3}?${heads})\\b`, 'di'),
  new RegExp(
    `\\b(?:design|build|create|develop|make|need|needs|want|launch|launching|building|run|running|start|starting|rewrite|migrate|move|have|operate|it is|this is|we are|we're|is)\\s(?:me\\s|us\\s)?(?:${owner}\\s){1,2}(?<name>(?:${word}\\s){0,4}?${heads})\\b`,
    'di',
  ),
  new RegExp(`^\\s*(?:${owner}\\s)?(?!(?:${verbs})\\b)(?<name>(?:${word}\\s){0,4}?${heads})\\b`, 'di'),
  new RegExp(
    `\\b(?:for)\\s(?:our|my|a|an)\\s(?<name>${word}(?:\\s${word}){0,2}?)(?=\\s(?:with|that|which|where|handling|serving|using|in|on|and|to|of|for)\\b|[,.;:!?]|$)`,
    'di',
  ),
  new RegExp(`\\b(?:${owner}\\s)(?<name>(?:${word}\\s){1,3}?${generic})\\b`, 'di'),
];

const empty =
  /^(?:a|an|the|our|my|new|modern|simple|small|big|large|scalable|robust|secure|fast|reliable|resilient|flexible|cloud-native|cloud|high-performance|performant|complete|full|whole|existing|legacy|old|current|next-generation|enterprise|enterprise-grade|world-class|backend|back-end|api|server|architecture|production-ready|highly|available|global|and|me|us|modular|distributed|microservices?|rest|graphql|monolithic|php|java|node|rails|python|[\w-]+-(?:person|people|man)|good|great|solid|proper)$/i;

const domains: readonly (readonly [domain: string, pattern: RegExp])[] = [
  ['e-commerce', /\be-?commerce\b|\bonline (?:shop|store)\b|\bweb ?(?:shop|store)\b|\bretail/],
  ['marketplace', /\bmarketplace\b/],
  ['finance', /\bfintech\b|\bbank(?:ing)?\b|\binsurance\b|\btrading\b|\blending\b/],
  ['health', /\bhealth(?:care)?\b|\bclinic\b|\bhospital\b|\bmedical\b|\btelemedicine\b/],
  ['education', /\be-?learning\b|\buniversity\b|\bschool\b|\beducation/],
  ['logistics', /\blogistics\b|\bfreight\b|\bdelivery\b|\bfleet\b/],
  ['travel', /\btravel\b|\bhotel\b|\bairline\b/],
  ['media', /\bstreaming\b|\bnews\b|\bmedia\b|\bpodcast/],
  ['iot', /\biot\b|\btelemetry\b|\bsmart (?:home|meter)/],
  ['gaming', /\bgam(?:e|es|ing)\b/],
];

/** Name, id, domain and stage of the system. */
export const readSystemName: Family = (sentence, findings) => {
  for (const form of forms) {
    const match = form.exec(sentence.plain);
    const span = match?.indices?.groups?.['name'];
    const named = span === undefined ? undefined : stripped(sentence, { start: span[0], end: span[1] });
    if (named === undefined) continue;
    setName(sentence, findings, named);
    break;
  }
  const change = changesExisting.exec(sentence.lower);
  if (change !== null)
    note(findings, { start: change.index, end: change.index + change[0].length }, 'system.stage', 'existing');
};

/** Without the adjectives in front that say nothing of what it is; nothing left means no name. */
function stripped({ plain }: Sentence, { start, end }: Span): Span | undefined {
  let from = start;
  for (const part of plain.slice(start, end).matchAll(/\S+/g)) {
    if (!empty.test(part[0])) break;
    from = start + part.index + part[0].length + 1;
  }
  const name = plain.slice(from, end).trim();
  return name.length < 2 ||
    new RegExp(
      `^(?:${generic}|apps?|application|systems?|platform|product|solution|company|business|tool|site|website|start-?up)$`,
      'i',
    ).test(name) ||
    /^\d/.test(name)
    ? undefined
    : { start: from, end };
}

function setName(sentence: Sentence, findings: Findings, span: Span): void {
  const name = sentence.plain.slice(span.start, span.end).trim();
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');
  note(findings, span, 'system.id', /^[a-z]/.test(slug) ? slug : `system-${slug}`.replace(/-$/, ''));
  note(findings, span, 'system.name', `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  const domain = domains.find(([, pattern]) => pattern.test(name.toLowerCase()))?.[0];
  if (domain !== undefined) note(findings, span, 'system.domain', domain);
}

/** A name may stand where another fact was read: `order management platform`. */
function note(findings: Findings, span: Span, path: string, value: string): void {
  findings.facts.push({ ...span, path: path.split('.'), value, item: false });
}

/** A system nobody named is called "System", and the name is asked for. */
export function askName(sentence: Sentence, findings: Findings): void {
  if (factAt(findings, 'system.id') !== undefined) return;
  const first = { start: 0, end: Math.min(sentence.plain.length, 60) };
  ask(findings, sentence, first, {
    id: 'name',
    ask: 'What is the system called?',
    affects: ['documentation'],
    default: 'System',
    effect: 'The name appears in every document, and its id in file and schema names.',
    impact: 'low',
    answer: 'system.name',
  });
}
