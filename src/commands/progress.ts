import type { Progress } from './context.js';

const DELAY = 1000;
const INTERVAL = 100;
const WIDTH = 24;

/** A bar on one line that comes when a second has passed. `write` null: nobody looks. `clock` in milliseconds. */
export function progressBar(label: string, write: ((text: string) => void) | null, clock: () => number): Progress {
  const start = clock();
  let drawn = 0;
  return {
    update(done, total) {
      const now = clock();
      if (!write || now - start < DELAY || now - drawn < INTERVAL) return;
      drawn = now;
      const part = total === 0 ? 1 : Math.min(1, done / total);
      const full = Math.round(part * WIDTH);
      write(`\r\x1b[K${label} [${'#'.repeat(full)}${' '.repeat(WIDTH - full)}] ${Math.floor(part * 100)}%`);
    },
    end() {
      if (write && drawn > 0) write('\r\x1b[K');
      drawn = 0;
    },
  };
}
