/** What the configuration says of a source, as questions choose by it. */
import type { SourceSettings } from '../config-sources.ts';
import type { SourceAbout } from '../investigation/source.ts';

export function aboutOf(settings: SourceSettings): SourceAbout {
  const { kind, account = null, tags = {} } = settings;
  return { kind, account, region: (kind === 'files' ? undefined : settings.region) ?? null, tags };
}
