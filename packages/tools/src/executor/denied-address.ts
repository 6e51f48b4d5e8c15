import { ImaginariumError } from '@imaginarium/contracts';
import ipaddr from 'ipaddr.js';

const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** RFC 6761 and 6762, and what clouds and home networks use. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/;

/**
 * Why an IP address may not be reached; undefined when it may. Only global unicast passes: private, loopback,
 * link-local, shared (RFC 6598), multicast, reserved and unique-local do not, nor do IPv6 addresses that wrap an IPv4
 * one (mapped, compatible, 6to4, NAT64, Teredo).
 */
export function deniedAddress(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return `${address} is not an IP address`;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== 'unicast') return `${address} is not a public address (${range})`;
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_UNICAST_V6)) return `${address} is not a public address`;
  return undefined;
}

/** Why a URL may not be fetched, as far as its text tells; undefined when it may. Names are checked again when they resolve. */
export function deniedUrl(url: URL): string | undefined {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `the scheme ${url.protocol} is not allowed`;
  if (url.username || url.password) return 'credentials in the URL are not allowed';
  const host = bareHost(url);
  if (host === '') return 'the URL names no host';
  if (ipaddr.isValid(host)) return deniedAddress(host);
  return LOCAL_NAME.test(host) ? `${host} is a local name` : undefined;
}

/**
 * Whether a URL's host is among those that may be reached although they are private or loopback.
 *
 * @param hosts `host` or `host:port`
 */
export function isAllowedHost(url: URL, hosts: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const own = [bareHost(url), `${bareHost(url)}:${port}`];
  return hosts.some((host) => own.includes(host.toLowerCase().replace(/[[\]]/g, '')));
}

/**
 * Why no call of a tool can reach its server, as far as the server's URL tells; undefined when they may.
 *
 * @param server an absolute URL
 * @param allowHosts `host` or `host:port` that may be reached although it is private or loopback
 */
export function deniedServer(server: string, allowHosts: readonly string[]): string | undefined {
  const url = new URL(server);
  return isAllowedHost(url, allowHosts) ? undefined : deniedUrl(url);
}

/** The host without brackets and without the dots that end a full name. */
export function bareHost(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '')
    .toLowerCase();
}

/** The error for a host that may not be reached. `canBeAllowed`: whether naming the host would help. */
export function addressDenied(host: string, reason: string, canBeAllowed = true): ImaginariumError {
  return new ImaginariumError({
    code: 'permission/address-denied',
    message: `The address ${host} may not be reached: ${reason}.`,
    ...(canBeAllowed ? { hint: 'If this host is meant, name it in allowHosts.' } : {}),
  });
}
