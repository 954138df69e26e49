// Samples run as a reader would: curl by a shell, TypeScript as a program of its own, each with what the reader puts in.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import * as module from 'node:module';
import type { Prepared } from './calls.ts';
import { looseOf, textOf } from './documents.ts';
import type { Loose } from './documents.ts';
import { harness, lacking } from './harness.ts';

/** What the reader sets, and what the request then is. */
export interface Scene {
  readonly prepared: Prepared;
  readonly token: string;
  readonly signature: string;
}

export interface Outcome {
  readonly status: number;
  readonly told: string;
}

const hasCurl =
  spawnSync('curl', ['--version']).status === 0 && spawnSync('sh', ['-c', 'exit 0']).status === 0;
const erase: unknown = Reflect.get(module, 'stripTypeScriptTypes');
const javaScript = async (text: string): Promise<string> =>
  typeof erase === 'function' ? String(erase(text)) : harness.javascript(text);

export interface Language {
  readonly name: string;
  readonly run: (sample: Loose, scene: Scene, base: string) => Promise<Outcome>;
  /** Why it cannot be run here. */
  readonly skip: string | false;
}

export const languages: readonly Language[] = [
  { name: 'curl', run: runCurl, skip: hasCurl ? false : 'there is no curl, or no shell to run it' },
  {
    name: 'TypeScript',
    run: runTypeScript,
    skip: typeof erase === 'function' ? false : lacking('javascript'),
  },
];

const shellText = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

async function runCurl(sample: Loose, { prepared, token, signature }: Scene, base: string): Promise<Outcome> {
  const command = filled(
    textOf(sample['curl']),
    sample,
    prepared,
    (name, value) => shellText(`${name}: ${value}`),
    shellText,
    shellText,
  );
  const { output } = await program('sh', ['-c', `${command} -sS -w '\\n%{http_code}'`], {
    BASE: base,
    TOKEN: token,
    SIGNATURE: signature,
  });
  return { status: Number(output.trim().split('\n').at(-1)), told: `${command}\n${output}` };
}

const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

async function runTypeScript(
  sample: Loose,
  { prepared, token, signature }: Scene,
  base: string,
): Promise<Outcome> {
  const text = filled(
    textOf(sample['typescript']),
    sample,
    prepared,
    (name, value) => `${literal(name)}: ${literal(value)}`,
    literal,
    (value) => value,
  );
  const script = await javaScript(text);
  const call = `await ${textOf(sample['operationId'])}(process.env.BASE, process.env.GIVEN);`;
  const given = text.includes('signature: string') ? signature : token;
  const { code, output } = await program(
    process.execPath,
    ['--input-type=module', '-e', `${script}\n${call}`],
    { BASE: base, GIVEN: given },
  );
  const expected = Number(looseOf(sample['expected'])['status']);
  const status = code === 0 ? expected : Number(/Error: (\d{3}): /.exec(output)?.[1] ?? 0);
  return { status, told: `${text}\n${output}` };
}

/** The text of a sample with the path, headers and body of a request in the place of its own. */
function filled(
  text: string,
  sample: Loose,
  { path, sent }: Prepared,
  header: (name: string, value: string) => string,
  quoted: (text: string) => string,
  json: (text: string) => string,
): string {
  const pairs: (readonly [string, string])[] = [[quoted(textOf(sample['path'])), quoted(path)]];
  for (const [name, value] of Object.entries(looseOf(sample['headers']))) {
    const now = sent.headers?.[name.toLowerCase()];
    if (now !== undefined) pairs.push([header(name, textOf(value)), header(name, now)]);
  }
  if (sent.body !== undefined)
    pairs.push([json(JSON.stringify(sample['body'])), json(JSON.stringify(sent.body))]);
  return pairs.reduce((before, [old, now]) => {
    assert.ok(before.includes(old), `the sample does not hold ${old}:\n${before}`);
    return before.replace(old, () => now);
  }, text);
}

/** Runs a program to its end. */
function program(
  command: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly output: string }> {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  const child = spawn(command, parameters, {
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
