import type { DeclaredRoute } from '../http/declared.ts';
import type { LanguageReader } from '../languages/language.ts';
import { activeRecordTables } from './active-record/active-record.ts';
import { readCode } from './code.ts';
import type { Code } from './code.ts';
import { cableRoutes } from './frameworks/cable.ts';
import { grapeRoutes } from './frameworks/grape.ts';
import { hanamiRoutes } from './frameworks/hanami.ts';
import { padrinoRoutes } from './frameworks/padrino.ts';
import { rackMounts } from './frameworks/rack.ts';
import type { RackMount } from './frameworks/rack.ts';
import { rodaRoutes } from './frameworks/roda.ts';
import { sinatraRoutes } from './frameworks/sinatra.ts';
import { webrickRoutes } from './frameworks/webrick.ts';
import { callsOf } from './processes/calls.ts';
import { jobsOf } from './processes/jobs.ts';
import { rubyStatements } from './queries/queries.ts';
import type { Mount } from './rails/place.ts';
import { railsRoutes } from './rails/rails.ts';
import { rubySecurity } from './security/security.ts';
import { originIn } from '../languages/syntax.ts';

const server =
  /\broutes\.(draw|append|prepend)\b|\bSinatra\b|['"]sinatra|Grape::API|Hanami|\bRoda\b|Padrino|WEBrick|ActiveRecord::|Sidekiq::|ActiveJob|ActionCable/;

/** Backends written in Ruby. */
export const rubyReader: LanguageReader = {
  name: 'Ruby',
  grammar: 'ruby',
  isSource: (path) => /\.(rb|ru|rake)$/.test(path),
  concerns: (files) =>
    files.some(({ path, text }) => server.test(text) || /(^|\/)config\/routes\.rb$/.test(path)),
  read: (program) => {
    const code = readCode(program);
    const processes = { jobs: jobsOf(code), calls: callsOf(code) };
    const facts = activeRecordTables(code);
    const tables = (facts.data?.tables ?? []).map(({ name }) => name);
    const { statements, reach, caches, gaps } = rubyStatements(code, tables);
    return {
      routes: routesOf(code),
      facts: {
        ...facts,
        processes: { ...processes, caches },
        trust: { settings: rubySecurity(code) },
        gaps: [...(facts.gaps ?? []), ...gaps],
      },
      statements,
      reach,
    };
  },
};

function routesOf(code: Code): readonly DeclaredRoute[] {
  const rails = railsRoutes(code);
  const cable = rails.mounts.find(({ constant }) => constant === 'ActionCable.server');
  const mounts: readonly RackMount[] = [
    ...rackMounts(code),
    ...rails.mounts.map((mount) => ({
      ...mount,
      constant: code.find(mount.constant, '')[0]?.name ?? mount.constant,
    })),
  ];
  const others = [
    ...grapeRoutes(code, mounts),
    ...sinatraRoutes(code, mounts),
    ...rodaRoutes(code, mounts),
    ...hanamiRoutes(code),
    ...padrinoRoutes(code),
    ...webrickRoutes(code),
  ];
  const libraries = rails.mounts.filter(
    (mount) => mount !== cable && code.find(mount.constant, '').length === 0,
  );
  return [...rails.routes, ...others, ...cableRoutes(code, cable?.path), ...libraries.map(libraryRoute)];
}

/** What a gem answers below a path is not in the repository: the path itself is told. */
const libraryRoute = ({ path, guards, file, node, constant }: Mount): DeclaredRoute => ({
  technology: 'rails',
  methods: ['GET'],
  path,
  guards,
  handler: { file, line: node.line, name: constant },
  handlerLooksAtCredentials: 'unseen',
  parameters: [],
  origin: originIn(file, node),
});
