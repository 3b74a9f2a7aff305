/**
 * Checks the signature of a message of SNS against the certificate that it names. By our own hand, on top of Node's crypto, since the packages
 * that do it take a certificate from any host that looks like SNS's, without a limit of time or size.
 */
import { createVerify } from 'node:crypto';
import { createCertificates } from './certificates.ts';
import type { FetchText } from './fetch-text.ts';
import { type SnsMessage, signedText } from './sns-message.ts';

const ALGORITHMS = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' } as const;

export interface Signatures {
  /** @throws where the certificate cannot be had: then it is not known, and SNS is to try again */
  isValid(message: SnsMessage): Promise<boolean>;
}

/** @param now milliseconds since the epoch */
export function createSignatures(fetchText: FetchText, now: () => number): Signatures {
  const certificateAt = createCertificates(fetchText, now);

  return {
    async isValid(message) {
      const certificate = await certificateAt(message.SigningCertURL);
      const isCurrent =
        Date.parse(certificate.validFrom) <= now() && now() <= Date.parse(certificate.validTo);
      const verify = createVerify(ALGORITHMS[message.SignatureVersion]);
      verify.update(signedText(message), 'utf8');
      return isCurrent && verify.verify(certificate.publicKey, message.Signature, 'base64');
    },
  };
}
