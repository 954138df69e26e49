/** What can be printed. */
export const formats = ['text', 'json', 'sarif', 'junit', 'github', 'markdown', 'html'] as const;
