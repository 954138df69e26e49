import type { ForeignFolder } from '../../../model/legacy-code.ts';
import { folderOf } from '../file-paths.ts';
import type { Repository } from '../gather.ts';
import { countLines } from '../lines.ts';
import type { Listing } from '../source.ts';
import { compareText } from '../../order.ts';

/** A file by which a folder shows that somebody else made it. */
const mark = /(^|\/)(licen[cs]e|copying|copyright)([.-][\w.-]+)?$/i;

/** Libraries that are known by the name of their folder. */
const known =
  /^(pear|zend|smarty|phpmailer|swiftmailer|tcpdf|fpdf|fpdi|adodb\d?|simplepie|htmlpurifier|phpexcel|dompdf|mpdf|nusoap|geshi|securimage|ckeditor|tinymce|twig|phpseclib|jquery([.-]?ui)?|bootstrap|simplesaml\w*|php-saml|recaptcha|pclzip|getid3|snoopy|oauth\d?|php-gettext|php-?excel-?reader|parsedown|kint)$/i;

const code = /\.(php|phtml|inc|py|rb|java|kt|cs|go|[cm]?[jt]sx?)$/;

/** More than this share of the code is the system itself, whatever lies beside it. */
const most = 0.4;

/**
 * Folders below the root with a licence of their own or the name of a known library, and code: they were copied in. A
 * folder that holds much of the code is the system.
 */
export function foreignFolders(repository: Repository, listed: Listing): readonly ForeignFolder[] {
  const files = [...repository.files.values()].filter(({ path }) => code.test(path));
  const found = new Map<string, ForeignFolder>();
  const marks = listed.files.filter(({ path }) => mark.test(path)).map(({ path }) => path);
  const candidates = [
    ...marks.map((path) => ({ folder: folderOf(path), path })),
    ...files.flatMap(({ path }) => {
      const parts = path.split('/').slice(0, -1);
      const at = parts.findIndex((part) => known.test(part));
      return at < 0 ? [] : [{ folder: parts.slice(0, at + 1).join('/'), path }];
    }),
  ];
  for (const { folder, path } of candidates.toSorted(
    (a, b) => a.folder.length - b.folder.length || compareText(a.path, b.path),
  )) {
    if (
      folder === '' ||
      [...found.keys()].some((known) => folder.startsWith(`${known}/`) || known === folder)
    )
      continue;
    const own = files.filter((file) => file.path.startsWith(`${folder}/`));
    if (own.length === 0 || own.length > files.length * most) continue;
    const lines = own.reduce((sum, { text }) => sum + countLines(text), 0);
    found.set(folder, { folder, files: own.length, lines, origin: { kind: 'read', file: path, line: 1 } });
  }
  return [...found.values()].toSorted((a, b) => b.lines - a.lines || compareText(a.folder, b.folder));
}
