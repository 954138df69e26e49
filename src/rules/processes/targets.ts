import type { OutgoingCall } from '../../model/processes.ts';
import { placeOf } from '../places.ts';

/** Calls of one file to one host are one subject: `src/mail.ts -> mail.example.com`. */
export const callSubject = (call: OutgoingCall): string =>
  call.origin.kind === 'read' ? `${placeOf(call)} -> ${targetText(call)}` : call.id;

/** The host of an address that is written in the code, the name of a client, or that neither is visible. */
export function targetText({ target }: OutgoingCall): string {
  const host = /^[a-z]+:\/\/([^/{]+)/i.exec(target)?.[1];
  if (host !== undefined) return host;
  const setting = /^\{([A-Z][A-Z0-9_]+)\}/.exec(target)?.[1];
  if (setting !== undefined) return setting;
  return /^[@\w][\w@/.-]*$/.test(target) && target !== 'unknown' ? target : 'an address known at run time';
}
