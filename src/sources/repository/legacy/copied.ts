import type { Technology } from '../../../model/architecture.ts';
import type { Origin } from '../../../model/origin.ts';
import type { TextFile } from '../gather.ts';
import { lineAt } from '../lines.ts';
import type { Listing } from '../source.ts';
import { supportEndOf } from '../stack/support.ts';
import { compareText } from '../../order.ts';

interface Sign {
  readonly name: string;
  readonly role: Technology['role'];
  /** Files in which the pattern is looked for. */
  readonly file: RegExp;
  /** Its first group is the version. */
  readonly text: RegExp;
}

const php = /\.(php|inc)$/;
const page = /\.(php|phtml|html?|tpl|twig|inc|aspx?|jspx?|erb)$/;
const script = /\.js$/;

/** How frameworks and libraries tell their version where they were copied, not asked for in a manifest. */
const signs: readonly Sign[] = [
  {
    name: 'CodeIgniter',
    role: 'framework',
    file: php,
    text: /\bCI_VERSION\b['"]?\s*[,=]\s*['"](\d[\w.]*)['"]/,
  },
  {
    name: 'WordPress',
    role: 'framework',
    file: /(^|\/)wp-includes\/version\.php$/,
    text: /\$wp_version\s*=\s*['"](\d[\w.]*)/,
  },
  {
    name: 'Drupal',
    role: 'framework',
    file: /(^|\/)(core\/lib\/Drupal|includes\/bootstrap\.inc|bootstrap)\.?(php|inc)?$/,
    text: /\bVERSION['"]?\s*[,=]\s*['"](\d[\w.-]*)['"]/,
  },
  {
    name: 'Joomla',
    role: 'framework',
    file: /(^|\/)(libraries\/.*|includes\/)version(\/version)?\.php$/i,
    text: /\bRELEASE\s*=\s*['"](\d[\w.]*)['"]/,
  },
  {
    name: 'Zend Framework',
    role: 'framework',
    file: /(^|\/)Zend\/Version\.php$/,
    text: /\bVERSION\s*=\s*['"](\d[\w.]*)['"]/,
  },
  {
    name: 'CakePHP',
    role: 'framework',
    file: /(^|\/)(lib\/Cake|cake)\/VERSION\.txt$/,
    text: /^(\d+\.\d+[\w.]*)/m,
  },
  {
    name: 'Laravel',
    role: 'framework',
    file: /(^|\/)Illuminate\/Foundation\/Application\.php$/,
    text: /\bVERSION\s*=\s*['"](\d[\w.]*)['"]/,
  },
  {
    name: 'Smarty',
    role: 'library',
    file: php,
    text: /\bSMARTY_VERSION\s*=\s*['"](?:Smarty-)?(\d[\w.]*)['"]/,
  },
  {
    name: 'PHPMailer',
    role: 'library',
    file: /phpmailer[\w.]*\.php$/i,
    text: /\b(?:\$Version|VERSION)\s*=\s*['"](\d[\w.]*)['"]/,
  },
  {
    name: 'TCPDF',
    role: 'library',
    file: /tcpdf[\w.]*\.php$/i,
    text: /\$tcpdf_version\s*=\s*['"](\d[\w.]*)['"]/,
  },
  {
    name: 'jQuery',
    role: 'library',
    file: script,
    text: /\bjQuery (?:JavaScript Library |Core )?v(\d+\.\d+(?:\.\d+)?)\b/,
  },
  {
    name: 'jQuery',
    role: 'library',
    file: page,
    text: /\bjquery[-/.](\d+\.\d+(?:\.\d+)?)(?:\/jquery)?(?:\.min|\.slim|\.pack)*\.js\b/i,
  },
  {
    name: 'Bootstrap',
    role: 'library',
    file: /bootstrap[\w.-]*\.(js|css)$/,
    text: /\bBootstrap v(\d+\.\d+(?:\.\d+)?)/,
  },
  { name: 'AngularJS', role: 'library', file: script, text: /\bAngularJS v(1\.\d+(?:\.\d+)?)/ },
];

/** A version in the name of a file: `jquery-1.11.1.min.js`. */
const named = /(?:^|\/)(jquery|bootstrap|angular)[-.](\d+\.\d+(?:\.\d+)?)(?:[.-](?:min|slim|pack))*\.js$/i;
const titles: Readonly<Record<string, string>> = {
  jquery: 'jQuery',
  bootstrap: 'Bootstrap',
  angular: 'AngularJS',
};

/** Each technology once for each version that is there, with the end of its support where that is listed. */
export function copiedTechnologies(texts: readonly TextFile[], listed: Listing): readonly Technology[] {
  const found = new Map<string, Technology>();
  const add = (name: string, role: Technology['role'], version: string, origin: Origin): void => {
    const key = `${name} ${version}`;
    if (found.has(key)) return;
    const supportEnd = supportEndOf(name, version);
    found.set(key, { name, role, version, ...(supportEnd === undefined ? {} : { supportEnd }), origin });
  };
  for (const { path, text } of texts)
    for (const { name, role, file, text: pattern } of signs) {
      const match = file.test(path) ? pattern.exec(text) : null;
      if (match?.[1] !== undefined)
        add(name, role, match[1], { kind: 'read', file: path, line: lineAt(text, match.index) });
    }
  for (const { path } of listed.files) {
    const [, name = '', version] = named.exec(path) ?? [];
    if (version !== undefined)
      add(titles[name.toLowerCase()] ?? name, 'library', version, { kind: 'read', file: path, line: 1 });
  }
  return [...found.values()].toSorted(
    (a, b) =>
      compareText(a.role, b.role) ||
      compareText(`${a.name} ${a.version ?? ''}`, `${b.name} ${b.version ?? ''}`),
  );
}
