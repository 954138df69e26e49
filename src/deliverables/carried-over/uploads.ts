import { code } from '../blocks.ts';
import { columnTable, columnsWhere, factTable } from './carried.ts';
import type { Carried, Concern } from './carried.ts';

const isFileColumn = (name: string): boolean =>
  /(^|_)(image|img|photo|picture|file|filename|file_name|attachment|avatar|logo|thumb(nail)?|document|pdf|upload|path)(_?(name|path|url|file))?$/i.test(
    name,
  );

/** Files that people handed in. */
export function uploads(carried: Carried): Concern {
  const facts = carried.facts('upload-field', 'upload-kept', 'upload-limit', 'upload-served', 'file-sent');
  const columns = columnsWhere(carried, ({ name, type }) => isFileColumn(name) && /char|text/i.test(type));
  const isFound = facts.some(
    ({ kind }) => kind === 'upload-field' || kind === 'upload-kept' || kind === 'upload-served',
  );
  const folder = facts.find(({ kind }) => kind === 'upload-served')?.subject ?? '/uploads/';
  const limit = facts.find(({ kind }) => kind === 'upload-limit')?.value;
  return {
    id: 'uploads',
    title: 'Uploaded files',
    soughtFor:
      '$_FILES, move_uploaded_file, upload libraries, folders of uploads and scripts that hand files out',
    today: isFound ? [...factTable(facts), ...columnTable('column with a file name', columns)] : [],
    afterwards: [
      'Files lie in an object store under a key that is no name of a person; the database keeps key, name, type, bytes and SHA-256.',
      `Types are told by content and not by name, the size is limited${limit === undefined ? '' : ` (it was ${limit})`}, and nothing that was uploaded is ever run or served as HTML.`,
    ],
    onTheWay: [
      'Inventory first: every file with size and SHA-256, and every column that names one; files that no row names and rows whose file is missing are two lists for a person.',
      'Copy while the legacy system runs, the newest last; a second run copies only what is new or changed. It is repeated until the step, then once more while nothing is written.',
      `Addresses of files stay: the gateway answers ${folder} from the store and, where it has none, from the legacy folder, until a week has passed without that.`,
      'Who writes moves with the page that uploads: from then on new files go to the store, and are copied back for as long as legacy pages show them.',
    ],
    shown: [
      code(
        'sh',
        [
          '# On the legacy server, and again on the copy: both lists must be equal. Names may hold anything but a line break.',
          'find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum > files.sha256',
          '# On the copy:',
          'sha256sum --quiet --check files.sha256',
        ].join('\n'),
      ),
    ],
    canGoWrong: [
      'Names in ISO-8859-1 on the disk and in UTF-8 in the database: the file is there and is not found. Compare bytes, rename in the copy.',
      'Two uploads with one name: the older was overwritten, and rows of both point to it.',
      'Scripts among the uploads (`.php`, `.phtml`, `.htaccess`, SVG with script): they are listed and not copied.',
      'Files that only somebody may see lay in the web folder for anybody: the store answers them with a signed address.',
    ],
    verified: [
      'The list of checksums of both sides is equal, and its number of lines is that of the inventory.',
      'Each value of the columns above leads to a file: the query for those that do not gives the list that is known already.',
      'The rate of 404 under the addresses of files does not rise.',
    ],
  };
}
