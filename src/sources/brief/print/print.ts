import { Document, isNode, isScalar } from 'yaml';
import type { Brief, Question } from '../../../model/brief.ts';
import { briefContent } from './content.ts';

/**
 * A brief as YAML to be read and edited: what was given, each value of a sentence with the words it came from, and
 * the open questions with the place where an answer goes. Reading the text again gives the same brief; only origins
 * then name lines of the file, and what a sentence could not be read for remains as a comment.
 */
export function printBrief(brief: Brief): string {
  const document = new Document(briefContent(brief), { version: '1.2', schema: 'core' });
  for (const { path, text } of quotes(brief)) comment(document, path, text);
  document.commentBefore = ` yaml-language-server: $schema=./brief.schema.json`;
  const notes = [...unread(brief), ...brief.questions.flatMap(questionNote)];
  if (notes.length > 0) document.comment = notes.join('\n');
  return document.toString({ lineWidth: 110, minContentWidth: 20, nullStr: '' });
}

interface Quote {
  readonly path: readonly string[];
  readonly text: string;
}

/** Every origin that quotes a sentence, by its path in the brief. */
function quotes(brief: Brief): readonly Quote[] {
  const found = new Map<string, Quote>();
  collect({ ...brief, questions: [], contradictions: [] }, found);
  return [...found.values()];
}

function collect(value: unknown, found: Map<string, Quote>): void {
  if (typeof value !== 'object' || value === null) return;
  if ('kind' in value && value.kind === 'given' && 'text' in value && 'path' in value) {
    const { path, text } = value;
    if (typeof path === 'string' && typeof text === 'string' && !found.has(path))
      found.set(path, { path: keysOf(path), text });
    return;
  }
  for (const part of Object.values(value)) collect(part, found);
}

/** A percentile such as `p99.9` never stands in a path, so that dots only separate keys. */
const keysOf = (path: string): readonly string[] => path.split('.');

function comment(document: Document, path: readonly string[], text: string): void {
  const node = document.getIn(path, true);
  const words = ` from "${text.replace(/\s+/g, ' ').slice(0, 80)}"`;
  if (!isNode(node)) return;
  if (isScalar(node)) node.comment = words;
  else node.commentBefore = words;
}

const line = (text: string): string => ` ${text.replace(/\s+/g, ' ')}`;

function unread({ unread: parts }: Brief): readonly string[] {
  return parts.length === 0
    ? []
    : [' Read for no fact:', ...parts.map(({ text, why }) => line(`"${text}": ${why}`)), ''];
}

/** Questions that completion asks again; those in the text stand under `open`. */
function questionNote({ id, ask, default: standard, answer, origin }: Question): readonly string[] {
  if (origin.kind === 'given') return [];
  return [line(`${id}: ${ask} Until answered${answer === undefined ? '' : ` at ${answer}`}: ${standard}.`)];
}
