/**
 * Checks the signature of a message of SNS against the certificate that it names. By our own hand, on top of Node's crypto, since the packages
 * that do it take a certificate from any host that looks like SNS's, without a limit of time or size.
 */
import { createVerify, X509Certificate } from 'node:crypto';
import { type SnsMessage, signedText } from './sns-message.ts';

const ALGORITHMS = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' } as const;

/** Fetches a text from an HTTPS address that was checked before. @throws what says why there is none */
export type FetchText = (url: string) => Promise<string>;

/** There are a few certificates a region, and they change once in months. */
const MOST_KEPT = 20;

export interface Signatures {
  /** @throws what the fetching throws: then it is not known, and SNS is to try again */
  isValid(message: SnsMessage): Promise<boolean>;
}

/** @param now milliseconds since the epoch */
export function createSignatures(fetchText: FetchText, now: () => number): Signatures {
  const kept = new Map<string, X509Certificate>();

  async function certificateAt(url: string): Promise<X509Certificate> {
    const known = kept.get(url);
    if (known) return known;
    // Only what can be read as a certificate is kept.
    const certificate = new X509Certificate(await fetchText(url));
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(url, certificate);
    return certificate;
  }

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
