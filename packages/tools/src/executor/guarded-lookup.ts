import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { addressDenied, deniedAddress } from './denied-address.ts';

export type ResolveHost = (hostname: string) => Promise<readonly LookupAddress[]>;

/**
 * Hands out only addresses that may be reached, so that what was checked is what is connected to. One denied address
 * denies the name. Literal addresses never come here.
 */
export function guardedLookup(resolveHost: ResolveHost = resolveBySystem): LookupFunction {
  return (hostname, { all, family }, callback) => {
    resolveHost(hostname).then(
      (addresses) => {
        const denial = addresses.map(({ address }) => deniedAddress(address)).find((reason) => reason !== undefined);
        if (denial) return callback(addressDenied(hostname, `it resolves to ${denial}`), '');
        const fitting = family ? addresses.filter((entry) => entry.family === familyNumber(family)) : addresses;
        const [first] = fitting;
        if (!first) return callback(new Error(`${hostname} has no address`), '');
        if (all) callback(null, [...fitting]);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, ''),
    );
  };
}

function resolveBySystem(hostname: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });
}

const familyNumber = (family: number | string) => (family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : family);
