import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { allProvers } from '../provers/all.ts';
import { checkInputs, readReceipt, reprove } from '../provers/receipt.ts';
import type { Reproved } from '../provers/receipt.ts';
import { suiteProver } from '../provers/suite/claims.ts';
import { startProverThread } from '../provers/threads/prover-thread.ts';
import { manifestPath, readPackage, sha256 } from '../road/output-directory.ts';
import { asJson } from './json-result.ts';
import { UserError } from './operation.ts';

import type { Answer, Tools } from './operation.ts';
import type { VerifyInput } from './verify.ts';

export async function runVerify({ package: named, claim }: VerifyInput, tools: Tools): Promise<Answer> {
  const directory = packageDirectory(named, tools.cwd);
  const receipts = receiptsOf(directory, claim);
  if (receipts.length === 0)
    throw new UserError(
      claim === undefined ? 'the package holds no receipt' : `there is no receipt for the claim ${claim}`,
      'Make the package again with plumbline design or analyze.',
      named,
    );
  const again = await provenAgain(receipts, directory);
  const changed = claim === undefined ? changedFiles(directory) : [];
  const failed = again.filter(({ state }) => state !== 'holds');
  const sound = failed.length === 0 && changed.length === 0;
  return {
    exit: sound ? 0 : 1,
    result: asJson({
      verdict: sound ? 'holds' : 'broken',
      receipts: again.length,
      holding: again.length - failed.length,
      failed,
      changed,
    }),
    text: text(again, changed),
  };
}

async function provenAgain(
  receipts: readonly { readonly file: string; readonly text: string }[],
  directory: string,
): Promise<readonly Reproved[]> {
  const isOfSuite = ({ text: content }: { readonly text: string }): boolean =>
    claimOf(content)?.startsWith(`${suiteProver}/`) === true;
  const settled = receipts.filter((each) => !isOfSuite(each));
  const thread = settled.length > 1 ? startProverThread() : undefined;
  const read = readPackage(directory);
  try {
    return [
      ...(await reprove(settled, allProvers, read, thread?.prove)),
      ...checkInputs(receipts.filter(isOfSuite), read, 'plumbline prove'),
    ];
  } finally {
    thread?.end();
  }
}

function packageDirectory(named: string, cwd: string): string {
  const directory = resolve(cwd, named);
  const isPackage =
    statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true &&
    existsSync(join(directory, manifestPath));
  if (!isPackage)
    throw new UserError(
      'this is not a package',
      `Name a directory that plumbline design or analyze wrote (it holds ${manifestPath}).`,
      named,
    );
  return directory;
}

function receiptsOf(directory: string, claim: string | undefined) {
  const folder = join(directory, 'receipts');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => `receipts/${file.replaceAll('\\', '/')}`)
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(directory, file), 'utf8') }))
    .filter(({ text: content }) => claim === undefined || claimOf(content) === claim);
}

function claimOf(text: string): string | undefined {
  const read = readReceipt(text);
  return read.kind === 'receipt' ? read.receipt.claim.id : undefined;
}

const manifest = z.object({ files: z.record(z.string(), z.string()) });

/** Files that are gone, were edited, or that the manifest itself no longer tells. */
function changedFiles(directory: string): readonly string[] {
  let files: Readonly<Record<string, string>>;
  try {
    files = manifest.parse(JSON.parse(readFileSync(join(directory, manifestPath), 'utf8'))).files;
  } catch {
    return [`${manifestPath} cannot be read`];
  }
  const read = readPackage(directory);
  return Object.entries(files).flatMap(([path, hash]) => {
    try {
      return sha256(read(path)) === hash ? [] : [`${path} was changed`];
    } catch {
      return [`${path} is missing`];
    }
  });
}

function text(again: readonly Reproved[], changed: readonly string[]): string {
  const failed = again.filter(({ state }) => state !== 'holds');
  const verdicts = new Map<string, number>();
  for (const { state, detail } of again)
    if (state === 'holds') verdicts.set(detail, (verdicts.get(detail) ?? 0) + 1);
  return [
    `${again.length - failed.length} of ${again.length} receipts hold (${[...verdicts].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'none'}).`,
    ...failed.map(({ file, claim, state, detail }) => `  ${state}  ${claim ?? file}: ${detail}`),
    ...changed.slice(0, 50).map((line) => `  changed  ${line}`),
    ...(changed.length > 50 ? [`  and ${changed.length - 50} more files`] : []),
    '',
  ].join('\n');
}
