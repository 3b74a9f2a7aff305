/** What all detectors found together: the most severe first, as findings and as a list. */
import { subjectWords } from '../../diagnosis/detection.ts';
import type { Finding, Listing } from '../../diagnosis/diagnosis.ts';
import type { Conclude } from '../conclude.ts';
import { bySeverity } from '../detection/detector.ts';

const COLUMNS: Listing['columns'] = [
  { key: 'severity', title: 'Severity', unit: 'text' },
  { key: 'detector', title: 'Detector', unit: 'text' },
  { key: 'subject', title: 'Subject', unit: 'text' },
  { key: 'class', title: 'Class', unit: 'text', spare: 1 },
  { key: 'measured', title: 'Measured', unit: 'count' },
  { key: 'what', title: 'What', unit: 'text', spare: 3 },
  { key: 'normal', title: 'Normal', unit: 'count', spare: 2 },
  { key: 'first', title: 'Since', unit: 'time' },
  { key: 'last', title: 'Last', unit: 'time', spare: 4 },
  { key: 'confidence', title: 'Confidence', unit: 'text', spare: 5 },
  { key: 'summary', title: 'Summary', unit: 'text', spare: 6 },
  { key: 'basis', title: 'Compared with', unit: 'text', spare: 7 },
  { key: 'others', title: 'Other side', unit: 'text', spare: 8 },
  { key: 'benign', title: 'Maybe fine', unit: 'text', spare: 9 },
  { key: 'unseen', title: 'Not seen', unit: 'text', spare: 10 },
  { key: 'blocker', title: 'Blocked by', unit: 'text', spare: 11 },
  { key: 'next', title: 'Next', unit: 'text', spare: 12 },
  { key: 'ask', title: 'Ask', unit: 'text', spare: 13 },
];

function rowsOf(findings: readonly Finding[]): Listing['rows'] {
  return findings.flatMap(({ detector, detection, summary, confidence, blocker, nextCheck }) => {
    if (!detector || !detection) return [];
    const { severity, subject, measured, first, last, benign, ask, others, unseen } = detection;
    return [
      {
        ...{ severity, detector, first, last, summary, confidence, benign, ask, class: detection.class },
        subject: subjectWords(subject),
        measured: measured.value,
        what: measured.what,
        normal: measured.normal,
        basis: measured.basis,
        others: others.join(' '),
        unseen: unseen.join(' '),
        blocker: blocker?.id ?? null,
        next: nextCheck,
      },
    ];
  });
}

/** What no detection is, such as an analysis that failed, is told after them; that nothing was found, only where that is so. */
export const concludeScan: Conclude = (findings) => {
  const detections = findings.filter(({ detection }) => detection && detection.level >= 1).sort(bySeverity);
  const failed = findings.filter(({ detection, confidence }) => !detection && confidence === 0);
  const rest = findings.filter(({ detection, confidence }) => !detection && confidence > 0);
  return {
    findings: [...detections, ...(detections.length > 0 ? [] : rest), ...failed],
    listing: { columns: COLUMNS, rows: rowsOf(detections) },
  };
};
