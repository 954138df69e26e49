/** Where the package holds its migration plan, in the words of docs/migration-plan.md. */
export const migrationPlanPath = '1-architecture/migration-plan.yaml';
