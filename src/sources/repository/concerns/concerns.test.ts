import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { LegacyConcerns } from '../../../model/legacy-concerns.ts';
import { directorySource } from '../directory.ts';
import { memorySource } from '../source.ts';
import { readConcerns } from './concerns.ts';

const told = ({ facts }: LegacyConcerns): readonly string[] =>
  facts.map(({ kind, subject, value, origin, times }) =>
    [
      kind,
      subject,
      ...(value === undefined ? [] : [`(${value})`]),
      `${origin.file}:${origin.line}`,
      ...(times > 1 ? [`x${times}`] : []),
    ].join(' '),
  );

const read = (files: Readonly<Record<string, string>>): Promise<LegacyConcerns> =>
  readConcerns(memorySource(new Map(Object.entries(files))));

test('the legacy shop tells each concern with its place', async () => {
  const root = fileURLToPath(new URL('../../../../examples/legacy-shop/', import.meta.url));
  const lines = told(await readConcerns(directorySource(root)));
  for (const line of [
    'password-hash md5 (no salt) admin/login.php:7 x3',
    'password-hash password_hash (PASSWORD_DEFAULT) login.php:11',
    'session-setting session.name (KLSESS) admin/check.php:4 x3',
    'session-key cart (written) cart.php:10 x4',
    'permanent-redirect /teas.html -> /c/green-tea (301) .htaccess:23',
    'upload-kept UPLOAD_DIR . $file admin/product_edit.php:20',
    'upload-served /uploads/products/ product.php:17',
    'mail-template welcome register.php:17',
    'time-zone Europe/Berlin (date_default_timezone_set) config.php:27',
    'database-clock CURDATE() admin/index.php:3 x3',
    'number-format number_format (2 decimals, point ",", thousands ".") includes/functions.php:14',
    "number-parsed ',' becomes '.' admin/product_edit.php:8",
    'rate TAX (0.19) config.php:22',
  ])
    expect(lines).toContain(line);
});

test('what stands beside a password in its digest is its salt', async () => {
  const { facts } = await read({
    'a.php': [
      '<?php',
      '$a = md5($password);',
      "$b = sha1('pepper' . $password);",
      '$c = md5($row["salt"] . $_POST["passwd"]);',
      '$d = md5(md5($pwd));',
      "$e = crypt($pass, '$2y$10$abc');",
      '$f = md5($file);',
      '// md5($password) in a comment',
      '$q = "SELECT * FROM users WHERE pw = PASSWORD(\'$p\')";',
      'function hashPassword($p) { return hash("sha256", $p . SALT); }',
    ].join('\n'),
  });
  expect(
    facts
      .filter(({ concern }) => concern === 'passwords')
      .map(({ subject, value, origin }) => `${origin.line} ${subject}: ${value}`),
  ).toEqual([
    '2 md5: no salt',
    '3 sha1: one salt for everybody, written in the code',
    '4 md5: salted with $row["salt"]',
    '5 md5: no salt of its own, of a md5',
    '6 crypt: salt in the hash',
    '9 MySQL PASSWORD(): no salt',
    '10 sha256: one salt for everybody, SALT',
  ]);
});

test('settings of frameworks, of servers and of other languages', async () => {
  const lines = told(
    await read({
      'config/session.php': "<?php return ['driver' => env('SESSION_DRIVER', 'file'), 'lifetime' => 120];",
      'config/app.php': "<?php return ['timezone' => 'America/Lima', 'name' => 'x'];",
      'lang/en.php': "<?php return ['timezone' => 'Timezone'];",
      'app/Store.php':
        "<?php $request->file('avatar')->store('avatars'); Mail::to($u)->send(new Welcome()); Mail::send('emails.hello', []);",
      'public/.htaccess':
        'ErrorDocument 404 /gone.php\nRewriteRule ^old/(.*)$ /new/$1 [R=301,L]\nphp_value session.gc_maxlifetime 3600',
      'robots.txt': 'User-agent: *\nDisallow: /admin/\nSitemap: https://a.example/sitemap.xml',
      'settings.py': "TIME_ZONE = 'Asia/Tokyo'\n# TIME_ZONE = 'UTC'\n",
      'index.php':
        "<?php $p = $_GET['page']; include 'pages/' . $p . '.php'; switch ($_GET['do']) { case 'a': break; case 'b': break; }",
      'resources/views/emails/hello.blade.php': 'Hello',
    }),
  );
  expect(lines.toSorted()).toEqual(
    [
      'session-store file config/session.php:1',
      'session-setting lifetime (120) config/session.php:1',
      'time-zone America/Lima (timezone) config/app.php:1',
      'upload-kept avatars (store) app/Store.php:1',
      'mail-sent Mail::to() app/Store.php:1',
      'mail-sent Mail::send() app/Store.php:1',
      'mail-template emails.hello app/Store.php:1',
      'error-page 404 (/gone.php) public/.htaccess:1',
      'permanent-redirect ^old/(.*)$ -> /new/$1 (301) public/.htaccess:2',
      'session-setting session.gc_maxlifetime (3600) public/.htaccess:3',
      'robots Disallow /admin/ robots.txt:2',
      'sitemap https://a.example/sitemap.xml robots.txt:3',
      'time-zone Asia/Tokyo (TIME_ZONE) settings.py:1',
      "page-parameter page (include 'pages/' . $p . '.php') index.php:1",
      'page-parameter do (a, b) index.php:1',
      'mail-template resources/views/emails/hello.blade.php (a file) resources/views/emails/hello.blade.php:1',
    ].toSorted(),
  );
});

test('what is made to break a reader is left out, the rest is read', async () => {
  const deep = `<?php $a = ${'['.repeat(5_000)}`;
  const { facts } = await read({ 'bad.php': deep, 'good.php': '<?php session_start();', 'empty.php': '' });
  expect(facts.map(({ kind }) => kind)).toContain('session-start');
});
