/** The forms in which an answer may be drawn in Slack. */

/**
 * `newer`: Slack draws tables (`data_table`) and charts (`data_visualization`) itself. `preformatted`: the same, with tables as fixed-width text
 * and charts as rows of signs, for a workspace that does not take those blocks. `classic`: nothing but lines that wrap in a narrow thread.
 */
export type BlockForm = 'classic' | 'preformatted' | 'newer';
