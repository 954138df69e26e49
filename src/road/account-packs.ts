import type { Pack } from '../model/brief.ts';
import { loadPacks } from '../sources/brief/packs.ts';
import { readBrief } from '../sources/brief/read.ts';

/** What a brief says that asks for nothing but accounts with passwords. */
const text = `
brief: 1
system: { id: accounts, name: Accounts }
capabilities: { auth: { methods: [password] } }
`;

/** The packs that sign people in by passwords, with all that these require; none where the user's own packs replace them by something else. */
export function accountPacks(packFolders: readonly string[]): readonly Pack[] {
  const read = readBrief(text, { file: 'accounts.yaml', packs: loadPacks(packFolders) });
  return read.kind === 'invalid' ? [] : read.brief.packs;
}
