/** Which names a query defines, reads and may not use: what the service checks before it runs one. */
import { type Command, MalformedQuery, type Operand, type Test } from './insights-syntax.ts';

/** By name, how many arguments a function takes at least and at most. */
const FUNCTIONS: Readonly<Record<string, readonly [number, number]>> = {
  coalesce: [1, 100],
  floor: [1, 1],
  ispresent: [1, 1],
  isIpv4InSubnet: [2, 2],
  isIpv6InSubnet: [2, 2],
};
const AGGREGATES: ReadonlySet<string> = new Set(['count', 'count_distinct', 'sum', 'min', 'max']);

function namesIn(operand: Operand): readonly string[] {
  switch (operand.kind) {
    case 'name':
      return [operand.name];
    case 'arithmetic':
      return [...namesIn(operand.left), ...namesIn(operand.right)];
    case 'call': {
      const [least, most] = FUNCTIONS[operand.function] ?? [1, 0];
      const given = operand.arguments.length;
      if (given < least || given > most)
        throw new MalformedQuery(`no function ${operand.function} of ${given} arguments`);
      return operand.arguments.flatMap(namesIn);
    }
    default:
      return [];
  }
}

function namesInTest(test: Test): readonly string[] {
  switch (test.kind) {
    case 'and':
    case 'or':
      return [...namesInTest(test.left), ...namesInTest(test.right)];
    case 'not':
      return namesInTest(test.of);
    case 'compare':
      return [...namesIn(test.left), ...namesIn(test.right)];
    case 'in':
      return namesIn(test.left);
    case 'call':
      return namesIn(test.call);
  }
}

/**
 * @param discovered the fields that events have before anything is parsed
 * @throws MalformedQuery for a name that is defined twice or never, and for commands in an order that the service refuses
 */
export function checkNames(commands: readonly Command[], discovered: ReadonlySet<string>): void {
  let known = new Set([...discovered, '@message', '@timestamp']);
  const read = new Set<string>();
  let counted = false;
  let cut = false;

  function reads(names: readonly string[]): void {
    for (const name of names) {
      if (!known.has(name)) throw new MalformedQuery(`${name} is not defined`);
      read.add(name);
    }
  }

  function defines(names: readonly string[]): void {
    for (const name of names) {
      if (known.has(name) || read.has(name))
        throw new MalformedQuery(`Ephemeral field is already defined: ${name}`);
      known.add(name);
    }
  }

  for (const command of commands) {
    switch (command.kind) {
      case 'filter':
        reads(namesInTest(command.test));
        break;
      case 'parse':
        reads([command.from]);
        defines(command.names);
        break;
      case 'fields':
        for (const { of, alias } of command.fields) {
          reads(namesIn(of));
          defines([alias]);
        }
        break;
      case 'stats': {
        if (counted || cut) throw new MalformedQuery('stats must be the only one, and before sort and limit');
        counted = true;
        for (const { function: name, of } of command.aggregates) {
          if (!AGGREGATES.has(name)) throw new MalformedQuery(`no aggregate ${name}`);
          if (of !== null) reads([of]);
        }
        reads(command.by);
        const aliases = command.aggregates.map(({ alias }) => alias);
        defines(aliases);
        known = new Set([...command.by, ...aliases]);
        break;
      }
      case 'sort':
        cut = true;
        reads(command.by.map(({ name }) => name));
        break;
      case 'limit':
        cut = true;
        if (!(command.rows >= 1 && command.rows <= 100_000))
          throw new MalformedQuery(`limit ${command.rows}`);
        break;
      case 'display':
        reads(command.names);
        break;
    }
  }
}
