import type { Opening } from '../code.ts';
import { bodyStatements, methodsIn } from '../code.ts';
import type { Call } from '../syntax.ts';
import { callOf, option } from '../syntax.ts';
import { methodKeys } from './graph.ts';
import type { Reading } from './types.ts';

/** A job is told by its class; a worker runs its method. Filters run before the actions of a controller. */
export function addStarts(reading: Reading, opening: Opening): void {
  const { graph } = reading;
  if (/Job|Worker|Mailer/.test(opening.node.text.slice(0, 200)) || /Sidekiq/.test(opening.node.text))
    graph.addStart(opening.file, opening.node.line, methodKeys(reading, opening.name, 'perform'));
  if (!opening.name.endsWith('Controller')) return;
  const filters = reading.classes
    .lineage(opening.name)
    .openings.flatMap((each) => bodyStatements(each.statements))
    .flatMap((node) => filterOf(callOf(node)));
  if (filters.length === 0) return;
  for (const { name, node, visible } of methodsIn(opening)) {
    if (!visible) continue;
    const keys = filters
      .filter(({ runs }) => runs(name))
      .flatMap(({ methods }) => methods.flatMap((each) => methodKeys(reading, opening.name, each)));
    if (keys.length > 0)
      graph.addCall({ file: opening.file, line: node.line, keys, inLoop: false, inTransaction: false });
  }
}

interface Filter {
  readonly methods: readonly string[];
  readonly runs: (action: string) => boolean;
}

function filterOf(call: Call | undefined): readonly Filter[] {
  if (call === undefined || !/^(prepend_)?(before|around|after)_action$/.test(call.name)) return [];
  const names = (key: string): readonly string[] | undefined =>
    option(call, key)?.text.match(/\w+/g) ?? undefined;
  const [only, except] = [names('only'), names('except')];
  return [
    {
      methods: call.args.map(({ text }) => text.replace(/^:/, '')),
      runs: (action) => (only === undefined || only.includes(action)) && except?.includes(action) !== true,
    },
  ];
}
