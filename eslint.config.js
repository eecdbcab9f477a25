import tseslint from 'typescript-eslint';

/** Only the command line reads the clock, prints, or knows the process (docs/architecture.md). */
const surroundings = (...names) =>
  names.map((name) => ({ name, message: 'Only src/cli.ts knows its surroundings: take it as an argument.' }));

/** What starts other processes, or asks whether they live. */
const KNOW_PROCESSES = ['src/disk/lock.ts', 'src/disk/git.ts', 'src/disk/run.ts'];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '__testfixtures__/', 'examples/*/', '**/tree/'] },
  {
    files: ['**/*.{js,mjs}'],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: { 'no-unused-vars': 'error', 'prefer-const': 'error', 'eqeqeq': 'error' },
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { parserOptions: { project: './tsconfig.check.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      'eqeqeq': 'error',
      // A command is asynchronous by contract, whether or not this one waits for anything.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-condition': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    },
  },
  {
    files: ['src/**/*.ts', 'transforms/**/*.ts', 'bin/**/*.ts'],
    rules: { 'max-lines': ['error', 400] },
  },
  {
    files: ['src/**/*.ts', 'transforms/**/*.ts', 'bin/**/*.ts'],
    ignores: ['src/cli.ts'],
    rules: { 'no-restricted-globals': ['error', ...surroundings('process', 'console', 'Date', 'performance')] },
  },
  {
    files: KNOW_PROCESSES,
    rules: { 'no-restricted-globals': ['error', ...surroundings('console', 'Date', 'performance')] },
  },
);
