/** Colours for light and dark. Text colours reach 4.5 to 1 on the surfaces that they stand on (WCAG 2.2, AA). */
export const styleColors = `
:root {
  color-scheme: light dark;
  --surface: #ffffff; --well: #f4f6f8; --text: #1c2128; --muted: #56606b; --line: #d3dae1; --grid: #e3e7eb;
  --link: #0a55b5; --strict: #0b62c9; --ste: #a95000; --good: #176b34; --bad: #b3261e; --warn-edge: #c98a00; --warn-surface: #fff7e0; --shade: #1c212838;
  --heat-1: #fde9e5; --heat-2: #f8c9bf; --heat-3: #ef9a89; --heat-4: #bf3d25; --heat-5: #8f2413;
  --heat-text-1: #4a120a; --heat-text-2: #4a120a; --heat-text-3: #330b05; --heat-text-4: #ffffff; --heat-text-5: #ffffff;
  --miss-no-reply: #4b5560; --miss-no-call: #7a4fd0; --miss-malformed: #bd3a89; --miss-wrong-tool: #c8322c;
  --miss-missing-argument: #b07a00; --miss-unexpected-argument: #2b8a4b; --miss-wrong-value: #1668c9;
  --miss-unwanted-call: #14808a; --miss-undecided: #808b96;
}
@media (prefers-color-scheme: dark) {
  :root {
    --surface: #11151b; --well: #1a2028; --text: #e4e9ef; --muted: #9ba8b5; --line: #343d48; --grid: #28303a;
    --link: #7db7ff; --strict: #5ea8ff; --ste: #f0a04b; --good: #5fd083; --bad: #ff8f85; --warn-edge: #d9a420; --warn-surface: #2b2412; --shade: #000000cc;
    --heat-1: #3a1c17; --heat-2: #5e271c; --heat-3: #8b3625; --heat-4: #e2806a; --heat-5: #f8b3a1;
    --heat-text-1: #ffd9d1; --heat-text-2: #ffe4de; --heat-text-3: #ffffff; --heat-text-4: #250804; --heat-text-5: #250804;
    --miss-no-reply: #9aa5b1; --miss-no-call: #b194ff; --miss-malformed: #f07cbb; --miss-wrong-tool: #ff7a70;
    --miss-missing-argument: #dba932; --miss-unexpected-argument: #4fc476; --miss-wrong-value: #58a6ff;
    --miss-unwanted-call: #43c6d0; --miss-undecided: #66717d;
  }
}`;
