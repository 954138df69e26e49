import type { Job } from '../../../model/processes.ts';
import type { Gap, Origin } from '../../../model/origin.ts';
import type { TextFile } from '../gather.ts';
import type { YamlView } from '../yaml.ts';
import { parseYaml } from '../yaml.ts';
import type { Deployment } from './facts.ts';
import { factsOf } from './facts.ts';

export const isServerless = (path: string): boolean => /(^|\/)serverless(\.[\w-]+)?\.ya?ml$/.test(path);

/** Functions of a Serverless Framework file: one container each, with its limits; schedules are jobs. */
export function readServerless(file: TextFile): Deployment & { readonly jobs: readonly Job[] } {
  const { documents, problem } = parseYaml(file.text);
  const gaps: Gap[] = problem === undefined ? [] : [{ kind: 'parse-yaml', subject: file.path, why: problem }];
  const root = documents[0];
  const provider = root?.at('provider');
  const functions = root?.at('functions').entries() ?? [];
  const at = (view: YamlView): Origin => ({
    kind: 'read',
    file: file.path,
    line: view.line,
  });
  const vendor = provider?.at('name').text() ?? 'cloud';
  return {
    containers: functions.map(([name, view]) => ({
      id: name,
      name,
      kind: view.at('events').items().some(isRequest) ? ('application' as const) : ('worker' as const),
      technology: `function on ${vendor}`,
      purpose: 'runs the code of this repository',
      contexts: [],
      origin: at(view),
    })),
    connections: [],
    units: functions.map(([name, view]) => ({
      id: `serverless:${file.path}#${name}`,
      kind: 'serverless',
      name,
      runs: [name],
      facts: factsOf({
        runtime: view.at('runtime').text() ?? provider?.at('runtime').text(),
        timeout: view.at('timeout').text() ?? provider?.at('timeout').text() ?? 'none',
        memory: view.at('memorySize').text() ?? provider?.at('memorySize').text() ?? 'none',
        command: view.at('handler').text(),
      }),
      origin: at(view),
    })),
    jobs: functions.flatMap(([name, view]) => schedulesOf(name, view, file)),
    gaps,
  };
}

const isRequest = (event: YamlView): boolean =>
  ['http', 'httpApi', 'websocket', 'alb'].some((key) => event.at(key).exists);

function schedulesOf(name: string, view: YamlView, file: TextFile): readonly Job[] {
  return view
    .at('events')
    .items()
    .flatMap((event): readonly Job[] => {
      const schedule = event.at('schedule');
      const text = schedule.text() ?? schedule.at('rate').text() ?? schedule.at('rate').items()[0]?.text();
      if (text === undefined) return [];
      const origin: Origin = { kind: 'read', file: file.path, line: schedule.line };
      return [
        { id: `schedule:${name}`, name, kind: 'schedule', schedule: text, idempotent: 'unknown', origin },
      ];
    });
}
