/**
 * Slack's libraries log through pino, with tokens and response URLs masked. What they say to debug holds whole payloads, and so what people wrote: it is
 * not written at any level.
 */
import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';
import { withoutSecrets } from './secrets.ts';

function textOf(part: unknown): string {
  if (typeof part === 'string') return part;
  if (part instanceof Error) return part.stack ?? part.message;
  return JSON.stringify(part) ?? String(part);
}

function levelOf({ level }: Logger): LogLevel {
  if (['trace', 'debug', 'info'].includes(level)) return LogLevel.INFO;
  return level === 'warn' ? LogLevel.WARN : LogLevel.ERROR;
}

export function boltLogger(log: Logger): BoltLogger {
  const write = (level: 'info' | 'warn' | 'error') => {
    return (...parts: unknown[]) => {
      if (log.isLevelEnabled(level)) log[level](withoutSecrets(parts.map(textOf).join(' ')));
    };
  };
  return {
    debug: () => {},
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    // The level is the configuration's, and the name is the part's.
    setLevel: () => {},
    setName: () => {},
    getLevel: () => levelOf(log),
  };
}
