import type { TextFile } from '../gather.ts';
import { lineCounter } from '../lines.ts';
import type { Seen } from './seen.ts';

interface Sign {
  readonly files: RegExp;
  readonly kind: Seen['kind'];
  /** Its first group is the subject. */
  readonly pattern: RegExp;
  readonly value?: string;
}

const script = /\.(m|c)?[jt]sx?$/;
const python = /\.py$/;
const java = /\.(java|kt)$/;
const ruby = /\.(rb|rake)$/;
const csharp = /\.cs$/;
const go = /\.go$/;

/** Calls of the standard libraries and of the best-known packages; an import alone says nothing. */
const signs: readonly Sign[] = [
  {
    files: script,
    kind: 'password-hash',
    pattern: /\b((?:bcrypt(?:js)?|argon2)\.hash(?:Sync)?)\(/g,
    value: 'salt in the hash',
  },
  {
    files: script,
    kind: 'session-start',
    pattern: /\b(express-session|cookie-session|koa-session|@fastify\/session)['"]/g,
  },
  { files: script, kind: 'cookie', pattern: /\.cookie\(\s*['"]([\w.-]+)['"]\s*,/g },
  { files: script, kind: 'upload-kept', pattern: /\bmulter\(\s*\{\s*dest:\s*['"]([^'"]+)['"]/g },
  { files: script, kind: 'mail-sent', pattern: /\b(nodemailer\.createTransport|sgMail\.send|sendMail)\(/g },
  {
    files: script,
    kind: 'permanent-redirect',
    pattern: /\.redirect\(\s*301\s*,\s*['"`]([^'"`]+)/g,
    value: '301',
  },
  { files: script, kind: 'process-clock', pattern: /\b(new Date\(\)|Date\.now\(\))/g, value: 'an instant' },
  { files: script, kind: 'number-format', pattern: /\.(toFixed\(\d+\)|toLocaleString\([^)]{0,30}\))/g },
  {
    files: python,
    kind: 'password-hash',
    pattern: /\b(make_password|set_password|generate_password_hash|bcrypt\.hashpw)\(/g,
    value: 'salt in the hash',
  },
  {
    files: python,
    kind: 'password-check',
    pattern: /\b(check_password|check_password_hash|bcrypt\.checkpw)\(/g,
  },
  { files: python, kind: 'session-key', pattern: /\bsession\[['"](\w+)['"]\]/g },
  { files: python, kind: 'session-store', pattern: /^SESSION_ENGINE\s*=\s*['"]([\w.]+)/gm },
  { files: python, kind: 'cookie', pattern: /\.set_cookie\(\s*['"]([\w.-]+)/g },
  { files: python, kind: 'upload-kept', pattern: /\bupload_to\s*=\s*['"]([^'"]+)/g },
  { files: python, kind: 'upload-served', pattern: /^MEDIA_URL\s*=\s*['"]([^'"]+)/gm },
  {
    files: python,
    kind: 'mail-sent',
    pattern: /\b(send_mail|EmailMessage|EmailMultiAlternatives|smtplib\.SMTP)\(/g,
  },
  { files: python, kind: 'time-zone', pattern: /^TIME_ZONE\s*=\s*['"]([\w/+-]+)/gm, value: 'TIME_ZONE' },
  {
    files: python,
    kind: 'process-clock',
    pattern: /\b(datetime\.now\(\)|datetime\.today\(\)|time\.localtime\()/g,
  },
  {
    files: python,
    kind: 'process-clock',
    pattern: /\b(datetime\.utcnow\(\)|timezone\.now\(\))/g,
    value: 'in UTC',
  },
  { files: python, kind: 'locale', pattern: /^LANGUAGE_CODE\s*=\s*['"]([\w-]+)/gm, value: 'LANGUAGE_CODE' },
  {
    files: java,
    kind: 'password-hash',
    pattern:
      /\bnew (BCryptPasswordEncoder|Argon2PasswordEncoder|Pbkdf2PasswordEncoder|MessageDigestPasswordEncoder|StandardPasswordEncoder)\(/g,
    value: 'by the encoder',
  },
  { files: java, kind: 'session-key', pattern: /\bsession\.(?:set|get)Attribute\(\s*"(\w+)"/gi },
  { files: java, kind: 'upload-kept', pattern: /\.transferTo\(([^)]{1,60})\)/g },
  { files: java, kind: 'mail-sent', pattern: /\b(JavaMailSender|MimeMessageHelper)\b(?=\s+\w+\s*[;=)])/g },
  {
    files: java,
    kind: 'time-zone',
    pattern: /\b(?:ZoneId\.of|TimeZone\.getTimeZone)\(\s*"([\w/+-]+)"/g,
    value: 'in code',
  },
  {
    files: java,
    kind: 'process-clock',
    pattern: /\b(LocalDateTime\.now\(\)|LocalDate\.now\(\)|new Date\(\))/g,
  },
  {
    files: java,
    kind: 'number-format',
    pattern: /\b(new DecimalFormat\("[^"]{0,30}"|NumberFormat\.get\w+Instance\([^)]{0,30}\))/g,
  },
  {
    files: ruby,
    kind: 'password-hash',
    pattern: /\b(has_secure_password|BCrypt::Password\.create)\b/g,
    value: 'salt in the hash',
  },
  { files: ruby, kind: 'session-key', pattern: /\bsession\[:(\w+)\]/g },
  { files: ruby, kind: 'mail-sent', pattern: /\bclass (\w+Mailer)\s*</g },
  {
    files: ruby,
    kind: 'time-zone',
    pattern: /config\.time_zone\s*=\s*['"]([^'"]+)/g,
    value: 'config.time_zone',
  },
  {
    files: csharp,
    kind: 'session-key',
    pattern: /\bSession(?:\.(?:Set|Get)(?:String|Int32))?[[(]\s*"(\w+)"/g,
  },
  { files: csharp, kind: 'mail-sent', pattern: /\bnew (SmtpClient|MailMessage)\(/g },
  { files: csharp, kind: 'process-clock', pattern: /\b(DateTime\.Now)\b/g },
  { files: csharp, kind: 'process-clock', pattern: /\b(DateTime\.UtcNow)\b/g, value: 'in UTC' },
  {
    files: go,
    kind: 'password-hash',
    pattern: /\b(bcrypt\.GenerateFromPassword|argon2\.IDKey)\(/g,
    value: 'salt in the hash',
  },
  { files: go, kind: 'mail-sent', pattern: /\b(smtp\.SendMail)\(/g },
  { files: go, kind: 'time-zone', pattern: /\btime\.LoadLocation\("([\w/+-]+)"/g, value: 'in code' },
];

/** What code of other languages than PHP says by the names it calls. */
export function wordSigns({ path, text }: TextFile): readonly Seen[] {
  return signs.flatMap(({ files, kind, pattern, value }) => {
    if (!files.test(path)) return [];
    const lineOf = lineCounter(text);
    return [...text.matchAll(pattern)].flatMap(({ index, 1: subject = '' }): readonly Seen[] => {
      const before = text.slice(text.lastIndexOf('\n', index - 1) + 1, index);
      if (/^\s*(\/\/|#|\*)/.test(before)) return [];
      return [{ kind, subject, ...(value !== undefined && { value }), line: lineOf(index) }];
    });
  });
}
