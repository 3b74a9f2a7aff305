/** A command of the AWS CLI as a text to paste into a shell. Nothing here runs it. */

/** What a shell takes as it stands; everything else goes into quotes. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** One argument, quoted for a POSIX shell where it needs to be. */
export function shellArgument(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `aws ec2 create-route --route-table-id rtb-0aaa …` */
export function ec2Command(
  name: string,
  options: readonly (readonly [option: string, value?: string])[],
): string {
  const words = options.flatMap(([option, value]) =>
    value === undefined ? [`--${option}`] : [`--${option}`, shellArgument(value)],
  );
  return ['aws ec2', name, ...words].join(' ');
}
