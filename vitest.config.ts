import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // End-to-end tests start the built command, which takes its time on a small machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Colours in what is compared would depend on who runs the tests.
    env: { NO_COLOR: '1', FORCE_COLOR: '' },
  },
});
