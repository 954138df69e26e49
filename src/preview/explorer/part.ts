import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { anonymousRole } from '../../artifacts/policy.ts';
import { clientEvents } from '../../artifacts/client-events.ts';
import type { Part } from '../part.ts';
import { socketRulesOf } from '../realtime/socket-rules.ts';
import type { Running } from '../running.ts';

/** Written in this order into one script. */
const scripts = ['base.js', 'operations.js', 'graphql.js', 'events.js', 'main.js'];

/** A page in which people try the API out, made from the delivered documents while it is looked at. */
export function explorerPart(running: Running): Part {
  return {
    mount: async (app) => {
      const page = pageOf();
      const texts: readonly (readonly [path: string, type: string, text: () => string])[] = [
        ['/explorer/about.json', 'application/json', () => JSON.stringify(aboutOf(running))],
        ['/explorer/openapi.json', 'application/json', () => JSON.stringify(running.package.openApi)],
        ['/explorer/schema.graphql', 'text/plain; charset=utf-8', () => running.package.graphqlSdl ?? ''],
      ];
      app.get('/explorer', (_request, reply) =>
        reply
          .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': page.policy })
          .send(page.html),
      );
      for (const [path, type, text] of texts)
        app.get(path, (_request, reply) => reply.header('content-type', type).send(text()));
    },
  };
}

const aboutOf = ({ backend, package: delivered }: Running) => {
  const rules = socketRulesOf(delivered);
  return {
    name: backend.name,
    roles: [
      anonymousRole,
      ...backend.trust.actors.map(({ name }) => name).filter((name) => name !== anonymousRole),
    ],
    socket: rules === undefined ? null : { path: rules.path, subprotocol: rules.subprotocol },
    events: clientEvents(backend).map(({ event }) => event.name),
  };
};

/** A module as a part of one script, in which all names are known. */
const joined = (module: string): string =>
  module.replaceAll(/^import [^;]*;\n/gm, '').replaceAll(/^export /gm, '');

/** One file without anything from elsewhere; its policy lets nothing else run, should a document try. */
function pageOf(): { readonly html: string; readonly policy: string } {
  const read = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
  const script = scripts.map((name) => joined(read(name))).join('\n');
  const style = read('page.css');
  const html = read('page.html')
    .replace(/\s*\/\*style\*\/\s*/, () => style)
    .replace(/\s*\/\*script\*\/\s*/, () => script);
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "connect-src 'self' ws://127.0.0.1:* ws://localhost:*",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return { html, policy };
}
