import { strFromU8, strToU8, unzlibSync, zlibSync } from 'fflate';
import { fromBase91, toBase91 } from './base91.ts';

/**
 * A text as zlib data in printable characters: a sixth of its size inside a page. The compressor is a library of its own
 * and not the platform's, so that the same text gives the same bytes on every version of Node.
 */
export const pack = (text: string): string => toBase91(zlibSync(strToU8(text), { level: 9 }));

/** The inverse; runs in the page. @throws when the text was damaged. */
export const unpack = (packed: string): string => strFromU8(unzlibSync(fromBase91(packed.trim())));
