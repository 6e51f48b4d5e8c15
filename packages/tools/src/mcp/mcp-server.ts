/** A server started as a child process (stdio), or one reached by URL (streamable HTTP). */
export type McpServer =
  | {
      readonly command: string;
      readonly args?: readonly string[];
      /** Added to the few variables that children get (PATH, HOME and the like). */
      readonly env?: Readonly<Record<string, string>>;
      readonly cwd?: string;
    }
  | { readonly url: string; readonly headers?: Readonly<Record<string, string>> };

const SECRET_FLAG = /(key|token|secret|password|passwd|credential|auth)/i;

/** How reports name the server: its command or URL with what may be a credential masked. */
export function locationOf(server: McpServer): string {
  if ('url' in server) return urlWithoutSecrets(server.url);
  const { command, args = [] } = server;
  return [command, ...args.map((arg, at) => maskedArgument(arg, args[at - 1]))].join(' ');
}

function maskedArgument(arg: string, before: string | undefined): string {
  const [flag] = arg.split('=', 1);
  if (flag !== undefined && flag.length < arg.length && SECRET_FLAG.test(flag)) return `${flag}=***`;
  return before?.startsWith('-') && !before.includes('=') && SECRET_FLAG.test(before) && !arg.startsWith('-')
    ? '***'
    : arg;
}

function urlWithoutSecrets(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.username = '';
  url.password = '';
  for (const name of [...url.searchParams.keys()]) url.searchParams.set(name, '***');
  return url.href;
}
