/** The scopes of the manifest, as the bot token is to have them. */

export const SCOPES: readonly string[] = [
  'commands',
  'chat:write',
  'chat:write.public',
  'app_mentions:read',
  'files:write',
  'im:history',
  'users:read',
  'channels:read',
  'groups:read',
  'mpim:read',
  'usergroups:read',
  'reactions:read',
];

export const OPTIONAL_SCOPES: readonly string[] = [
  'canvases:write',
  'channels:history',
  'groups:history',
  'mpim:history',
];
