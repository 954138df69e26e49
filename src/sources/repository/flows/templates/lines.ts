/** The line breaks of a text, so that what stands behind keeps its line. */
export const linesOf = (text: string): string => text.replaceAll(/[^\n]/g, '');
