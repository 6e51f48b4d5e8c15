/**
 * The 19 of the paper's 50 tools whose arguments a model judges (method §4), by their original names: those with a
 * `chatgpt_args_jud` in any row of the saved results that the paper's authors published (mistral, mistral_ICL,
 * mistral_FT and llama-7Bf_FT agree).
 */
export const STE_JUDGED_TOOLS: ReadonlySet<string> = new Set([
  'CatchLoc%%[Group Management] API access for modifying group information',
  'disambiguation',
  'English Talking%%Get an answer',
  'Fake Brightcove%%Temp Upload URLs',
  'GamerPower%%Filter & Group Giveaways',
  'GamerPower%%Live giveaways by type',
  'getWolframAlphaResults',
  'get_arxiv_article_information',
  'get_weather_today',
  'Grup Terbuka%%Kirim Pesan',
  'Handball Data%%Daily Match List-Live',
  'Marvel Vs Capcom 2%%Show Character',
  'PTL%%update',
  'search',
  'search_general',
  'search_places',
  'siteDomain%%industry list',
  'Stadia Maps Time Zone API%%TZ Lookup by Location',
  'Weather_dataSet%%Weather_dataSet',
]);
