/**
 * How long those who call over HTTP are waited for. Whoever sends its headers or its body a byte at a time, to keep connections from others, is cut
 * off (OWASP, "Denial of Service Cheat Sheet": slow HTTP); Slack and SNS send all at once, and wait for 3 and 15 seconds.
 */
import type { ServerOptions } from 'node:http';

/** Milliseconds, but for the size: bytes. */
export const PATIENCE = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  /** So often it is looked who takes longer. */
  connectionsCheckingInterval: 5000,
  maxHeaderSize: 16_384,
} as const satisfies ServerOptions;
