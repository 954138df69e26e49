import type { LibraryModel } from '../../javascript/machine.ts';
import { sessionLibrary } from './anonymous-sessions.ts';
import { leavingLibrary } from './leaving.ts';
import { routeConfigLibrary } from './remix.ts';

/** What is known of the packages that file routes use; importing one of them makes no file part of a server. */
export const fileLibraries: readonly LibraryModel[] = [routeConfigLibrary, leavingLibrary, sessionLibrary];
