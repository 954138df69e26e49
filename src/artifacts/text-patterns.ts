/** One line: no control character, so that none reaches a log line or a header of a mail. */
export const linePattern = '^[^\\x00-\\x1F\\x7F]*$';

/** Text with tabs and line breaks and no other control character; PostgreSQL cannot store NUL. */
export const textPattern = '^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]*$';
