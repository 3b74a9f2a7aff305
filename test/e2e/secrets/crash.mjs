/** Loaded before a process: at a signal, something fails that nobody foresaw, with every secret in its text. */
process.on('SIGUSR2', () => {
  const all = JSON.stringify(process.env);
  throw new Error(`cannot go on with ${all}`, { cause: new Error(Object.values(process.env).join(' ')) });
});
