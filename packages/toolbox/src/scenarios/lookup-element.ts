import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const SYMBOLS: Readonly<Record<string, string>> = {
  hydrogen: 'H',
  helium: 'He',
  lithium: 'Li',
  beryllium: 'Be',
  boron: 'B',
  carbon: 'C',
  nitrogen: 'N',
  oxygen: 'O',
  fluorine: 'F',
  neon: 'Ne',
  sodium: 'Na',
  magnesium: 'Mg',
  silicon: 'Si',
  phosphorus: 'P',
  argon: 'Ar',
  potassium: 'K',
  calcium: 'Ca',
  scandium: 'Sc',
  titanium: 'Ti',
  vanadium: 'V',
  chromium: 'Cr',
  manganese: 'Mn',
  iron: 'Fe',
  cobalt: 'Co',
  nickel: 'Ni',
  copper: 'Cu',
  zinc: 'Zn',
  gallium: 'Ga',
  germanium: 'Ge',
  arsenic: 'As',
  selenium: 'Se',
  bromine: 'Br',
  krypton: 'Kr',
  rubidium: 'Rb',
  strontium: 'Sr',
  yttrium: 'Y',
  zirconium: 'Zr',
  niobium: 'Nb',
  molybdenum: 'Mo',
  ruthenium: 'Ru',
  rhodium: 'Rh',
  palladium: 'Pd',
  silver: 'Ag',
  cadmium: 'Cd',
  indium: 'In',
  tin: 'Sn',
  antimony: 'Sb',
  tellurium: 'Te',
  iodine: 'I',
  xenon: 'Xe',
  barium: 'Ba',
  lanthanum: 'La',
  cerium: 'Ce',
  neodymium: 'Nd',
  samarium: 'Sm',
  europium: 'Eu',
  gadolinium: 'Gd',
  terbium: 'Tb',
  dysprosium: 'Dy',
  holmium: 'Ho',
  erbium: 'Er',
  thulium: 'Tm',
  ytterbium: 'Yb',
  lutetium: 'Lu',
  hafnium: 'Hf',
  tantalum: 'Ta',
  tungsten: 'W',
  rhenium: 'Re',
  osmium: 'Os',
  iridium: 'Ir',
  platinum: 'Pt',
  gold: 'Au',
  mercury: 'Hg',
  thallium: 'Tl',
  lead: 'Pb',
};

const PROPERTIES = ['atomic mass', 'atomic number', 'symbol', 'stable isotopes'];

const keyOf = (property: string) => property.replace(' ', '_');

export const lookupElementScenarios = [
  defineScenario({
    tool: 'lookup_element',
    draw: (random) => ({ element: random.pick(Object.keys(SYMBOLS)), property: random.pick(PROPERTIES) }),
    wordings: [
      'Chemistry homework: I need the {property} of {element}.',
      'Tell me the {property} of {element} from the periodic table.',
      'The periodic table lists {element}; what does it say about the {property}?',
      'For a lab report, look up the {property} of {element}.',
      'Regarding the element {element}: {property}, please.',
      'Could you check the {property} of the element {element}?',
      'A quiz asks for the {property} of {element}. What is right?',
      'My flash card for {element} lacks the {property}. What belongs there?',
      'Periodic table question about {element}: {property}?',
    ],
    patterns: { element: /[a-z]+/, property: /(?:atomic (?:mass|number)|symbol|stable isotopes)/ },
    arguments: ({ element, property }) => ({ element, property: keyOf(property) }),
    mistakes: [
      {
        kind: 'wrong-format',
        arguments: ({ element, property }) => ({ element: SYMBOLS[element] ?? 'Xx', property: keyOf(property) }),
      },
      {
        kind: 'wrong-format',
        arguments: ({ element, property }) => ({
          element,
          property: property
            .replace('atomic ', '')
            .replace(' ', '-')
            .replace(/^symbol$/, 'chemical_symbol'),
        }),
      },
      { kind: 'missing-argument', arguments: ({ element }) => ({ element }) },
    ],
    answer: ({ element, property }, observation) => {
      const unit = property === 'atomic mass' ? ' g/mol' : '';
      return property === 'stable isotopes'
        ? `The stable isotopes of ${element} are ${said(observation, 'stable_isotopes')}.`
        : `The ${property} of ${element} is ${said(observation, keyOf(property))}${unit}.`;
    },
  }),
];
