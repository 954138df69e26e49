import type { ParsedFile } from '../javascript/parse.ts';
import type { Frame } from './machine.ts';
import { newScope } from './scope.ts';
import { nothing } from './value.ts';

/** A frame of nobody's: in it runs what stands in no function, of a template or of a text that is a program. */
export const moduleFrame = (file: ParsedFile): Frame => ({
  file,
  scope: newScope(undefined),
  self: undefined,
  home: undefined,
  name: '',
  answer: { value: nothing },
});
