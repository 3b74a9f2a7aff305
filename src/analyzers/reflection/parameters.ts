/** What the detector of reflection attacks is set to. */
import { z } from 'zod';
import type { DetectorScope } from '../detection/detector.ts';

/**
 * UDP services that answer small questions with large answers: CISA's alert TA14-017A, and those that were abused since: portmap, TFTP,
 * WS-Discovery, Apple Remote Desktop, Ubiquiti's discovery and game servers.
 */
const AMPLIFIERS = [
  17, 19, 53, 69, 111, 123, 137, 161, 389, 520, 751, 1900, 3283, 3702, 5353, 6881, 10_001, 11_211, 27_015,
];

/**
 * The smallest answers that are worth an attack: SSDP's are some 300 bytes, and NTP's monlist has six hosts of 72 bytes in a packet of 468, headers
 * included, though it gives most of all for a question. What asks for them is below 250 bytes.
 */
const SMALLEST_ANSWER = 250;

export const parameters = z.strictObject({
  ports: z
    .array(z.int().min(1).max(65535))
    .default(AMPLIFIERS)
    .describe('UDP ports of services that answer with more than they are asked.'),
  reflectors: z.int().min(2).default(20).describe('Distinct reflectors that send to us in a minute.'),
  bytesPerPacket: z
    .number()
    .positive()
    .default(SMALLEST_ANSWER)
    .describe('Bytes of a packet on average: answers that nobody asked for are large.'),
  bytesPerMinute: z.number().positive().default(50e6).describe('Bytes a minute that come to us.'),
  reflectedPerMinute: z
    .number()
    .positive()
    .default(10e6)
    .describe('Bytes a minute that one of ours sends out as a reflector.'),
  amplification: z.number().min(1).default(5).describe('Of a reflector of ours: bytes out over bytes in.'),
});

export type ReflectionScope = DetectorScope<z.infer<typeof parameters>>;
