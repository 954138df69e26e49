import { clauseEnd, clauseStart } from './sentence.ts';
import type { SentenceText, Span } from './text.ts';
import { negated } from './negation.ts';

/** What a sentence wants of a technology it names. `today` = in use, no word on whether it stays. */
export type Polarity = 'must' | 'wish' | 'avoid' | 'today' | 'mentioned';

const move =
  '(?:migrat\\w*|mov(?:e|es|ed|ing)|port(?:s|ed|ing)?|rewrit\\w*|rewrote|switch\\w*|convert\\w*|transition\\w*|replac\\w*|replatform\\w*|modernis\\w*|moderniz\\w*|transform\\w*)';
const away = new RegExp(
  `\\b(?:drop(?:s|ped|ping)?|replac(?:e|es|ed|ing)|retir(?:e|es|ed|ing)|sunset(?:s|ting)?|leav(?:e|es|ing)|ditch\\w*|abandon\\w*|remov(?:e|es|ed|ing)|eliminat\\w*|decommission\\w*|deprecat\\w*|phas(?:e|es|ed|ing) out|get(?:ting)? rid of|get(?:ting)? off|move off|moving off|(?:away|off|out) from|away|off of|off|tired of|fed up with|outgrown|outgrew|${move} (?:\\w+ ){0,4}from|coming from|come from)(?:\\s(?!to\\b|into\\b|with\\b|by\\b|onto\\b|in\\b|for\\b|use\\b|using\\b|adopt|choose\\b|pick\\b|run\\b|keep\\b|need|want|add\\b)[\\w.#+/'-]+){0,4}\\s?$`,
);
const into = new RegExp(
  `\\b${move}\\b[^.;!?]{0,100}?\\b(?:to|into|with|by|onto|(?<=(?:rewr|rebuil|port)\\w*\\s(?:[\\w.#+/'-]+\\s){0,5})in)(?:\\s(?:a|an|the|new|modern|managed|something like|services? on)){0,3}\\s$`,
);
const moved = new RegExp(
  `\\b${move}(?:\\s(?!to\\b|into\\b|with\\b|by\\b|onto\\b|in\\b)[\\w.#+/'-]+){0,4}\\s$`,
);
const today =
  /\b(?:current(?:ly)?|existing|legacy|old|ageing|aging|today|at the moment|so far|presently|right now|we have(?: an?)?|is built (?:in|on|with)|was built (?:in|on|with)|was written in|is written in)(?:\s[\w.#+/'-]+){0,4}\s?$/;
const todayAfter = /^(?:[\w.#+/' -]{0,30})\b(?:today|currently|at the moment|right now|is legacy|legacy)\b/;
const wish =
  /\b(?:prefer\w*|ideally|maybe|perhaps|possibly|might|could|would like|considering|consider|evaluate|evaluating|thinking (?:of|about)|nice to have|open to|leaning towards?|interested in|curious about|why not|wondering about|love to|hope to)\b[^.;!?]{0,40}$/;
const wishAfter =
  /^(?:\s\w+){0,2}\s(?:would be nice|if possible|is preferred|preferred|would be great|is an option|maybe|perhaps)\b/;
const firm =
  /\b(?:use|uses|using|used|hosted|deployed|through|with|in|on|to|into|onto|via|by|and|stack(?: is|:)?|stack of|require[sd]?|need|needs|want|wants|run|runs|running|based|backed|powered|choose|chosen|pick|picked|be|must|adopt|adopting|has to be|keep|keeping|stay(?:ing)? (?:with|on)|is|are|database:|language:|backend:|hosting:|standardi[sz]ed on|plus)(?:\s(?:a|an|the|our|managed|hosted|only|strictly|own|modern|of|as|new|be)){0,3}[\s:]\s?$/;
const butRather = /\bnot\s[^.;!?]*\sbut\s(?:a\s|an\s|the\s)?$/;
const nounAfter =
  /^(?:\s(?:backend|service|services|api|apis|database|db|cluster|stack|cache|queue|broker|server|servers|based|shop|only|as (?:the|our|a|main|primary)|is (?:a must|mandatory|required|set|fixed|fine)|for (?:the|our|all|storage|caching|messaging|events|data|search|hosting|sessions)))\b|^\s(?:instead of|rather than)\b|^-based\b|^\sfor\s\w+/;

/** Judges the words around a mention, the strongest sign first: negation, leaving, moving to, today, wish, use. */
export function polarityOf(text: SentenceText, span: Span, movesOn: boolean): Polarity {
  const from = clauseStart(text, span.start);
  const prefix = text.lower.slice(Math.max(from, span.start - 140), span.start);
  const suffix = text.lower.slice(span.end, Math.min(span.end + 60, clauseEnd(text, span.end)));
  if (negated(text, span)) return 'avoid';
  if (away.test(prefix)) return 'avoid';
  if (into.test(prefix)) return wish.test(prefix) ? 'wish' : 'must';
  if (moved.test(prefix)) return movesOn ? 'avoid' : 'today';
  if (today.test(prefix) || todayAfter.test(suffix)) return 'today';
  if (butRather.test(text.lower.slice(Math.max(0, span.start - 100), span.start))) return 'must';
  if (wish.test(prefix) || wishAfter.test(suffix)) return 'wish';
  if (firm.test(prefix) || nounAfter.test(suffix)) return 'must';
  return 'mentioned';
}

/** Between two members of one list there is nothing but commas, slashes and joining words. */
export const listGap =
  /^(?:\s?[,/+&]\s?(?:(?:and|or|plus|also)\s)?|\s(?:and|or|plus|also)\s)(?:(?:a|an|the|also)\s)?$/;

/** That the sentence changes something that exists. */
export const changesExisting = new RegExp(
  `\\b(?:${move}|legacy|existing system|existing backend|old (?:system|app|backend|code|monolith))\\b`,
);
