import type { Lines } from '../code/call-graph.ts';
import type { TextFile } from '../gather.ts';
import { asking } from './mentions.ts';

/** Whether code that a handler reaches on a way that is not followed may ask what the caller may do. */
export const asksUnseen = ({ file, start, end }: Lines, files: ReadonlyMap<string, TextFile>): boolean =>
  (files.get(file)?.text ?? '')
    .split('\n')
    .slice(start - 1, end)
    .some((line) => asking.test(line.replace(/(^|\s)(#|\/\/|\*|\/\*).*$/, '')));
