import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { offeredOperations, toolName } from './server.ts';

/** The built server, spoken to over its pipes by the protocol's own client. */
const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

let root = '';
let client: Client;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'plumbline-mcp-'));
  mkdirSync(join(root, 'app'));
  writeFileSync(
    join(root, 'app', 'server.js'),
    "import express from 'express';\nconst app = express();\napp.get('/books/:id', (req, res) => res.json({}));\n",
  );
  writeFileSync(join(root, 'app', 'schema.sql'), 'create table book (id bigint primary key, title text);\n');
  symlinkSync('/etc', join(root, 'elsewhere'));
  client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [main, 'mcp', '--root', root] }),
  );
});
afterAll(async () => {
  await client.close();
  rmSync(root, { recursive: true, force: true });
});

const call = (name: string, args: Record<string, unknown>) => client.callTool({ name, arguments: args });

test('offers every operation that only reads as a tool with schemas', async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(offeredOperations.map(toolName));
  expect(tools.map(({ name }) => name)).not.toContain('measure');
  for (const tool of tools) {
    expect(tool.annotations?.readOnlyHint).toBe(true);
    expect(tool.title).not.toBe('');
    expect(tool.inputSchema.type).toBe('object');
    expect(Object.keys(tool.inputSchema.properties ?? {})).not.toContain('out');
  }
});

test('analyses a repository below its root; text and structured content are equal', async () => {
  const answer = await call('analyze', { path: 'app' });
  expect(answer.isError ?? false).toBe(false);
  const [first] = answer.content;
  const text = first?.type === 'text' ? first.text : '';
  expect(JSON.parse(text)).toEqual(answer.structuredContent);
  expect(answer.structuredContent).toMatchObject({ job: 'analyze', verdict: {} });
}, 60_000);

test('explains a rule', async () => {
  const answer = await call('explain', { subject: 'unindexed-foreign-key' });
  expect(answer.structuredContent).toMatchObject({ kind: 'rule', id: 'unindexed-foreign-key' });
});

test('a mistake is an error with the next step, not a crash', async () => {
  const answer = await call('design', { brief: '' });
  expect(answer.isError).toBe(true);
  expect(JSON.stringify(answer.content)).toContain('Next:');
  expect((await call('explain', { subject: 'unindexed-foreign-key' })).isError ?? false).toBe(false);
});

test.each(['..', '/etc', 'elsewhere'])('does not read outside its root: %s', async (path) => {
  const answer = await call('model', { path });
  expect(answer.isError).toBe(true);
  expect(JSON.stringify(answer.content)).toContain('outside the root');
});
