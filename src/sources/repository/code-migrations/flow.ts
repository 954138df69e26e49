import type { LibraryModel } from '../javascript/machine.ts';
import { native, nothing, unknown } from '../javascript/value.ts';
import type { Value } from '../javascript/value.ts';
import { entriesAt, listAt, settled } from './values.ts';

const done = native('callback', () => nothing);

/** The packages that run steps with callbacks one after the other. */
export const flowLibrary: LibraryModel = {
  packages: ['async'],
  call: (library, args, site, machine) => {
    const name = library.path.replace(/^default\.?/, '');
    const [tasks, second] = args;
    const end = args.findLast((arg) => arg.kind === 'function' || arg.kind === 'native');
    const finish = (): Value => {
      if (end !== undefined && end !== second) machine.call(end, [nothing], site);
      return unknown('the end of several steps');
    };
    if (/^(series|parallel|waterfall|parallelLimit)$/.test(name)) {
      const list =
        settled(tasks)?.kind === 'object' ? entriesAt(tasks).map(([, task]) => task) : listAt(tasks);
      for (const task of list) machine.call(task, [done], site);
      if (second !== undefined) machine.call(second, [nothing], site);
      return unknown('the end of several steps');
    }
    if (!/^(each|forEach|map|eachOf)(Series|Limit)?$/.test(name) || second === undefined) return undefined;
    for (const item of listAt(tasks)) machine.call(second, [item, done], site);
    return finish();
  },
};
