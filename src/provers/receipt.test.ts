import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Claim, Outcome } from '../findings/claim.ts';
import type { Prover } from './prover.ts';
import { readReceipt, reprove, settle } from './receipt.ts';
import { checkReceipt, hashInputs, printReceipt, sealReceipt } from './seal.ts';

const claim = (id: string, prover = 'length'): Claim => ({
  id,
  prover,
  subject: 'a.txt',
  statement: 'The file is short.',
  oracle: 'enumeration',
  inputs: ['a.txt'],
  parameters: { limit: 10 },
});

/** Proves that a file has fewer characters than the limit. */
const length: Prover = {
  id: 'length',
  claims: () => ({ claims: [claim('length/a')], inputs: new Map([['a.txt', 'short']]) }),
  prove: (claims, read) =>
    Promise.resolve(
      claims.map((each) => ({
        claim: each.id,
        verdict:
          read('a.txt').length < Number(each.parameters['limit'])
            ? { kind: 'proved' }
            : { kind: 'refuted', counterexample: 'long' },
        engine: { name: 'length', version: '1' },
        measurements: { characters: read('a.txt').length },
        incomplete: [],
      })),
    ),
};
const broken: Prover = { ...length, id: 'broken', prove: () => Promise.reject(new Error('no engine')) };

const outcome: Outcome = {
  claim: 'length/a',
  verdict: { kind: 'proved' },
  engine: { name: 'length', version: '1' },
  measurements: { characters: 5 },
  incomplete: [],
};
const read = (path: string): string => {
  if (path !== 'a.txt') throw new Error(`${path} is not in the package`);
  return 'short';
};
const receipt = sealReceipt({
  claim: claim('length/a'),
  inputs: hashInputs(read)(claim('length/a')),
  seed: 1,
  outcome,
  command: 'plumbline verify .',
});
const text = printReceipt(receipt);

test('a receipt is bound to the bytes of its inputs', () => {
  expect(checkReceipt(receipt)).toBe(true);
  expect(receipt.inputs).toEqual([
    { path: 'a.txt', sha256: 'f9b0078b5df596d2ea19010c001bbd009e651de2c57e8fb7e355f31eb9d3f739' },
  ]);
  expect(readReceipt(text)).toEqual({ kind: 'receipt', receipt });
});

test('a receipt altered by one byte, anywhere, fails', () => {
  const bytes = Buffer.from(text);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const altered = Buffer.from(bytes);
      altered[at] = ((altered[at] ?? 0) + by) % 256;
      expect(readReceipt(altered.toString('utf8')).kind).toBe('altered');
    }),
    { numRuns: 2000 },
  );
  expect(readReceipt(text.slice(0, -1)).kind).toBe('altered');
  expect(readReceipt(`${text} `).kind).toBe('altered');
});

test('outcomes come in the order of the claims, whatever the prover', async () => {
  const claims = [claim('b', 'broken'), claim('c'), claim('x', 'nobody'), claim('a')];
  const outcomes = await settle(claims, [length, broken], read);
  expect(outcomes.map((each) => [each.claim, each.verdict])).toEqual([
    ['b', { kind: 'undecided', reason: 'the prover broken failed: no engine' }],
    ['c', { kind: 'proved' }],
    ['x', { kind: 'undecided', reason: 'there is no prover called nobody' }],
    ['a', { kind: 'proved' }],
  ]);
});

test('settled again, a receipt holds, or it is said why not', async () => {
  const lie = sealReceipt({ ...receipt, outcome: { ...outcome, measurements: { characters: 4 } } });
  const old = sealReceipt({ ...receipt, inputs: [{ path: 'a.txt', sha256: '0'.repeat(64) }] });
  const gone = sealReceipt({ ...receipt, inputs: [{ path: 'b.txt', sha256: '0'.repeat(64) }] });
  const files = [
    { file: '1.json', text },
    { file: '2.json', text: text.replace('"seed": 1', '"seed": 2') },
    { file: '3.json', text: printReceipt(old) },
    { file: '4.json', text: printReceipt(lie) },
    { file: '5.json', text: printReceipt(gone) },
  ];
  expect(await reprove(files, [length], read)).toEqual([
    { file: '1.json', claim: 'length/a', state: 'holds', detail: 'proved' },
    { file: '2.json', state: 'altered', detail: 'the seal does not belong to the content' },
    {
      file: '3.json',
      claim: 'length/a',
      state: 'input-changed',
      detail: 'a.txt has sha256 f9b0078b5df5…, the receipt was made for 000000000000…',
    },
    {
      file: '4.json',
      claim: 'length/a',
      state: 'outcome-differs',
      detail: 'measurements was {"characters":4}, is {"characters":5}',
    },
    {
      file: '5.json',
      claim: 'length/a',
      state: 'input-changed',
      detail: 'b.txt cannot be read: b.txt is not in the package',
    },
  ]);
});
