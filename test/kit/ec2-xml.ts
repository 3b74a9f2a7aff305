/** What EC2 sends over the wire for what the AWS CLI prints of it: XML with the element names that the SDK's own model of the API has. */
import * as sdk from '@aws-sdk/client-ec2';

/** Of the SDK's model: `[3, namespace, name, traits, members, schemas]` is a structure, `[1, namespace, name, traits, item]` a list. */
const STRUCTURE = 3;
const LIST = 1;
/** `[9, namespace, name, traits, input, output]`. */
const OPERATION = 9;

interface Element {
  readonly schema: unknown;
  /** The element's name on the wire, where the model gives one. */
  readonly name: string | undefined;
}

/** Schemas refer to each other by functions; `[schema, traits]` adds the name that a member has on the wire. */
function resolved(reference: unknown): Element {
  const value: unknown = typeof reference === 'function' ? reference() : reference;
  if (!Array.isArray(value) || value.length !== 2) return { schema: value, name: undefined };
  const [schema, traits]: readonly unknown[] = value;
  const name: unknown =
    typeof traits === 'object' && traits !== null ? Reflect.get(traits, 'xmlName') : undefined;
  return { schema: resolved(schema).schema, name: typeof name === 'string' ? name : undefined };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function contentOf(schema: unknown, value: unknown): string {
  if (Array.isArray(schema) && schema[0] === STRUCTURE) {
    const members = schema[4] as readonly string[];
    const schemas = schema[5] as readonly unknown[];
    return members
      .map((member, at) => {
        const given: unknown = Reflect.get(Object(value), member);
        const { schema: inner, name = member } = resolved(schemas[at]);
        return given === undefined || given === null ? '' : `<${name}>${contentOf(inner, given)}</${name}>`;
      })
      .join('');
  }
  if (Array.isArray(schema) && schema[0] === LIST) {
    const { schema: inner, name = 'member' } = resolved(schema[4]);
    return (value as readonly unknown[])
      .map((item) => `<${name}>${contentOf(inner, item)}</${name}>`)
      .join('');
  }
  return escaped(String(value));
}

/** @param body as the CLI prints it; what the SDK's model does not know is left out */
export function ec2Xml(operation: string, body: object): string {
  const model: unknown = Reflect.get(sdk, `${operation}$`);
  if (!Array.isArray(model) || model[0] !== OPERATION) throw new TypeError(`EC2 has no ${operation}`);
  const content = contentOf(resolved(model[5]).schema, body);
  return `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r-1</requestId>${content}</${operation}Response>`;
}
