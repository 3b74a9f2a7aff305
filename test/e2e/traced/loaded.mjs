/** Loaded before a process: when it ends, it says whether OpenTelemetry's SDK was loaded. Its API alone does nothing, and is loaded by prom-client. */
import { createRequire } from 'node:module';

process.on('exit', () => {
  const { cache } = createRequire(import.meta.url);
  const loaded = Object.keys(cache).some((path) => /@opentelemetry\/(?!api\/)/.test(path));
  process.stdout.write(`the SDK of OpenTelemetry ${loaded ? 'was' : 'was not'} loaded\n`);
});
