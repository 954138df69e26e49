import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReceipt } from '../../provers/receipt.ts';

/** Verdict of each claim that a package holds a receipt of; one that cannot be read has none. */
export function readReceipts(directory: string): ReadonlyMap<string, string> {
  const folder = join(directory, 'receipts');
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.json'),
  );
  return new Map(
    files.flatMap((file) => {
      const read = readReceipt(readFileSync(join(folder, file), 'utf8'));
      return read.kind === 'receipt'
        ? [[read.receipt.claim.id, read.receipt.outcome.verdict.kind] as const]
        : [];
    }),
  );
}
