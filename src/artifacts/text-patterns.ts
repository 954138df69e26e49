/** One line: no control character, so that none reaches a log line or a header of a mail. */
export const linePattern = '^[^\\x00-\\x1F\\x7F]*$';

/**
 * An address by https, without a name and password in it and without a backslash, which libraries read in different ways. Never
 * a script, a file or a service of another protocol.
 */
const secureAddress = 'https://[^\\s\\\\@/?#]+([/?#][^\\s\\\\]*)?';
export const urlPattern = `^${secureAddress}$`;

/** A file that is taken over: at such an address, or held by the address itself (RFC 2397). */
export const filePattern = `^(${secureAddress}|data:(text/csv|application/json)[;,][^\\s\\\\]*)$`;

/** Text with tabs and line breaks and no other control character; PostgreSQL cannot store NUL. */
export const textPattern = '^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]*$';
