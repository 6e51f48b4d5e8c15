import { defineScenario } from './define-scenario.ts';
import { bareColour, drawColour } from './draw-colour.ts';
import { said } from './said.ts';

export const colourContrastScenarios = [
  defineScenario({
    tool: 'colour_contrast',
    draw: (random) => ({
      text: drawColour(random),
      background: drawColour(random),
      size: random.pick(['normal', 'large']),
    }),
    wordings: [
      'Is {size} text in {text} readable on {background} by WCAG?',
      'What contrast ratio does {size} lettering in {text} have on a {background} background?',
      'Accessibility audit: {text} as {size} print on {background}. Pass or fail?',
      'Does a heading of {size} size in {text} meet level AA on {background}?',
      'Our site sets {size} type in {text} over {background}; is the contrast sufficient?',
      'Check whether {text} on {background} reaches AAA for {size} text.',
      'People complain about {text} writing on {background}, size {size}. What does WCAG say?',
      'With a page colour of {background}, may I use {text} for {size} text under the accessibility rules?',
    ],
    patterns: { text: /#[0-9a-f]{6}/, background: /#[0-9a-f]{6}/, size: /(?:normal|large)/ },
    arguments: ({ text, background, size }) => ({ text: bareColour(text), background: bareColour(background), size }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ text, background, size }) => ({ text, background, size }) },
      {
        kind: 'wrong-name',
        arguments: ({ text, background, size }) => ({
          foreground: bareColour(text),
          background: bareColour(background),
          size,
        }),
      },
      {
        kind: 'wrong-format',
        arguments: ({ text, background, size }) => ({
          text: bareColour(text).toUpperCase(),
          background: `0x${bareColour(background)}`,
          size,
        }),
      },
    ],
    answer: ({ text, background, size }, observation) => {
      const verdict = (level: string) => (said(observation, level) === 'true' ? 'passes' : 'fails');
      return `${text} on ${background} has a contrast ratio of ${said(observation, 'ratio')}:1; ${size} text ${verdict('passes_aa')} AA and ${verdict('passes_aaa')} AAA.`;
    },
  }),
];
