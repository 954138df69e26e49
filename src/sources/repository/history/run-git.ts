import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from './store.ts';

export interface GitLimits {
  /** Commits from the last one backwards. */
  readonly commits: number;
  readonly seconds: number;
  /** Bytes of the answer. */
  readonly bytes: number;
}

export type GitAnswer =
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'failed'; readonly why: string };

/**
 * `git log` over the objects of a target, asked from an empty repository of our own: neither configuration nor hooks,
 * attributes, filters or a pager of the target or of the machine have a say, no network is asked, nothing is written
 * beside the temporary folder, which goes again. `mark` stands before each commit.
 */
export async function askLog(store: Store, limits: GitLimits, mark: string): Promise<GitAnswer> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-history-'));
  try {
    prepare(folder, store);
    return await run(folder, store, limits, mark);
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : 'git cannot be asked' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The least that git takes for a repository; the format of names is told by the length of the head. */
function prepare(folder: string, { head, shallow }: Store): void {
  for (const name of ['objects', 'refs', 'home']) mkdirSync(join(folder, name));
  const format =
    head.length === 64
      ? '[core]\nrepositoryformatversion = 1\nbare = true\n[extensions]\nobjectformat = sha256\n'
      : '[core]\nrepositoryformatversion = 0\nbare = true\n';
  writeFileSync(join(folder, 'config'), format);
  writeFileSync(join(folder, 'none'), '');
  writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/none\n');
  if (shallow.length > 0) writeFileSync(join(folder, 'shallow'), `${shallow.join('\n')}\n`);
}

const settings = ['core.commitGraph=false', 'core.multiPackIndex=false', 'log.showSignature=false'];

function commandOf({ head }: Store, limits: GitLimits, mark: string): readonly string[] {
  return [
    '--no-pager',
    '--no-replace-objects',
    '--no-optional-locks',
    ...settings.flatMap((setting) => ['-c', setting]),
    'log',
    '-z',
    '--name-only',
    '--no-renames',
    '--no-merges',
    '--no-ext-diff',
    '--no-textconv',
    '--no-mailmap',
    '--no-notes',
    '--no-color',
    '--no-decorate',
    '--ignore-submodules=all',
    `--max-count=${limits.commits + 1}`,
    `--format=tformat:%x01${mark} %H %ct %ae`,
    head,
    '--',
  ];
}

/** Nothing of the surroundings but where programs are found. */
function surroundings(folder: string, { objects }: Store): NodeJS.ProcessEnv {
  const own = (name: string): NodeJS.ProcessEnv =>
    process.env[name] === undefined ? {} : { [name]: process.env[name] };
  const home = join(folder, 'home');
  return {
    ...own('PATH'),
    ...own('SystemRoot'),
    HOME: home,
    XDG_CONFIG_HOME: home,
    LC_ALL: 'C',
    GIT_DIR: folder,
    GIT_OBJECT_DIRECTORY: objects,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: join(folder, 'none'),
    GIT_CONFIG_GLOBAL: join(folder, 'none'),
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: '',
    GIT_TERMINAL_PROMPT: '0',
  };
}

function run(folder: string, store: Store, limits: GitLimits, mark: string): Promise<GitAnswer> {
  return new Promise((done) => {
    const child = spawn('git', commandOf(store, limits, mark), {
      cwd: folder,
      env: surroundings(folder, store),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    const told: Buffer[] = [];
    let bytes = 0;
    let ended: string | undefined;
    const end = (why: string): void => {
      ended ??= why;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => end(`git took more than ${limits.seconds} s`), limits.seconds * 1000);
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limits.bytes) end(`the history is longer than ${limits.bytes} bytes`);
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (told.length < 16) told.push(chunk);
    });
    child.on('error', () => end('git is not installed'));
    child.on('close', (code) => {
      clearTimeout(timer);
      if (ended !== undefined) done({ kind: 'failed', why: ended });
      else if (code !== 0) done({ kind: 'failed', why: reasonOf(Buffer.concat(told).toString('utf8')) });
      else done({ kind: 'answer', text: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/** The first line git tells, without places of this machine. */
function reasonOf(text: string): string {
  const line = text.split('\n').find((each) => /^(fatal|error):/.test(each)) ?? text.split('\n')[0] ?? '';
  const words = line
    .replaceAll(/(['"]?)(?:[A-Za-z]:)?[\\/][^\s'"]*\1/g, 'a file of .git')
    .replace(/^\w+:\s*/, '')
    .slice(0, 160);
  return words === '' ? 'git cannot read the objects' : `git cannot read the objects: ${words}`;
}
