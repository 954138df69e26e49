import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countHistory, readCommits } from './count.ts';
import { readHistory } from './history.ts';
import { findStore } from './store.ts';

/** A repository of our own; without git there is nothing to read and nothing to test. */
const hasGit = (() => {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const room = mkdtempSync(join(tmpdir(), 'plumbline-history-test-'));
const shop = join(room, 'shop');

const quiet = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: join(room, 'none') };

const git = (folder: string, words: readonly string[], more: NodeJS.ProcessEnv = {}): void => {
  execFileSync('git', words, { cwd: folder, stdio: 'ignore', env: { ...process.env, ...quiet, ...more } });
};

function commit(author: string, day: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(shop, path), text);
  const date = `${day}T12:00:00Z`;
  git(shop, ['add', '-A']);
  git(shop, ['-c', `user.email=${author}`, '-c', 'user.name=A', 'commit', '-qm', 'c'], {
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
  });
}

beforeAll(() => {
  if (!hasGit) return;
  writeFileSync(join(room, 'none'), '');
  mkdirSync(join(shop, 'admin'), { recursive: true });
  git(shop, ['init', '-q', '-b', 'main']);
  commit('ann@example.org', '2011-03-01', { 'cart.php': '1', 'admin/ä b.php': '1', 'gone.php': '1' });
  commit('bob@example.org', '2012-05-06', { 'cart.php': '2', 'admin/ä b.php': '2' });
  commit('ann@example.org', '2013-07-08', { 'cart.php': '3', 'admin/ä b.php': '3' });
  rmSync(join(shop, 'gone.php'));
  commit('ann@example.org', '2014-01-01', {});
});

afterAll(() => rmSync(room, { recursive: true, force: true }));

test.runIf(hasGit)(
  'commits and authors of each file that is still there, and what changes together',
  async () => {
    const { history, gaps } = await readHistory(shop);
    expect(gaps).toEqual([]);
    expect(history).toMatchObject({
      commits: 4,
      authors: 2,
      first: '2011-03-01',
      last: '2014-01-01',
      complete: true,
      files: [
        { path: 'admin/ä b.php', commits: 3, authors: 2, first: '2011-03-01', last: '2013-07-08' },
        { path: 'cart.php', commits: 3, authors: 2 },
      ],
      together: [{ a: 'admin/ä b.php', b: 'cart.php', commits: 3 }],
    });
  },
);

test.runIf(hasGit)(
  'nothing of the configuration of the target runs, and nothing is written there',
  async () => {
    const hostile = join(room, 'hostile');
    cpSync(shop, hostile, { recursive: true });
    const proof = join(room, 'ran');
    const run = `touch ${proof}`;
    writeFileSync(
      join(hostile, '.git/config'),
      `[core]\n\tpager = ${run}\n\tfsmonitor = ${run}\n\thooksPath = .\n\tsshCommand = ${run}\n[alias]\n\tlog = !${run}\n[diff "x"]\n\ttextconv = ${run}\n\tcommand = ${run}\n[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ${run}\n[include]\n\tpath = ${proof}\n`,
    );
    writeFileSync(join(hostile, '.gitattributes'), '* diff=x\n');
    const before = readdirSync(join(hostile, '.git'));
    const { history } = await readHistory(hostile);
    expect(history?.commits).toBe(4);
    expect(readdirSync(room)).not.toContain('ran');
    expect(readdirSync(join(hostile, '.git'))).toEqual(before);
  },
);

test.runIf(hasGit)('a shallow clone is told, and the files of its first commit do not count', async () => {
  const shallow = join(room, 'shallow');
  git(room, ['clone', '-q', '--depth', '2', `file://${shop}`, shallow]);
  const { history, gaps } = await readHistory(shallow);
  expect(history).toMatchObject({ commits: 2, complete: false, files: [] });
  expect(gaps.map(({ why }) => why)).toEqual([
    'a shallow clone: 2 commits are there, earlier ones are not (git fetch --unshallow)',
  ]);
});

test.runIf(hasGit)('a limit on the commits is told', async () => {
  const { history, gaps } = await readHistory(shop, { commits: 2 });
  expect(history).toMatchObject({ commits: 2, complete: false, first: '2013-07-08' });
  expect(gaps[0]?.why).toBe('only the last 2 commits are counted');
});

test.runIf(hasGit)('what lies elsewhere is not followed, and damage is told in a sentence', async () => {
  const why = async (folder: string): Promise<string> => (await readHistory(folder)).gaps[0]?.why ?? 'read';
  const copy = (name: string): string => {
    const folder = join(room, name);
    cpSync(shop, folder, { recursive: true });
    return folder;
  };
  const worktree = join(room, 'worktree');
  git(shop, ['worktree', 'add', '-q', worktree, '-b', 'other']);
  expect(await why(worktree)).toMatch(/a worktree or a submodule/);
  const borrowed = copy('borrowed');
  writeFileSync(join(borrowed, '.git/objects/info/alternates'), join(shop, '.git/objects'));
  expect(await why(borrowed)).toMatch(/borrowed from another repository/);
  const linked = copy('linked');
  rmSync(join(linked, '.git/objects'), { recursive: true });
  symlinkSync(join(shop, '.git/objects'), join(linked, '.git/objects'));
  expect(await why(linked)).toMatch(/a link to another place/);
  const broken = copy('broken');
  const objects = join(broken, '.git/objects');
  for (const folder of readdirSync(objects)) rmSync(join(objects, folder), { recursive: true });
  expect(await why(broken)).toMatch(/^git cannot read the objects/);
  expect(await why(broken)).not.toContain(room);
  const headless = copy('headless');
  writeFileSync(join(headless, '.git/HEAD'), 'ref: refs/heads/../../../etc/passwd\n');
  expect(await why(headless)).toBe('.git/HEAD names neither a commit nor a branch');
  expect(await why(room)).toBe('there is no .git in the folder of the target');
  expect(findStore(join(room, 'nowhere'))).toEqual({ kind: 'none', why: '.git cannot be read (ENOENT)' });
});

test('any answer is counted, and no file counts more commits than there are', () => {
  const part = fc.oneof(
    fc.constantFrom('\u0001x 1234 1600000000 a@b', '\u0001x ff -5 ', '\u0001y 12 1 z', '\n', ''),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const commits = readCommits(parts.join('\0'), 'x');
      const counted = countHistory(commits, new Set(['ff']), () => true);
      for (const file of counted?.files ?? []) expect(file.commits).toBeLessThanOrEqual(commits.length);
    }),
  );
});
