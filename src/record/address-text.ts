/** Whether a stretch of a line is an IP address: exact, and without allocating, because every record asks it at least twice. */

const DOT = 46;
const COLON = 58;

function isHexDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

function isIpv4(line: string, from: number, to: number): boolean {
  let octets = 0;
  let value = -1;
  for (let at = from; at < to; at += 1) {
    const code = line.charCodeAt(at);
    if (code === DOT) {
      if (value < 0) return false;
      octets += 1;
      value = -1;
    } else {
      const digit = code - 48;
      // A second digit after a zero is an octal spelling, which no flow log writes.
      if (digit < 0 || digit > 9 || value === 0) return false;
      value = value < 0 ? digit : value * 10 + digit;
      if (value > 255) return false;
    }
  }
  return octets === 3 && value >= 0;
}

/** RFC 4291 §2.2: eight groups of up to four hexadecimal digits, one `::` for a run of zero groups, the last two groups perhaps dotted. */
function isIpv6(line: string, from: number, to: number): boolean {
  let groups = 0;
  let digits = 0;
  let groupStart = from;
  let shortened = false;
  for (let at = from; at < to; at += 1) {
    const code = line.charCodeAt(at);
    if (isHexDigit(code)) {
      if (digits === 0) groupStart = at;
      digits += 1;
      if (digits > 4) return false;
    } else if (code === COLON) {
      const double = at + 1 < to && line.charCodeAt(at + 1) === COLON;
      if (digits > 0) groups += 1;
      else if (!double) return false;
      if (double) {
        if (shortened) return false;
        shortened = true;
        at += 1;
      } else if (at + 1 === to) {
        return false;
      }
      digits = 0;
    } else if (code === DOT) {
      if (digits === 0 || !isIpv4(line, groupStart, to)) return false;
      groups += 2;
      return shortened ? groups < 8 : groups === 8;
    } else {
      return false;
    }
  }
  if (digits > 0) groups += 1;
  return shortened ? groups < 8 : groups === 8;
}

/** Whether `line` from index `from` up to `to` is an IPv4 or IPv6 address and nothing else. */
export function isAddressText(line: string, from: number, to: number): boolean {
  const length = to - from;
  if (length < 2 || length > 45) return false;
  // An IPv4 address has its first dot by the fourth character; an IPv6 address has its first colon by the fifth.
  for (let at = from; at < to && at < from + 5; at += 1) {
    const code = line.charCodeAt(at);
    if (code === DOT) return isIpv4(line, from, to);
    if (code === COLON) return isIpv6(line, from, to);
  }
  return false;
}
