import { isClaimed } from './sentence.ts';
import type { Findings, Sentence } from './sentence.ts';
import type { Span } from './text.ts';
import type { Unread } from '../../../model/brief.ts';

const vague =
  /(?<![\w-])(?:highly[ -])?(?:scalable|scalability|scale well|robust|robustness|modern|secure|securely|fast|faster|quick|performant|high[ -]performance|high[ -]performing|reliable|reliably|resilient|flexible|flexibility|maintainable|extensible|future[ -]proof|state[ -]of[ -]the[ -]art|cutting[ -]edge|best[ -]in[ -]class|world[ -]class|enterprise[ -]grade|enterprise[ -]ready|production[ -]ready|production[ -]grade|cloud[ -]native|easy[ -]to[ -]use|user[ -]friendly|cost[ -]effective|cheap|affordable|simple|lightweight|efficient|highly available|fault[ -]tolerant|low[ -]latency|high[ -]throughput|real[ -]time|realtime|bulletproof|rock[ -]solid|seamless|elegant|clean|global|massive|web[ -]scale|hyperscale|always[ -]on|zero[ -]downtime|observable|agile|innovative|next[ -]generation|solid|stable|smooth|snappy|responsive|lightning[ -]fast|blazing(?:ly)?[ -]fast)(?![\w-])/g;

/** Words without content of their own: grammar, and the frame of any request. */
const plainWords = new Set(
  `a an the and or but of for to in on at by with within without from into onto via as than then that which who whose where when while if so
  is are was were be been being it its it's this these those there here they them their we us our you your i me my he she his her i'm we're
  do does did don't has have had having can could should shall will would may might must need needs needed want wants wanted like please let let's
  design build create develop make making implement implementing provide provides providing support supports supporting handle handles handling
  serve serves serving offer offers offering include includes including add deliver plan planning propose give start starting launch launching
  architecture backend back-end back end system systems solution service services server api apis application app apps platform software product project
  feature features functionality capability capabilities module modules requirement requirements component components
  able about also all any each every both other more most some such only just very etc e.g i.e per using use uses used via based around up over
  integration integrations integrate integrates integrating processing process management manage manages managing
  users user customers customer people clients client visitors traffic load requests request data information
  new existing good great proper well no not never plus too our ours own run runs running work works working
  new whole full complete hello hi thanks thank tech stack database cache hosting host hosted deploy deployed deployment language written
  compliant compliance residency drop dropping prefer preferably migrate migrating move moving port rewrite rewriting replace replacing switch get rid away avoid go out live ready ship release launching
  reside stay stays remain keep kept currently today ideally maybe team size budget deadline members concurrent latency latencies availability uptime response responses answer answers time times second seconds peak peaks legacy old
  under below least expect expected expecting currently target targets approx approximately roughly`
    .split(/\s+/)
    .map((word) => word.trim()),
);

const noMeasure =
  'It has no measurable meaning here. Say what it should mean: users at once, answer time, availability, cost.';
const notUnderstood = 'Not understood: no rule reads a fact from it.';

/** Everything that gave no fact: adjectives without measure, then the parts of the sentence that are left. */
export function leftovers(sentence: Sentence, findings: Findings): readonly Unread[] {
  const adjectives: (Unread & Span)[] = [];
  for (const match of sentence.lower.matchAll(vague)) {
    const span = { start: match.index, end: match.index + match[0].length };
    if (isClaimed(findings, span)) continue;
    adjectives.push({ ...span, text: sentence.plain.slice(span.start, span.end), why: noMeasure });
  }
  const taken = [...findings.claimed, ...adjectives, ...nameSpans(findings)];
  const rest = parts(sentence).flatMap((part) => unreadRuns(sentence, part, taken));
  return unique(
    [...findings.unread, ...adjectives, ...rest].sort((a, b) => a.start - b.start || a.end - b.end),
  );
}

const nameSpans = (findings: Findings): readonly Span[] =>
  findings.facts.filter(({ path }) => path[0] === 'system');

/** Parts between full stops, commas and joining words. */
function parts({ lower }: Sentence): readonly Span[] {
  const cuts = [...lower.matchAll(/[.;:!?,](?=\s|$)|\n|\s(?:and|but|with|plus|while|whereas|although)\s/g)];
  const ends = [...cuts.map(({ index }) => index), lower.length];
  return ends.map((end, index) => {
    const before = cuts[index - 1];
    return { start: before === undefined ? 0 : before.index + before[0].length, end };
  });
}

/** Runs of words that no fact used, from the first to the last word with content. */
function unreadRuns(sentence: Sentence, part: Span, taken: readonly Span[]): readonly (Unread & Span)[] {
  const runs: (Unread & Span)[] = [];
  let run: Span | undefined;
  const close = (): void => {
    if (run !== undefined)
      runs.push({ ...run, text: sentence.plain.slice(run.start, run.end).slice(0, 200), why: notUnderstood });
    run = undefined;
  };
  for (const match of sentence.lower
    .slice(part.start, part.end)
    .matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.+#/-]*/gu)) {
    const start = part.start + match.index;
    const bare = match[0].replace(/[.'-]+$/, '');
    const span = { start, end: start + bare.length };
    if (taken.some((one) => one.start < span.end && span.start < one.end)) close();
    else if (!plainWords.has(bare)) run = { start: run?.start ?? span.start, end: span.end };
  }
  close();
  return runs;
}

function unique(list: readonly (Unread & Span)[]): readonly Unread[] {
  const seen = new Set<string>();
  return list.flatMap(({ text, why }) => {
    const key = `${text.toLowerCase()}\n${why}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ text, why }];
  });
}
