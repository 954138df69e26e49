import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { adviceRules } from './advice/all.ts';
import { checkFlow } from './check.ts';
import { readFlow } from './language/read-flow.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const page = readFileSync(join(root, 'docs/flows.md'), 'utf8');
const example = (file: string): string => readFileSync(join(root, 'examples/flows', file), 'utf8');

interface Block {
  readonly tag: string;
  readonly file: string;
  readonly text: string;
}

const blocks = [...page.matchAll(/^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm)].map(
  ([, tag = '', file = '', text = '']): Block => ({ tag, file, text }),
);

/** Pairs of a file and the answer that stands behind it. */
const answered = blocks.flatMap(({ tag, file }, index) => {
  const next = blocks[index + 1];
  return (tag === 'yaml' || tag === 'diff') && file !== '' && next?.tag === 'answer'
    ? [{ file, expected: next.text.trimEnd() }]
    : [];
});

function answer(file: string): string {
  const read = readFlow(example(file));
  if (read.kind !== 'flow') return JSON.stringify(read.problems);
  const { outcome, details, findings } = checkFlow(file, read.flow, read.place);
  const { verdict } = outcome;
  return [
    `${verdict.kind}  ${details().split('\n')[0] ?? ''}`,
    ...(verdict.kind === 'refuted' ? ['', verdict.counterexample] : []),
    ...(findings.length === 0 ? [] : ['', `advised: ${findings.map(({ rule }) => rule).join(', ')}`]),
  ].join('\n');
}

/** Lines of a file that a difference keeps or adds, in order. */
const lines = (text: string, sign: string): readonly string[] =>
  text.split('\n').flatMap((line) => (line.startsWith(' ') || line.startsWith(sign) ? [line.slice(1)] : []));

const isPartOf = (part: readonly string[], whole: string): boolean => {
  let rest = whole.split('\n');
  return part.every((line) => {
    const at = rest.indexOf(line);
    rest = rest.slice(at + 1);
    return at >= 0;
  });
};

test('the page shows all ten examples, broken and cured', () => {
  expect(answered).toHaveLength(20);
});

describe.each(answered)('$file', ({ file, expected }) => {
  test('has the answer that the page gives', () => {
    expect(answer(file)).toBe(expected);
  });
});

test('files stand on the page as they are', () => {
  for (const { tag, file, text } of blocks)
    if (tag === 'yaml' && file !== '') expect(text).toBe(example(file));
});

test('differences lead from the broken file to the cured one', () => {
  for (const { tag, file, text } of blocks) {
    if (tag !== 'diff') continue;
    const [broken, cured] = [example(file.replace('.yaml', '.broken.yaml')), example(file)];
    expect(isPartOf(lines(text, '-'), broken)).toBe(true);
    expect(isPartOf(lines(text, '+'), cured)).toBe(true);
    const count = (sign: string): number => text.split('\n').filter((line) => line.startsWith(sign)).length;
    expect(broken.split('\n').length - count('-')).toBe(cured.split('\n').length - count('+'));
  }
});

test('every rule stands in the table of advice', () => {
  for (const { id, summary } of adviceRules) {
    expect(page).toContain(`| [${id}](../src/provers/flows/rules/${id}.md) | ${summary} |`);
  }
});
