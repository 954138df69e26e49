import { mkdirSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isInside, outputProblem, sha256, writePackage } from './output-directory.ts';

const scratch = (): string => mkdtempSync(join(tmpdir(), 'plumbline-out-'));
const files = (text: string): ReadonlyMap<string, string> =>
  new Map([
    ['a/one.md', text],
    ['run.json', JSON.stringify({ files: { 'a/one.md': sha256(text) } })],
  ]);

test('a file, foreign content and the inside of the target are refused, each with its next step', () => {
  const root = scratch();
  writeFileSync(join(root, 'file'), 'mine');
  mkdirSync(join(root, 'full'));
  writeFileSync(join(root, 'full', 'mine.txt'), 'mine');
  expect(outputProblem(join(root, 'file'), undefined, false)?.what).toMatch(/is a file/);
  expect(outputProblem(join(root, 'full'), undefined, false)?.what).toMatch(/not a Plumbline package/);
  expect(outputProblem(join(root, 'new'), root, false)?.next).toMatch(/--inside-target/);
  expect(outputProblem(join(root, 'new'), root, true)).toBeUndefined();
  expect(outputProblem(join(root, 'new'), join(root, 'full'), false)).toBeUndefined();
});

test('a link into the target counts as inside', () => {
  const root = scratch();
  mkdirSync(join(root, 'target'));
  symlinkSync(join(root, 'target'), join(root, 'link'));
  expect(isInside(join(root, 'link', 'out'), join(root, 'target'))).toBe(true);
});

test('writing again removes what is gone, keeps what a person edited and what is not ours', () => {
  const out = join(scratch(), 'out');
  writePackage(out, files('first'));
  writeFileSync(join(out, 'a/one.md'), 'edited by hand');
  writeFileSync(join(out, 'notes.txt'), 'mine');
  expect(writePackage(out, files('second')).kept).toEqual(['a/one.md.edited']);
  expect(readFileSync(join(out, 'a/one.md.edited'), 'utf8')).toBe('edited by hand');
  expect(readFileSync(join(out, 'a/one.md'), 'utf8')).toBe('second');
  expect(readFileSync(join(out, 'notes.txt'), 'utf8')).toBe('mine');
  writePackage(out, new Map([['run.json', '{}']]));
  expect(readdirSync(join(out, 'a'))).toEqual(['one.md.edited']);
});
