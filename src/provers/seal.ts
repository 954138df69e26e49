import { createHash } from 'node:crypto';
import { canonicalJson } from '../findings/canonical.ts';
import type { Claim, Receipt } from '../findings/claim.ts';
import { plainJson } from '../findings/plain-json.ts';
import type { ReadInput } from './prover.ts';

/** Of the text as UTF-8, hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** The sha256 of each input of a claim, in its order; many claims share a file. The function throws when one cannot be read. */
export function hashInputs(read: ReadInput): (claim: Claim) => Receipt['inputs'] {
  const known = new Map<string, string>();
  return ({ inputs }) =>
    inputs.map((path) => {
      const hash = known.get(path) ?? sha256(read(path));
      known.set(path, hash);
      return { path, sha256: hash };
    });
}

/** Binds an outcome to the claim, the bytes it was settled on and the command that settles it again. */
export function sealReceipt(parts: Omit<Receipt, 'seal'>): Receipt {
  const { claim, inputs, seed, outcome, command } = parts;
  const content = { claim, inputs, seed, outcome, command };
  return { ...content, seal: sha256(canonicalJson(plainJson(content))) };
}

/** Whether the seal still belongs to everything else in the receipt. */
export const checkReceipt = (receipt: Receipt): boolean => sealReceipt(receipt).seal === receipt.seal;

/** The one text of a receipt, keys in code-unit order; `readReceipt` accepts no other. */
export const printReceipt = (receipt: Receipt): string =>
  `${JSON.stringify(JSON.parse(canonicalJson(plainJson(receipt))), null, 2)}\n`;
