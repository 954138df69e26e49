import type { Machine } from '../javascript/machine.ts';
import type { Value } from '../javascript/value.ts';
import { native } from '../javascript/value.ts';
import { isPath, pathsOf } from './paths.ts';

/** Methods of HTTP that a router takes and the model has no name for. */
const names = new Set(
  (
    'acl bind checkout connect copy link lock m-search merge mkactivity mkcalendar mkcol move notify propfind ' +
    'proppatch purge rebind report search source subscribe trace unbind unlink unlock unsubscribe'
  ).split(' '),
);

export const isOtherMethod = (name: string): boolean => names.has(name);

/** Nothing is made of such a route, and that is told. */
export const otherMethod = (machine: Machine, name: string, host: Value): Value =>
  native(name, ([path, ...rest], site) => {
    if (path !== undefined && rest.length > 0 && isPath(path))
      for (const { text } of pathsOf(path))
        machine.tell('read-method', `${name.toUpperCase()} ${text}`, 'the model has no such method', site);
    return host;
  });
