import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Statements of pg-index-health's own tests: SQL in Java texts, in the order of their registration. */
export async function healthFixtures(checkout, openScratch, splitText) {
  const folder = join(
    checkout,
    'pg-index-health-core/src/testFixtures/java/io/github/mfvanek/pg/core/fixtures/support',
  );
  const populator = readFileSync(join(folder, 'DatabasePopulator.java'), 'utf8');
  const order = [...populator.matchAll(/register\((\d+), new (\w+)\(/g)]
    .map(([, at, name]) => [Number(at), name])
    .sort(([a], [b]) => a - b);
  const statements = order.flatMap(([, name]) => {
    const text = readFileSync(join(folder, 'statements', `${name}.java`), 'utf8');
    return [...text.matchAll(/"""([\s\S]*?)"""|"((?:create|alter|comment|drop)\b(?:[^"\\]|\\.)*)"/g)].map(
      ([, block, line]) => (block ?? line.replaceAll('\\"', '"')).replaceAll('{schemaName}', 'public').trim(),
    );
  });
  const script = statements.filter((sql) => !/%[sd]/.test(sql)).map((sql) => `${sql.replace(/;$/, '')};`);
  const scratch = await openScratch(script.join('\n'));
  await scratch.session.close();
  const refused = new Set(scratch.refusals.map(({ sql }) => sql.trim()));
  console.log(`pg-index-health fixtures: ${script.length} statements, ${refused.size} refused`);
  const taken = splitText(script.join('\n')).map(({ text }) => text.trim());
  return [
    [
      'schema.sql',
      taken.filter((sql) => !refused.has(sql.replace(/;$/, '')) && !refused.has(sql)).join('\n'),
    ],
  ];
}

/** The examples of our own pages, where they are SQL of PostgreSQL and nothing else. */
export function pageDatabases(folder) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => {
      const examples = [];
      let files = [];
      for (const [, tag, path, body] of readFileSync(join(folder, file), 'utf8').matchAll(
        /^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm,
      )) {
        if (path !== undefined) files.push([path, body]);
        else if (tag === 'findings') {
          if (files.length > 0 && files.every(([name]) => name.endsWith('.sql'))) examples.push(files);
          files = [];
        }
      }
      return examples.map((each, at) => ({ name: `${file} ${at + 1}`, files: each }));
    });
}

/** splinter's own tests: SQL that asks its view again and again; each question is a comparison. */
export function splinterSteps(checkout, splitText) {
  const fixtures = readFileSync(join(checkout, 'test/fixtures.sql'), 'utf8');
  return readdirSync(join(checkout, 'test/sql'))
    .filter((file) => /^\d{4}_/.test(file))
    .map((file) => ({
      check: `splinter/${file.slice(0, 4)}`,
      play: (tools) =>
        play(file, fixtures, readFileSync(join(checkout, 'test/sql', file), 'utf8'), splitText, tools),
    }));
}

async function play(file, fixtures, text, splitText, { openSession, findingsOn, tally, covers, checks }) {
  const id = `splinter/${file.slice(0, 4)}`;
  const check = checks.find((one) => one.id === id);
  const extensions = [...text.matchAll(/create extension (?:if not exists )?"?([\w-]+)/gi)].map(
    ([, name]) => name,
  );
  const session = await openSession({ extensions });
  await session.script(fixtures);
  let live = [];
  const saved = new Map();
  let asked = 0;
  try {
    for (const { text: part } of splitText(text)) {
      const sql = part.replaceAll(/^\s*--.*$/gm, '').trim();
      if (sql === '') continue;
      const name = /^(?:savepoint|rollback to savepoint)\s+(\w+)/i.exec(sql)?.[1];
      if (/^select\b[\s\S]*\bfrom lint\./i.test(sql)) {
        const ran = await check.run(session);
        if (ran.kind === 'failed') throw new Error(`${id}: ${ran.why}`);
        const { backend, findings } = await findingsOn([['schema.sql', [fixtures, ...live].join('\n;\n')]]);
        asked += 1;
        const ours = findings.filter(({ rule }) => covers(id).includes(rule));
        tally.add(`splinter ${file} question ${asked}`, check, ran.items, ours, backend);
        continue;
      }
      const ran = await session.run(sql);
      if (ran.kind === 'failed') console.log(`${file}: ${ran.failure.message} in ${sql.slice(0, 60)}`);
      if (/^savepoint/i.test(sql)) saved.set(name, [...live]);
      else if (/^rollback to/i.test(sql)) live = [...(saved.get(name) ?? [])];
      else if (!/^(begin|rollback|set|commit)\b/i.test(sql) && ran.kind !== 'failed') live.push(sql);
    }
  } finally {
    await session.close();
  }
}

/** What a database of PostgREST or an earlier script would have: roles and functions that the SQL names and does not make. */
export function platformOf(text) {
  const named = [...text.matchAll(/\bto\s+("?\w+"?)\s*(?:;|using\b|with\s+check\b)/gi)].map(([, name]) =>
    name.toLowerCase(),
  );
  const made = new Set(
    [...text.matchAll(/create\s+(?:role|user)\s+("?\w+"?)/gi)].map(([, name]) => name.toLowerCase()),
  );
  const roles = [...new Set(['anon', 'authenticated', ...named])].filter(
    (name) => !made.has(name) && !/^(public|current_user|session_user|on|off)$/.test(name),
  );
  const isApi = /\b(anon|authenticated)\b/i.test(text);
  const auth = /\bauth\.\w+/i.test(text)
    ? `create schema auth; create schema storage; create schema extensions;
       create table auth.users (id uuid primary key, email text, raw_user_meta_data jsonb, created_at timestamptz);
       create table storage.buckets (id text primary key, name text not null, owner uuid, public boolean,
         file_size_limit bigint, allowed_mime_types text[]);
       create table storage.objects (id uuid primary key, bucket_id text, name text, owner uuid, owner_id text);
       alter table storage.objects enable row level security;
       create function storage.foldername(name text) returns text[] language sql set search_path = '' as $$ select string_to_array(name, '/') $$;
       create function storage.filename(name text) returns text language sql set search_path = '' as $$ select name $$;
       create function extensions.uuid_generate_v4() returns uuid language sql as $$ select gen_random_uuid() $$;
       create function auth.uid() returns uuid language sql set search_path = '' as $$ select null::uuid $$;
       create function auth.jwt() returns jsonb language sql set search_path = '' as $$ select '{}'::jsonb $$;
       create function auth.role() returns text language sql set search_path = '' as $$ select '' $$;
       create function auth.email() returns text language sql set search_path = '' as $$ select '' $$;
       set search_path = public, extensions;`
    : '';
  const api = isApi
    ? "set pgrst.db_schemas = 'public'; alter default privileges in schema public grant select on tables to anon;"
    : '';
  return `${roles.map((role) => `create role ${role};`).join(' ')} ${auth} ${api}`;
}
