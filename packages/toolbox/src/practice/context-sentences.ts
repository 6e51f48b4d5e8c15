/** Sentences that people put in front of a request. They carry nothing that a tool needs. */
export const CONTEXTS: readonly string[] = [
  'I am helping my daughter with her homework.',
  'We are settling a bet at the office.',
  'My neighbour asked me and I had no idea.',
  'I am putting together a quiz for Friday night.',
  'There is a form in front of me that wants this.',
  'Sorry to bother you again.',
  'I am on the train and my battery is low.',
  'This is for a blog post I am drafting.',
  'My manager needs it before lunch.',
  'I promised my grandfather that I would find out.',
  'We are planning the club newsletter.',
  'A customer wants to know.',
  'I keep getting this wrong.',
  'I could do it by hand but I do not trust myself.',
  'Our teacher gave us this one to check.',
  'I am writing a short story and want the detail right.',
  'Just curious.',
  'It came up in a meeting today.',
  'I am preparing slides.',
  'My spreadsheet gives me something odd.',
  'The printed sheet is smudged.',
  'I am double-checking what a colleague told me.',
  'This will go on a poster.',
  'I am learning this as I go.',
  'Please keep it short.',
  'I have a caller on the other line.',
  'We are filming a documentary and need the facts.',
  'I am testing a script of mine.',
  'My notes do not agree with the textbook.',
  'The kids at the library want to know.',
  'I am sorting out old paperwork.',
  'It is for the back cover of a programme.',
  'We argued about it all through dinner.',
  'I am cleaning up a data file.',
  'My aunt is visiting and keeps asking.',
  'Nobody on the team remembers.',
  'I am writing an exam and need a model answer.',
  'The museum guide could not say.',
  'I would rather be sure before I send the letter.',
  'I am setting up a small exhibition.',
  'I have been staring at this for a while.',
  'It is for my journal.',
  'A friend from the choir put this to me.',
  'We need one line for the handbook.',
  'I am about to sign something.',
  'I lost the page where I had written it down.',
  'There is a small prize for whoever answers first.',
  'Bear with me, I am new to this.',
];

/** Cuts a known sentence off the front of a query. */
export function splitContext(query: string): { context: string; request: string } {
  const end = query.indexOf('. ');
  const context = end < 0 ? '' : query.slice(0, end + 1);
  return KNOWN.has(context) ? { context, request: query.slice(end + 2) } : { context: '', request: query };
}

/** The request with a sentence in front of it. */
export function withContext(context: string, request: string): string {
  return context === '' ? request : `${context} ${request}`;
}

const KNOWN: ReadonlySet<string> = new Set(CONTEXTS);
