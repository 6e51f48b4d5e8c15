import type { ToolDifference } from '@imaginarium/contracts';

/** One difference between two versions of a tool, in words. */
export function differenceText(change: ToolDifference): string {
  switch (change.what) {
    case 'name':
      return `named ${change.from} before`;
    case 'description':
      return 'described otherwise';
    case 'argument-added':
      return `${change.isRequired ? 'required' : 'optional'} argument ${change.path} added`;
    case 'argument-removed':
      return `argument ${change.path} removed`;
    case 'argument-renamed':
      return `argument ${change.from} renamed ${change.path}`;
    case 'argument-retyped':
      return `argument ${change.path} retyped from ${JSON.stringify(change.from)} to ${JSON.stringify(change.to)}`;
    case 'enum': {
      const values = (sign: string, list: readonly unknown[]) => list.map((value) => `${sign}${JSON.stringify(value)}`);
      return `values of ${change.path}: ${[...values('+', change.added), ...values('-', change.removed)].join(' ')}`;
    }
    case 'required':
      return `argument ${change.path} ${change.isRequired ? 'required' : 'optional'} now`;
    case 'argument-description':
      return `argument ${change.path || 'object'} described otherwise`;
    case 'constraint':
      return `${change.keywords.join(', ')} of ${change.path || 'the arguments'} changed`;
  }
}
