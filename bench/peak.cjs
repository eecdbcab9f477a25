/** Preloaded into measured Node processes: writes the peak resident memory (KiB) where the bench reads it. */
const { appendFileSync } = require('node:fs');
const process = require('node:process');

process.on('exit', () => {
  if (process.env.SSOT_BENCH_PEAK) appendFileSync(process.env.SSOT_BENCH_PEAK, `${process.resourceUsage().maxRSS}\n`);
});
