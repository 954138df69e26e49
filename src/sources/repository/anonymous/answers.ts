import type { SyntaxNode } from '../languages/syntax.ts';
import type { Flow, Frame } from './flow.ts';

const nobody = /^(null|none|nil|undefined)$/i;

/** What a handler, or a function that it calls, gives back to somebody without the secrets of its links. */
export function answered(frame: Frame, node: SyntaxNode, given: SyntaxNode | undefined, told: Flow): Flow {
  const answer = given ?? node;
  const stops = { ...told, goesOn: false };
  const isHandler = frame.running.length === 1;
  // That there is nobody is for whoever called the function to say something about.
  if (!isHandler && frame.asked && nobody.test(given?.text ?? ''))
    return { ...stops, returned: [...told.returned, 'absent'] };
  if (frame.language.handler?.turnsAway(answer, frame.asked) === true)
    return { ...stops, ...(frame.asked ? { refuses: true } : { answers: true }) };
  if (!isHandler && frame.language.end(answer, 'return', frame.asked) === undefined)
    return { ...stops, returned: [...told.returned, given === undefined ? 'unknown' : told.value] };
  // What is not there shows nothing, but nobody says so.
  return { ...stops, handsOn: true, refuses: told.refuses || told.value === 'absent' };
}
